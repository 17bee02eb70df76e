"""Others who write to a card past us: from memory, by way of a partition of before, or with an open handle.

A partition's node has a page cache of its own. What lies dirty in there reaches the card long after it was read back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from lab.loop.moments import AtStep
from lab.loop.test_held import _HOLD, program
from lab.loop.test_partitions import card

pytestmark = pytest.mark.root
__all__ = ["card"]  # a fixture: with two partitions that the kernel knows

NOISE = b"\x77" * 65536


@contextmanager
def open_for_writing(node: str) -> Iterator[int]:
    """Through the page cache and without O_EXCL, which nothing forbids. In this process, who is not asked about."""
    fd = os.open(node, os.O_RDWR)
    try:
        yield fd
    finally:
        os.close(fd)


@pytest.mark.parametrize("part", ["p1", "p2"])
def test_what_lay_in_memory_for_a_partition_is_written_before_us(part: str, card: LoopCard, image: Image) -> None:
    with open_for_writing(card.node + part) as fd:
        os.pwrite(fd, NOISE, 2 * MIB)
        assert flash(card, image.path).error is None
        os.fsync(fd)  # as the kernel does by itself after half a minute
        assert card.left(image) == "image"


def test_what_comes_while_we_write_is_found_and_mended(card: LoopCard, image: Image) -> None:
    with open_for_writing(f"{card.node}p1") as fd:
        ran = flash(card, image.path, AtStep("flash.prepare", lambda: os.pwrite(fd, NOISE, 2 * MIB)))
        os.fsync(fd)
        assert (ran.error is None and card.left(image) == "image") or card.left(image) == "not_ready"


def test_what_comes_while_we_read_back_is_an_error(card: LoopCard, image: Image) -> None:
    with open_for_writing(f"{card.node}p1") as fd:
        ran = flash(card, image.path, AtStep("flash.verify", lambda: os.pwrite(fd, NOISE, 2 * MIB)))
        assert ran.said == ("drive.written_by_another", {"path": card.node})
        os.fsync(fd)
        assert card.left(image) == "not_ready"


def test_what_comes_through_the_disk_itself_is_found_and_mended(make_card: MakeCard, image: Image) -> None:
    """Its page cache is one with ours: the kernel writes it out before anybody reads past it."""
    card = make_card()
    with open_for_writing(card.node) as fd:
        ran = flash(card, image.path, AtStep("flash.verify", lambda: os.pwrite(fd, NOISE, 2 * MIB)))
        assert (ran.error, len(ran.found("flash.range_differs"))) == (None, 1)
        os.fsync(fd)
        assert card.left(image) == "image"


@pytest.mark.parametrize("part", ["", "p1"])
def test_a_program_that_could_write_is_named_and_nothing_is_written(part: str, card: LoopCard, image: Image) -> None:
    card.remember()
    with program(sys.executable, "-c", _HOLD, card.node + part, "0") as pid:
        ran = flash(card, image.path)
    code, params = ran.said
    assert (code, params["path"], params["pids"]) == ("drive.held_by_program", card.node, [pid])
    assert ran.steps == []
    assert card.left(image) == "untouched"


@pytest.mark.parametrize("part", ["", "p1"])
def test_a_program_that_only_reads_is_no_hindrance(part: str, card: LoopCard, image: Image) -> None:
    """As desktops do, again and again."""
    reading = _HOLD.replace("os.O_RDWR", "os.O_RDONLY")
    with program(sys.executable, "-c", reading, card.node + part, "0"):
        assert flash(card, image.path).error is None
    assert card.left(image) == "image"


def test_nothing_of_the_partitions_stays_open(card: LoopCard, image: Image) -> None:
    assert flash(card, image.path).error is None
    run("partx", "-d", "--nr", "1-2", card.node)  # busy as long as anybody has them
