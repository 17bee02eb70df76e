"""The window: how soon it is there, and how long its event loop is held up while a card is written."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanowizard.core.places import Places
from nanowizard.gui.context import Context
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.style import apply_theme
from nanowizard.gui.wizard import Wizard
from nanowizard.practice.card import CardSettings
from nanowizard.practice.image import build_practice_archive
from nanowizard.tasks.session import Session
from tests.benchmarks.table import add
from tests.support import wizard_window
from tests.support.xserver import XServer

TICK_MS = 5
LONGEST_GAP_MS = 100
FIRST_PAGE_S = 1.5
STARTS = 5
PATIENCE_MS = 60_000
SLOW_ENOUGH = CardSettings(write_rate=12_000_000, read_rate=40_000_000)
"""So that writing and checking take some seconds each, with all their events."""


class Gaps(QObject):
    """How far apart the ticks of a timer come: what is longer than the tick, something else held the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.found_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found_ms.append((now - self._last) * 1000)
        self._last = now


def test_event_loop_while_a_card_is_written(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    folder = tmp_path / "state" / "practice"
    image = build_practice_archive(folder)
    SLOW_ENOUGH.save(folder)
    where = Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs")
    context = Context(lambda practice: Session(practice=practice, where=where), practice=True)
    session = context.session
    session.journey.image = image
    session.journey.card = next(d.identity for d in session.helper.list_drives() if d.identity.backend == "practice")
    window = Wizard(context, page="card.flash")
    window.show()
    page: Any = window.current()
    assert isinstance(page, FlashPage)
    gaps, ended = Gaps(), QEventLoop()
    page.runner.finished.connect(ended.quit)
    try:
        qtbot.waitUntil(page.confirm.erase.isVisible, timeout=PATIENCE_MS)
        gaps.begin()
        page.confirm.confirmed.emit()
        ended.exec()
        gaps.end()
        assert page.outcome.is_good()
    finally:
        window.close()
        context.close()
    found = sorted(gaps.found_ms)
    late = statistics.quantiles(found, n=1000, method="inclusive")[-1]
    add("event loop, longest gap while flashing", found[-1], "ms", limit=LONGEST_GAP_MS, note=f"{len(found)} ticks")
    add("event loop, 99.9 % of the gaps are below", late, "ms")


def test_time_to_the_first_page(tmp_path: Path) -> None:
    x = XServer(tmp_path / "x")
    took = []
    try:
        for number in range(STARTS):
            began = time.monotonic()
            with wizard_window.Wizard(x, tmp_path / f"home{number}") as window:
                window.wait(lambda seen: seen["page"] == "welcome" and seen["focus"])
                took.append(time.monotonic() - began)
    finally:
        x.close()
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    note = f"{min(took):.2f} to {max(took):.2f} s, load {busy:.1f} a core"
    add("start of the process to the first page", statistics.median(took), "s", limit=FIRST_PAGE_S, note=note)
