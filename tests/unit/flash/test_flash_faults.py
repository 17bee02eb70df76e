"""Whatever goes wrong while a card is flashed: it is verified equal, or an error says that it does not boot."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.task import CancelToken, RunContext
from nanowizard.flash.card import Flash, Options

DATA = random.Random(1).randbytes(9 * MIB + 512 * 3)
CARD_BYTES = 16 * MIB


def flash(device: Any, image: Any = None, ctx: RunContext | None = None, **options: Any) -> Any:
    image = image or MemoryImage(DATA)
    return Flash(device, image, ctx or RunContext(cancel=CancelToken()), Options(**options), tick_s=0.005).run()


def test_a_reader_that_is_done_before_there_is_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy computer a small image was unpacked whole by then. The pass was taken for finished, nothing of it was
    written, verify had nothing to compare, and the card was called good: seen once, with two test runs at a time."""
    begin = threading.Thread.start

    def begin_and_let_it_end(thread: threading.Thread) -> None:
        begin(thread)
        if thread.name.endswith("reader"):
            thread.join()

    monkeypatch.setattr(threading.Thread, "start", begin_and_let_it_end)
    card = MemoryCard(CARD_BYTES)
    report = flash(card)
    assert card.data[: len(DATA)] == DATA
    assert report.written_bytes == len(DATA)
