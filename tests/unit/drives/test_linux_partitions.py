"""The partitions of before: which are kept open, and what the kernel's numbers say of who wrote there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)

from nanowizard.core.task import RunContext
from nanowizard.drives.linux.partitions import Partitions


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """/sys/class/block/sdz with two partitions, of nodes that are nowhere."""
    disk = tmp_path / "class/block/sdz"
    for number in (1, 2):
        part = disk / f"sdz{number}"
        part.mkdir(parents=True)
        (part / "partition").write_text(f"{number}\n")
        written(part, 100 * number)
    (disk / "diskseq").write_text("7\n")
    return disk


def written(part: Path, sectors: int) -> None:
    (part / "stat").write_text(f"       1        2        3        4        5        6 {sectors:8}        8        0\n")


def partitions(disk: Path) -> Partitions:
    return Partitions.of("sdz", "/dev/sdz", RunContext(), sys_root=disk.parents[2])


def test_what_was_written_before_the_first_look_does_not_count(disk: Path) -> None:
    ours = partitions(disk)
    assert not ours.was_written()
    assert not ours.was_written()
    written(disk / "sdz2", 201)
    assert ours.was_written()
    assert not ours.was_written(), "it is told once"


def test_kernels_that_count_what_we_write_are_not_asked(disk: Path) -> None:
    """Before Linux 5.12 each write to the disk was counted for the partition that lies there."""
    (disk / "diskseq").unlink()
    ours = partitions(disk)
    assert not ours.was_written()
    written(disk / "sdz1", 100_000)
    assert not ours.was_written()


def test_partitions_that_the_kernel_forgets_meanwhile(disk: Path) -> None:
    ours = partitions(disk)
    assert not ours.was_written()
    (disk / "sdz1/stat").unlink()
    assert not ours.was_written()
    ours.synchronise()
    ours.close()
    ours.close()


def test_a_disk_without_any() -> None:
    ours = Partitions()
    ours.synchronise()
    assert not ours.was_written()
    ours.close()
