"""Every code has its words, and every sentence gets the values that it mentions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nanowizard.core.messages.model import placeholders
from nanowizard.core.messages.table import MESSAGES, TOPICS
from nanowizard.core.task import Task
from nanowizard.tasks.catalogue import TASKS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nanowizard"
WORDS = PACKAGE / "core" / "messages"


@dataclass(frozen=True)
class Use:
    """One place that makes an error, a finding or a change. `given` is None where the parameters are computed."""

    place: str
    kind: str
    code: str
    given: frozenset[str] | None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _keys(node: ast.expr | None) -> frozenset[str] | None:
    """The keys of a literal dictionary; no dictionary at all means none."""
    if node is None:
        return frozenset()
    if not isinstance(node, ast.Dict):
        return None
    keys = [_text(key) for key in node.keys]
    return None if None in keys else frozenset(key for key in keys if key)


def _use(call: ast.Call, place: str) -> Use | None:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    name = _name(call)
    if (
        name.endswith("Error")
        and call.args
        and (code := _text(call.args[0]))
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", code)
    ):
        computed = None in keywords
        return Use(place, "error", code, None if computed else frozenset(k for k in keywords if k and k != "detail"))
    if name == "StepStarted" and (code := _text(keywords.get("step"))):
        return Use(place, "step", code, _keys(keywords.get("params")))
    if name in {"Finding", "Change"} and (code := _text(keywords.get("code"))):
        return Use(place, name.lower(), code, _keys(keywords.get("params")))
    return None


@cache
def uses() -> tuple[Use, ...]:
    return tuple(_all_uses())


def _all_uses() -> Iterator[Use]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (use := _use(node, f"{path.relative_to(ROOT)}:{node.lineno}")):
                yield use


def _nodes() -> Iterator[ast.AST]:
    """All of the package but the words themselves."""
    for path in PACKAGE.rglob("*.py"):
        if WORDS not in path.parents:
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _named_codes() -> set[str]:
    """Every string that may be a code, and each of them behind every prefix that codes are put together with."""
    strings = {n.value for n in _nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    slugs = {string for string in strings if re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", string)}
    starts = {_text(n.values[0]) for n in _nodes() if isinstance(n, ast.JoinedStr) and len(n.values) == 2}
    prefixes = {start for start in starts if start and re.fullmatch(r"[a-z_]+\.", start)}
    undone = {f"{task.id}.undo" for task in TASKS}  # the runner puts these together
    return slugs | undone | {prefix + slug for prefix in prefixes for slug in slugs}


def test_every_code_has_words() -> None:
    assert [f"{use.place} {use.code}" for use in uses() if use.code not in MESSAGES] == []


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_every_task_has_words(task: type[Task]) -> None:
    assert f"task.{task.id}" in MESSAGES


def test_an_error_says_what_happened_what_is_safe_and_what_to_do() -> None:
    bare = {use.code for use in uses() if use.kind == "error" and use.code in MESSAGES}
    assert sorted(code for code in bare if not (MESSAGES[code].safe and MESSAGES[code].do)) == []


def test_no_sentence_shows_an_empty_place() -> None:
    found = [
        f"{use.place} {use.code} lacks {sorted(missing)}"
        for use in uses()
        if use.given is not None and use.code in MESSAGES and (missing := placeholders(MESSAGES[use.code]) - use.given)
    ]
    assert found == []


def test_no_words_without_a_use() -> None:
    assert sorted(set(MESSAGES) - _named_codes()) == []


@pytest.mark.parametrize("file", sorted((ROOT / "translations").glob("*.ts")), ids=lambda path: path.stem)
def test_a_translation_mentions_the_same_values(file: Path) -> None:
    value = re.compile(r"%n|%\d|\{[a-z_]+\}")
    found = []
    for message in ElementTree.parse(file).iter("message"):
        source = message.findtext("source", "")
        translation = message.find("translation")
        if translation is None or translation.get("type") == "unfinished":
            continue
        forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
        # A plural form may spell the number out ("one card"), so %n may be missing there and nothing else.
        wanted = set(value.findall(source)) - {"%n"}
        found += [f"{source!r} -> {form!r}" for form in forms if set(value.findall(form)) - {"%n"} != wanted]
    assert found == []


@pytest.mark.parametrize("code", ["drive.no_medium", "drive.write_protected", "drive.too_small"])
def test_what_may_also_end_a_flash_in_its_middle_does_not_claim_an_untouched_card(code: str) -> None:
    """A card pulled out of its reader, one that turned read-only for good, an image whose archive hides its size."""
    assert MESSAGES[code].safe.startswith("If it was being written")


def test_no_code_has_words_twice() -> None:
    assert sum(map(len, TOPICS)) == len(MESSAGES)
