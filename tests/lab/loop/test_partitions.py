"""Partitions as the kernel knows them: listed, unmounted before the write, and the new ones known after it.

The kernel may have no parser for partition tables; `partx` tells it of them as udev's tools do elsewhere.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.labs import with_sbin

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from lab.loop.moments import AtStep
from nanowizard.core.errors import DriveError
from nanowizard.core.task import CancelToken
from nanowizard.drives.select import find_drive

pytestmark = pytest.mark.root


@pytest.fixture
def card(make_card: MakeCard) -> Iterator[LoopCard]:
    """With two partitions that the kernel knows."""
    card = make_card(32 * MIB)
    run("sfdisk", "-q", card.node, input="label: gpt\nsize=8M,name=PHOTOS\nsize=8M,name=MUSIC\n")
    if subprocess.run(["partx", "-u", card.node], capture_output=True, check=False, env=with_sbin()).returncode:
        pytest.skip("no partition nodes here")
    yield card
    # They outlive even the loop device, and the next with this number would have them.
    subprocess.run(["partx", "-d", "--nr", "1-9", card.node], capture_output=True, check=False, env=with_sbin())
    assert nodes(card) == []


def nodes(card: LoopCard) -> list[str]:
    return sorted(str(path) for path in Path("/dev").glob(f"{card.name}p*"))


def test_partitions_are_listed_as_the_kernel_knows_them(card: LoopCard) -> None:
    drive = card.drive()
    assert [volume.path for volume in drive.volumes] == nodes(card) == [f"{card.node}p1", f"{card.node}p2"]
    assert drive.contents == "partitions"
    run("partx", "-d", card.node)
    assert nodes(card) == []
    assert [volume.path for volume in card.drive().volumes] == []


def test_a_partition_is_not_taken_for_the_card(card: LoopCard) -> None:
    with pytest.raises(DriveError) as caught:
        find_drive([card.backend], f"{card.node}p1")
    assert caught.value.code == "drive.is_a_partition"
    assert caught.value.params == {"path": f"{card.node}p1", "drive": card.node}


def test_a_mounted_partition_is_unmounted_and_the_new_ones_are_known(
    card: LoopCard, image: Image, mount_point: Path
) -> None:
    run("mkfs.ext4", "-q", "-F", f"{card.node}p1")
    run("mount", f"{card.node}p1", mount_point)
    assert card.drive().volumes[0].mount_points == (str(mount_point),)
    mounted: list[bool] = []
    ran = flash(card, image.path, AtStep("flash.prepare", lambda: mounted.append(os.path.ismount(mount_point))))
    assert ran.error is None
    assert mounted == [False]
    assert card.left(image) == "image"
    # The kernel was not told yet; NanoWizard looks at the card itself.
    assert card.drive().contents == "jetson"
    run("partx", "-u", card.node)
    drive = card.drive()
    assert drive.contents == "jetson"
    assert [(volume.path, volume.size_bytes) for volume in drive.volumes] == [
        (f"{card.node}p1", 4 * MIB),
        (f"{card.node}p2", MIB),
        (f"{card.node}p3", MIB),
    ]


def test_an_interrupted_flash_is_seen_behind_partitions_that_are_no_more(card: LoopCard, image: Image) -> None:
    cancel = CancelToken()
    assert flash(card, image.path, AtStep("flash.write", cancel.set), cancel=cancel).report is None
    assert nodes(card), "the kernel still has those of before"
    assert card.left(image) == card.drive().contents == "not_ready"
