"""A card of 30 MB/s: what is reported has reached it, and a cancel does not wait for the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from lab.loop.cards import LoopCard
from lab.loop.conftest import MIB, MakeCard
from lab.loop.image import Image
from lab.loop.lying_card import Faults
from lab.loop.moments import WhenMoving
from lab.loop.throttle import write_limit
from nanowizard.core.errors import Cancelled
from nanowizard.core.events import Event, LimitedBy, Progress
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

RATE = 30e6
CARD = 168 * MIB
LONG = 160 * MIB
"""Five seconds' worth: a computer that is busy takes its time to hear of a cancel."""
SlowCard = tuple[LoopCard, HelperClient]


@pytest.fixture(params=["the kernel's limit", "a slow medium"])
def slow(request: pytest.FixtureRequest, make_card: MakeCard, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowCard]:
    """A slow card and the helper that sees it: slow by a control group of that helper, or by itself."""
    command = [sys.executable, "-m", "nanowizard.helper"]
    with ExitStack() as stack:
        if request.param == "a slow medium":
            card = make_card(CARD, faults=Faults(write_rate=RATE))
        else:
            card = make_card(CARD)
            group = stack.enter_context(write_limit(card.node, round(RATE)))
            command = ["sh", "-c", 'echo $$ >"$0"; exec "$@"', str(group), *command]
        monkeypatch.setenv(EXTRA_DEVICES, card.node)
        yield card, stack.enter_context(HelperClient(command))


def run_flash(slow: SlowCard, image: Path, watch: Callable[[Event], None], cancel: CancelToken) -> float:
    """How many seconds the write took. Raises Cancelled."""
    card, client = slow
    (drive,) = [drive for drive in client.list_drives() if drive.path == card.node]
    request = FlashRequest(identity=drive.identity, image=image, full=True)
    return client.flash(request, RunContext(emit=watch, cancel=cancel)).write_s


def test_progress_does_not_run_ahead_of_the_card(slow: SlowCard, large: Image) -> None:
    """With buffered writes it would: they end after a tenth of a second, and the rest is spent in fsync."""
    card, _ = slow
    seen: list[tuple[Progress, int]] = []

    def watch(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "write":
            seen.append((event, card.written_bytes()))

    before = card.written_bytes()
    took_s = run_flash(slow, large.path, watch, CancelToken())
    assert [(p.done, there - before) for p, there in seen if p.done > there - before] == []
    on_the_way = [p for p, _ in seen if 0 < p.done < len(large.data)]
    assert len(on_the_way) >= 2
    # On a busy computer the unpacking is behind now and then too.
    assert LimitedBy.CARD in {p.limited_by for p in on_the_way}
    assert took_s > 0.8 * len(large.data) / RATE, "the card was slow indeed"
    assert card.left(large) == "image"


def test_a_cancel_ends_soon_and_leaves_the_marker(slow: SlowCard, large: Image, tmp_path: Path) -> None:
    card, client = slow
    long = replace(large, path=tmp_path / "long.img")
    shutil.copy(large.path, long.path)
    os.truncate(long.path, LONG)
    cancel = CancelToken()
    before = card.written_bytes()
    with pytest.raises(Cancelled):
        run_flash(slow, long.path, WhenMoving("write", cancel.set), cancel)
    client.close()
    assert card.written_bytes() - before < LONG * 3 // 4, "what is queued is soon done, and no more is begun"
    assert card.left(long) == "not_ready"
    assert card.drive().contents == "not_ready"
    # Nobody holds the card any more: it can be opened exclusively.
    held = subprocess.run(["fuser", card.node], capture_output=True, check=False)
    assert not held.stdout
    card.backend.open(card.drive(), RunContext()).close()
