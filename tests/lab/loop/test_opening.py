"""Opening a card for writing: exclusive, unbuffered, the chosen one; mounts are taken away, programs are left alone."""

from __future__ import annotations

import mmap
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.labs import LoopLab, with_sbin

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from lab.loop.moments import AtStep
from nanowizard.core.errors import DriveError
from nanowizard.core.events import LogLine
from nanowizard.core.task import RunContext
from nanowizard.drives.linux import blockdev

MIB = 1 << 20
pytestmark = pytest.mark.root


@contextmanager
def held(card: LoopCard) -> Iterator[None]:
    """Another program has the card to itself, as a partition editor or mkfs does."""
    fd = os.open(card.node, os.O_RDWR | os.O_EXCL)
    try:
        yield
    finally:
        os.close(fd)


def mount(card: LoopCard, where: Path) -> None:
    """A file system all over the card, mounted; what is on it from now on counts as untouched."""
    run("mkfs.ext4", "-q", "-F", "-L", "CARD", card.node)
    run("mount", card.node, where)
    card.remember()


def test_a_card_that_another_program_holds_is_busy(make_card: MakeCard, image: Image) -> None:
    card = make_card()
    with held(card):
        ran = flash(card, image.path)
    assert ran.said == ("drive.busy", {"path": card.node})
    assert card.left(image) == "untouched"


def test_while_a_card_is_written_nobody_else_gets_it(make_card: MakeCard, image: Image, mount_point: Path) -> None:
    card = make_card()
    seen: list[str] = []

    def try_it() -> None:
        for command in (["mkfs.ext4", "-q", "-F", card.node], ["mount", card.node, str(mount_point)]):
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=with_sbin())
            seen.append("in use" if "in use" in done.stderr or "busy" in done.stderr else f"{done.returncode}")
        with pytest.raises(OSError, match="busy"), held(card):
            pass

    ran = flash(card, image.path, AtStep("flash.verify", try_it))
    assert ran.error is None
    assert seen == ["in use", "in use"]
    assert card.left(image) == "image"


def test_the_descriptor_is_unbuffered_and_not_inherited(make_card: MakeCard) -> None:
    card = make_card()
    fd = blockdev.open_node(card.node, writable=True)
    os.set_inheritable(fd, True)  # as it comes from D-Bus
    device = blockdev.adopt(fd, card.drive().identity, writable=True)
    try:
        assert not os.get_inheritable(fd)
        assert device.alignment == 512
        with mmap.mmap(-1, 4096) as block, memoryview(block) as view, pytest.raises(DriveError) as caught:
            device.write_at(1, view)
        assert caught.value.detail.startswith("EINVAL"), "the kernel insists on whole sectors: nothing is buffered"
    finally:
        device.close()


def test_a_mounted_card_is_unmounted_and_then_written(make_card: MakeCard, image: Image, mount_point: Path) -> None:
    card = make_card()
    mount(card, mount_point)
    drive = card.drive()
    assert (drive.mount_points, drive.system) == ((str(mount_point),), False)
    assert drive.volumes[0].used_bytes
    mounted: list[bool] = []
    ran = flash(card, image.path, AtStep("flash.prepare", lambda: mounted.append(os.path.ismount(mount_point))))
    assert ran.error is None
    assert mounted == [False]
    assert [event.text for event in ran.events if isinstance(event, LogLine)] == [f"umount {mount_point}"]
    assert card.left(image) == "image"


def test_a_card_with_an_open_file_is_left_mounted(make_card: MakeCard, image: Image, mount_point: Path) -> None:
    card = make_card()
    mount(card, mount_point)
    with (mount_point / "open").open("w"):
        os.sync()
        card.remember()
        ran = flash(card, image.path)
        assert ran.said == ("drive.in_use_by_program", {"path": card.node})
        assert ran.steps == []
        assert os.path.ismount(mount_point)
        assert card.left(image) == "untouched"


def test_a_card_exchanged_behind_the_password_dialog_is_not_adopted(make_card: MakeCard, image: Image) -> None:
    card = make_card()
    chosen = card.drive().identity
    card.exchange()
    fd = blockdev.open_node(card.node, writable=True)
    with pytest.raises(DriveError) as caught:
        blockdev.adopt(fd, chosen, writable=True)
    assert (caught.value.code, caught.value.params) == ("drive.changed", {"path": card.node})
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)
    assert card.left(image) == "untouched"


def test_a_full_disk_behind_the_card_is_said(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=8M", "tmpfs", small)
    try:
        lab = LoopLab(small, 32 * MIB)
        device = lab.backend.open(lab.drive(), RunContext())
        try:
            with mmap.mmap(-1, 16 * MIB) as block, memoryview(block) as view:
                block.write(b"\x5a" * len(view))
                with pytest.raises(DriveError) as caught:
                    device.write_at(0, view)
            # Old kernels turn a full backing disk into a plain I/O error.
            assert caught.value.code in {"drive.full", "drive.io"}
        finally:
            device.close()
            lab.close()
    finally:
        run("umount", small)
