"""A USB stick, which to the system is what a reader with its card is: pulled, worn out, protected, slow."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest

from nanowizard.core.progress import RATE_WINDOW_S
from tests.lab.computer.cards import CardFile, assert_holds
from tests.lab.computer.moves import GONE, error_of, flash, flashing, progress_past, result_of
from tests.lab.machines.computer import Computer
from tests.lab.machines.slots import Stick
from tests.support.disk import MIB, DiskImage

SLOW = 3 * MIB
BAD_AT = 9 * MIB
Plug = Callable[..., Stick]

both = pytest.mark.parametrize("person", ["alice", "root"])


@both
def test_written_and_switched_off(
    computer: Computer, card: CardFile, plug: Plug, image: DiskImage, tmp_path: Path, person: str
) -> None:
    """The automounter would mount it as soon as it is let go of: what is ejected cannot be mounted."""
    stick = plug(card)
    result = result_of(computer.fresh_nanowizard(person, *flashing(stick.node)))
    assert result["ejected"]
    computer.wait_gone(stick.node)
    assert result["verified_bytes"] == result["written_bytes"] > 0
    assert_holds(card, image, tmp_path)


@both
def test_pulled_while_it_is_written(computer: Computer, card: CardFile, plug: Plug, person: str) -> None:
    stick = plug(card, bytes_per_s=SLOW)
    run = flash(computer, person, stick.node)
    run.until(progress_past("write"))
    stick.unplug()
    error = error_of(run)
    assert error["code"] in GONE, error
    assert error["params"]["path"] == stick.node
    assert card.contents == "not_ready"


def test_pulled_while_it_is_read_back(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card)
    run = flash(computer, "alice", stick.node)
    run.until(progress_past("verify", done=1))
    stick.unplug()
    error = error_of(run)
    assert error["code"] in GONE, error
    assert card.contents == "not_ready", "its first MiB comes only after all the rest was read back"


@both
def test_a_bad_sector(computer: Computer, card: CardFile, plug: Plug, person: str) -> None:
    stick = plug(card, bad_sector=BAD_AT // 512)
    error = error_of(flash(computer, person, stick.node))
    assert error["code"] == "drive.io"
    assert error["params"]["path"] == stick.node
    assert 0 <= BAD_AT - error["params"]["offset_bytes"] < 2 * MIB, error
    assert card.contents == "not_ready"


def test_write_protected(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card, read_only=True)
    error = error_of(flash(computer, "alice", stick.node))
    assert error["code"] == "drive.write_protected"
    assert error["params"]["path"] == stick.node
    assert card.untouched


def test_a_slow_card_tells_its_rate_and_can_be_cancelled(computer: Computer, card: CardFile, plug: Plug) -> None:
    old = card.path.read_bytes()[:MIB]
    stick = plug(card, bytes_per_s=SLOW)
    run = flash(computer, "alice", stick.node, "--full")
    late = run.until(progress_past("write", done=12 * MIB))
    assert taken(card, old) >= late["done"], "what a card has taken counts, not what memory has"
    # Several pieces are under way, and the kernel may hold the lowest back for five seconds: what is done then leaps,
    # and the rate with it. But no rate is higher than if all had been done in the time that is looked at.
    assert 0 < late["rate"] <= late["done"] / RATE_WINDOW_S
    assert late["eta_s"] > 0
    run.interrupt()
    ended = run.finish()
    assert (ended.last["status"], ended.code) == ("cancelled", 130)
    stick.unplug()
    assert card.contents == "not_ready"


def taken(card: CardFile, old: bytes) -> int:
    """How many bytes of the card, from its beginning, are no longer as they were: in MiB, each of which was `old`."""
    with card.path.open("rb") as file:
        return MIB * sum(1 for _ in takewhile(lambda found: found != old, iter(lambda: file.read(MIB), b"")))


def test_too_small_for_the_image(computer: Computer, new_card: Callable[[int], CardFile], plug: Plug) -> None:
    small = new_card(64 * MIB)
    stick = plug(small)
    error = error_of(flash(computer, "alice", stick.node))
    assert error["code"] == "drive.too_small"
    assert (error["params"]["need_bytes"], error["params"]["has_bytes"]) == (96 * MIB, 64 * MIB)
    assert small.untouched


def test_a_card_whose_writing_broke_off_is_recognised_and_written(
    computer: Computer, card: CardFile, plug: Plug, image: DiskImage, tmp_path: Path
) -> None:
    stick = plug(card, bytes_per_s=SLOW)
    run = flash(computer, "alice", stick.node)
    run.until(progress_past("write"))
    stick.unplug()
    run.finish()
    again = plug(card)
    ended = flash(computer, "alice", again.node).finish()
    assert ended.code == 0, ended.stdout[-2000:]
    assert "drive.not_ready" in ended.findings()
    assert_holds(card, image, tmp_path)
