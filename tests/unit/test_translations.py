"""The .ts files: everything is translated, nothing in a sentence is lost, and Chinese is written as Chinese is."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nanowizard.core.messages.table import MESSAGES

ROOT = Path(__file__).resolve().parents[2]
CHINESE, ENGLISH = "zh_CN", "en"
LANGUAGES = (CHINESE, ENGLISH)
FORMS = {CHINESE: 1, ENGLISH: 2}

HAN = "\u4e00-\u9fff"
COUNTED = "个处步秒台张页次行"
"""Words that follow a number directly, as 分钟 and 小时 do."""
NUMBERS = "number|count|faults|hours|minutes|seconds"
"""Placeholders that stand for a bare number."""
SAME_IN_BOTH = re.compile(r"[^A-Za-z]*|NanoWizard|JetPack|TensorFlow|L4T|[kMGT]?B(/s)?|[KM]iB")
"""What may stay as it is: numbers, units and names."""


@dataclass(frozen=True)
class Entry:
    context: str
    source: str
    state: str
    """"", "unfinished", "obsolete" or "vanished"."""
    counts: bool
    forms: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.context}: {self.source}"


@cache
def entries(language: str) -> tuple[Entry, ...]:
    tree = ElementTree.parse(ROOT / "translations" / f"nanowizard_{language}.ts")
    return tuple(
        _entry(context.findtext("name", ""), message)
        for context in tree.iter("context")
        for message in context.iter("message")
    )


def _entry(context: str, message: ElementTree.Element) -> Entry:
    translation = message.find("translation")
    assert translation is not None
    counts = message.get("numerus") == "yes"
    forms = [form.text or "" for form in translation.iter("numerusform")] if counts else [translation.text or ""]
    return Entry(context, message.findtext("source", ""), translation.get("type", ""), counts, tuple(forms))


def placeholders(text: str) -> list[str]:
    """The names in braces, with how often each comes."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def literal(text: str) -> str:
    """The text with a figure for each number, the other placeholders emptied: what stands there is not ours."""
    return re.sub(r"\{[^}]*\}", "{}", re.sub(rf"%n|\{{({NUMBERS})(:\d+)?\}}", "0", text))


def complaints(entry: Entry) -> list[str]:
    """What is not written as Chinese is, in one entry."""
    rules = {
        "quotation marks are “ ”": r"[\"']|[‘’]",
        "an ellipsis is one …": r"\.\.\.|。。|……",
        "no space before a word of time": r"[ \u00a0](分|秒|小时)",
        "no space between a number and what is counted": rf"\d [{COUNTED}]",
        "punctuation is of full width": rf"[{HAN}][,:;!?]|[,;!?][{HAN}]|[{HAN}]\.(?!\w)|[{HAN}]\(|\)[{HAN}]",
        "no space beside full-width punctuation": r" [，。；：？！（）“”、]|[，。；：？！（）、] ",
        "one space between Chinese and Latin": rf"[{HAN}][A-Za-z]|[A-Za-z][{HAN}]|  ",
        "the person is 您": r"你",
        "a card is a 存储卡": r"SD卡|内存卡|闪存卡|储存卡",
        "an image is a 镜像": r"映像|影像",
    }
    return [f"{rule}: {form}" for form in entry.forms for rule, bad in rules.items() if re.search(bad, literal(form))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_finished_and_none_is_left_over(language: str) -> None:
    assert [str(entry) for entry in entries(language) if entry.state or not all(entry.forms)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_name_no_place_in_the_source(language: str) -> None:
    assert "<location" not in (ROOT / "translations" / f"nanowizard_{language}.ts").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_sentence_is_in_its_translation(language: str) -> None:
    lost = [
        str(entry)
        for entry in entries(language)
        if any(placeholders(form) != placeholders(entry.source) for form in entry.forms)
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_texts_have_the_forms_of_their_language_and_the_number_in_each(language: str) -> None:
    for entry in entries(language):
        assert entry.counts == ("%n" in entry.source), entry
        assert not entry.counts or len(entry.forms) == FORMS[language], entry
        assert all(("%n" in form) == entry.counts for form in entry.forms), entry


def test_english_holds_plural_forms_only() -> None:
    assert {entry.source for entry in entries(ENGLISH)} == {e.source for e in entries(CHINESE) if e.counts}
    assert not [str(entry) for entry in entries(ENGLISH) if any("(s)" in form for form in entry.forms)]


def test_chinese_is_written_as_chinese_is() -> None:
    assert [f"{entry}: {found}" for entry in entries(CHINESE) for found in complaints(entry)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "正在下载...", '选择"修复"', "约剩 8 分钟", "已等 {seconds} 秒", "共 {count} 步", "没有改动.", "来源:文件",
        "文件（a） 可用", "使用Nano", "请您  重试", "你的 Nano", "SD卡", "系统映像",
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_found(bad: str) -> None:
    assert complaints(Entry("Test", "", "", counts=False, forms=(bad,)))


def test_nothing_but_names_numbers_and_units_is_the_same_in_both_languages() -> None:
    same = {literal(entry.source).strip(" {}0–") for entry in entries(CHINESE) if entry.source in entry.forms}
    assert [text for text in same if not SAME_IN_BOTH.fullmatch(text)] == []


def test_the_same_words_are_the_same_in_every_place() -> None:
    """Long ones: a short word such as “Start” may be a button here and a name there."""
    known: dict[str, set[tuple[str, ...]]] = {}
    for entry in entries(CHINESE):
        known.setdefault(entry.source, set()).add(entry.forms)
    several = {source for source, forms in known.items() if len(forms) > 1}
    assert [source for source in several if len(source.split()) > 4] == []


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_has_a_translation(code: str) -> None:
    known = {entry.source: entry for entry in entries(CHINESE) if entry.context == "Messages"}
    message = MESSAGES[code]
    for text in filter(None, (message.what, message.safe, message.do)):
        assert text in known, text
        assert re.search(f"[{HAN}]", known[text].forms[0]), text
