"""Sentences, sizes and times as people read them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from nanowizard.core.events import Progress
from nanowizard.core.messages.table import MESSAGES
from nanowizard.gui import texts
from nanowizard.gui.texts import NBSP, TimeLeft


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (63_864_569_856, "63.9 GB"),
        (13_816_037_376, "13.8 GB"),
        (2_000_398_934_016, "2.0 TB"),
        (999_700_000_000, "1.0 TB"),
        (999_700_000, "1.0 GB"),
        (512_000_000, "512 MB"),
        (2_600_000, "2.6 MB"),
        (371_000, "371 kB"),
        (12, "12 B"),
    ],
)
def test_sizes_are_decimal_and_do_not_break(count: int, shown: str) -> None:
    assert texts.size(count) == shown.replace(" ", NBSP)


@pytest.mark.parametrize(("count", "shown"), [(4 << 30, "4 GB"), (4_156_000_000, "3.9 GB"), (512 << 20, "0.5 GB")])
def test_memory_is_counted_in_powers_of_two(count: int, shown: str) -> None:
    assert texts.memory(count) == shown.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.2, "1 s"),
        (20, "20 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (660, "11 min"),
        (3590, "1 h 00 min"),
        (3960, "1 h 06 min"),
        (172_740, "47 h 59 min"),
        (172_800, "2 days"),
        (4e6, "46 days"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    assert texts.duration(seconds) == shown.replace(" ", NBSP)


def test_time_left_is_rounded_and_does_not_flicker() -> None:
    left = TimeLeft()
    assert left.update(None) is None
    assert left.update(431) == 480
    assert left.update(470) == 480
    assert left.update(485) == 480, "one step up is noise"
    assert left.update(580) == 600, "two steps up are news"
    assert left.update(52) == 60
    assert left.update(41) == 50
    assert left.update(51) == 50
    assert left.update(2) == 10
    assert TimeLeft().update(11 * 60) == 15 * 60


def test_progress_line() -> None:
    progress = Progress(phase="write", done=5_800_000_000, total=13_800_000_000, rate=38_000_000, eta_s=440)
    shown = texts.progress_facts(progress, TimeLeft(), checking_included=True)
    assert shown.replace(NBSP, " ") == "5.8 of 13.8 GB · 38 MB/s · about 8 min left, checking included"


def test_progress_line_without_a_total() -> None:
    shown = texts.progress_facts(Progress(phase="fetch", done=5_000_000), TimeLeft())
    assert shown.replace(NBSP, " ") == "5.0 MB"


def test_counts_instead_of_bytes() -> None:
    assert texts.progress_facts(Progress(phase="x", done=3, total=7, unit="steps"), TimeLeft()) == "3 of 7"


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_can_be_filled(code: str) -> None:
    words = texts.sentence(code, {})
    assert words.what


def test_swap_speaks_of_memory() -> None:
    words = texts.sentence("nano.swap.create_file", {"path": "/swapfile", "size_bytes": 4 << 30})
    assert f"4{NBSP}GB" in words.what


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert texts.sentence("no.such_code").what == "no.such_code"
