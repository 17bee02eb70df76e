"""Edits pip's configuration as text: what is not meant stays as it is, byte for byte, comments and order too.

configparser is what pip reads it with, and the judge of whether it can be read; it cannot write a file back whole.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Sequence
from dataclasses import dataclass

GLOBAL = "global"
_HEADER = re.compile(r"\[([^]]+)\]")
_UNDECODED = re.compile("[\ud800-\udfff\ufffd]")
"""What stands for bytes that are no UTF-8: pip does not read such a file."""
_OPTION = re.compile(r"(.*?)\s*[=:]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Setting:
    """`key` as pip knows it ("index-url"); `first` to `last` (not included) are its lines, counted from 0."""

    section: str
    key: str
    value: str
    first: int
    last: int


def settings(text: str) -> list[Setting]:
    """All settings in order, doubles too. Lines that pip could not read are passed over."""
    found: list[Setting] = []
    section, indent = "", 0
    for number, line in enumerate(_lines(text)):
        bare = line.strip()
        if not bare or bare.startswith(("#", ";")):
            continue
        if found and found[-1].section == section and indent < _indent(line) and _adjoins(text, found[-1], number):
            last = found[-1]
            found[-1] = Setting(last.section, last.key, f"{last.value}\n{bare}", last.first, number + 1)
            continue
        indent = _indent(line)
        if header := _HEADER.match(bare):
            section = header[1]
        elif section and (option := _OPTION.match(bare)):
            found.append(Setting(section, plain_key(option[1]), option[2], number, number + 1))
    return found


def value(text: str, key: str, section: str = GLOBAL) -> str | None:
    return next((s.value for s in reversed(settings(text)) if (s.section, s.key) == (section, key)), None)


def values(text: str, key: str) -> list[str]:
    """The words of a setting that may have several, in whatever section."""
    return [word for setting in settings(text) if setting.key == key for word in setting.value.split()]


def with_value(text: str, key: str, new: str, section: str = GLOBAL) -> str:
    """`text` with exactly this value of `key`, where the first one stood or at the end of its section."""
    own = [setting for setting in settings(text) if (setting.section, setting.key) == (section, key)]
    if own:
        lines = _lines(_without(text, own[1:]))
        return "".join([*lines[: own[0].first], f"{key} = {new}\n", *lines[own[0].last :]])
    lines = _ended(_lines(text))
    place = _end_of_section(lines, section)
    if place is None:
        gap = ["\n"] if lines and lines[-1].strip() else []
        return "".join([*lines, *gap, f"[{section}]\n", f"{key} = {new}\n"])
    return "".join([*lines[:place], f"{key} = {new}\n", *lines[place:]])


def without(text: str, key: str, section: str = GLOBAL) -> str:
    return _without(text, [s for s in settings(text) if (s.section, s.key) == (section, key)])


def restored(current: str, original: str | None, keys: Sequence[str]) -> str | None:
    """`current` with `keys` of the global section as they were in `original`; None: there was no such file.

    If nothing else was changed since, that is `original` itself; otherwise what others wrote meanwhile is kept.
    """
    if _rest(current, keys) == _rest(original or "", keys):
        return original
    text = current
    for key in keys:
        old = value(original or "", key)
        text = without(text, key) if old is None else with_value(text, key, " ".join(old.split()))
    return text


def unreadable_line(text: str) -> int | None:
    """The line at which pip gives up on the file, counted from 1; None if it can read it."""
    for number, line in enumerate(_lines(text), 1):
        if _UNDECODED.search(line):
            return number
    try:
        configparser.RawConfigParser().read_string(text)
    except (configparser.MissingSectionHeaderError, configparser.DuplicateSectionError) as error:
        return error.lineno
    except configparser.DuplicateOptionError as error:
        return error.lineno
    except configparser.ParsingError as error:
        return error.errors[0][0] if error.errors else 1
    return None


def rewritten(text: str) -> str:
    """A file that pip can read, with what can be understood of `text`: the last of each setting, without comments."""
    good = [setting for setting in settings(text) if not _UNDECODED.search(setting.value)]
    last = {(setting.section, setting.key): setting.value for setting in good}
    sections = dict.fromkeys(section for section, _key in last)
    blocks = []
    for section in sections:
        own = [(key, text) for (place, key), text in last.items() if place == section]
        blocks.append(f"[{section}]\n" + "".join(f"{key} = {_indented(text)}\n" for key, text in own))
    return "\n".join(blocks)


def plain_key(key: str) -> str:
    """`index_url`, `--index-url` and `Index-URL` are one setting to pip."""
    return key.strip().lower().replace("_", "-").removeprefix("--")


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1].removesuffix("\n") + "\n"] if lines else []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _adjoins(text: str, setting: Setting, number: int) -> bool:
    """Whether nothing but empty lines and comments is between a setting and this line."""
    between = _lines(text)[setting.last : number]
    return all(not line.strip() or line.strip().startswith(("#", ";")) for line in between)


def _without(text: str, doomed: Sequence[Setting]) -> str:
    gone = {number for setting in doomed for number in range(setting.first, setting.last)}
    return "".join(line for number, line in enumerate(_lines(text)) if number not in gone)


def _end_of_section(lines: Sequence[str], section: str) -> int | None:
    """Where a new setting of the section goes: behind its last line that says something."""
    inside, place = False, None
    for number, line in enumerate(lines):
        header = _HEADER.match(line.strip())
        if header and inside:
            break
        inside = inside or bool(header and header[1] == section)
        if inside and line.strip():
            place = number + 1
    return place


def _rest(text: str, keys: Sequence[str]) -> str:
    """What is left without `keys`, without the headers of sections that are empty then, without empty lines."""
    for key in keys:
        text = without(text, key)
    filled = {setting.section for setting in settings(text)}
    kept = []
    for line in _lines(text):
        header = _HEADER.match(line.strip())
        if line.strip() and not (header and header[1] not in filled):
            kept.append(line.strip())
    return "\n".join(kept)
