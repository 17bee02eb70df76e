"""Edits /etc/fstab as text: only lines for swap files are touched, every other line stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Collection


def swap_paths(text: str) -> list[str]:
    """The swap files listed, each once, in order. Swap given by device, UUID or label is not ours to judge."""
    return list(dict.fromkeys(path for line in _lines(text) if (path := _swap_path(line)) is not None))


def swap_paths_waited_for(text: str) -> list[str]:
    """Those that the boot insists on: a line with `nofail` or `noauto` may well name a disk that is not plugged in."""
    kept = (line for line in _lines(text) if not {"nofail", "noauto"} & set(_options(line)))
    return swap_paths("".join(kept))


def is_listed_once(text: str, path: str) -> bool:
    """Whether exactly one line turns `path` on at every boot."""
    lines = [line for line in _lines(text) if _swap_path(line) == path]
    return len(lines) == 1 and _comes_up(lines[0])


def with_one_line(text: str, path: str) -> str:
    """`text` with exactly one working line for `path`: a good one that is there stays, its doubles go."""
    lines = _lines(text)
    own = [index for index, line in enumerate(lines) if _swap_path(line) == path]
    if not own:
        return "".join([*_ended(lines), _line_for(path)])
    good = [index for index in own if _comes_up(lines[index])]
    kept = lines[good[0]] if good else _line_for(path)
    place = good[0] if good else own[0]
    return "".join(
        kept if index == place else line for index, line in enumerate(lines) if index == place or index not in own
    )


def without(text: str, paths: Collection[str]) -> str:
    """`text` without any swap line for `paths`."""
    return "".join(line for line in _lines(text) if _swap_path(line) not in paths)


def restored(current: str, original: str, paths: Collection[str]) -> str:
    """`current` with the swap lines for `paths` as they were in `original`.

    If nothing else was changed since, that is `original` itself; otherwise other people's lines are kept, and the old
    swap lines go to the end.
    """
    rest = without(current, paths)
    if rest == without(original, paths) or "".join(_ended(_lines(without(original, paths)))) == rest:
        return original
    old = [line for line in _lines(original) if _swap_path(line) in paths]
    return "".join([*_ended(_lines(rest)), *_ended(old)])


def _lines(text: str) -> list[str]:
    """Lines with their ends; not `splitlines`, which also cuts at form feeds and the like."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1].removesuffix("\n") + "\n"] if lines else []


def _swap_path(line: str) -> str | None:
    """The file that a swap line names, None for any other line."""
    fields = line.split()
    if len(fields) < 3 or fields[0].startswith("#") or fields[2] != "swap":
        return None
    path = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[0])
    return path if path.startswith("/") and not path.startswith("/dev/") else None


def _comes_up(line: str) -> bool:
    return "noauto" not in _options(line)


def _options(line: str) -> list[str]:
    fields = line.split()
    return fields[3].split(",") if len(fields) > 3 else []


def _line_for(path: str) -> str:
    """The form that L4T's own first-boot wizard writes."""
    escaped = re.sub(r"[\s\\]", lambda match: f"\\{ord(match[0]):03o}", path)
    return f"{escaped} swap swap defaults 0 0\n"
