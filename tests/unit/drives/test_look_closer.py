"""What is on a card where no udev has looked at it: the card itself says, not the kernel's memory of partitions."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the drives of Linux", allow_module_level=True)

from nanowizard.drives.blocknode import BlockNode, drive_from_node
from nanowizard.drives.linux_list import _look_closer
from nanowizard.drives.marker import make_marker
from nanowizard.drives.model import Drive


def listed(card: Path, **properties: str) -> Drive:
    """A card with a partition that the kernel still remembers."""
    partition = BlockNode(name="sdx1", path="/dev/sdx1", sys_path="/x/sdx1", properties={"PARTNAME": "PHOTOS"})
    node = BlockNode(
        name="sdx",
        path=str(card),
        sys_path="/x",
        properties=properties,
        attributes={"size": "2048"},
        partitions=[partition],
    )
    return _look_closer(drive_from_node(node, mounted={}, system=False, extra=True), node)


def test_the_marker_counts_more_than_partitions_that_are_no_more(tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.write_bytes(make_marker({}).ljust(1 << 20, b"\0"))
    assert listed(card).contents == "not_ready"
    assert listed(card, USEC_INITIALIZED="1").contents == "partitions", "where udev has looked, nothing is read"


def test_a_card_that_may_not_be_read_is_what_the_kernel_says(tmp_path: Path) -> None:
    assert listed(tmp_path / "absent").contents == "partitions"
