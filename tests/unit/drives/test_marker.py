from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nanowizard.drives.contents import contents_of
from nanowizard.drives.marker import TABLE_UUID, make_marker, read_marker


def test_parameters_come_back() -> None:
    block = make_marker({"reason": "cancelled", "written_bytes": 12})
    assert len(block) == 4096
    assert read_marker(block) == {"reason": "cancelled", "written_bytes": 12}


def test_the_block_is_a_multiple_of_the_alignment() -> None:
    assert len(make_marker({}, alignment=512)) == 4096
    assert len(make_marker({}, alignment=16384)) == 16384


def test_damaged_parameters_still_mean_not_ready() -> None:
    block = bytearray(make_marker({"a": 1}))
    block[530] ^= 1
    assert read_marker(bytes(block)) == {}
    assert read_marker(bytes(block[:512])) == {}


@pytest.mark.parametrize("block", [b"", bytes(4096), b"\xff" * 4096])
def test_other_blocks_are_no_marker(block: bytes) -> None:
    assert read_marker(block) is None


def test_parameters_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        make_marker({"text": "x" * 4000})


def test_a_marked_card_is_not_ready() -> None:
    disk = make_marker({}) + bytes(1 << 20)
    assert contents_of(lambda offset, length: disk[offset : offset + length], len(disk)) == "not_ready"


def test_blkid_shows_the_marker_to_those_who_may_not_read_the_card(tmp_path: Path) -> None:
    blkid = shutil.which("blkid", path="/usr/sbin:/sbin:/usr/bin") or pytest.skip("needs blkid")
    card = tmp_path / "card"
    card.write_bytes(make_marker({}) + bytes(8 << 20))
    told = subprocess.run([blkid, "-p", "-o", "export", card], capture_output=True, text=True, check=True).stdout
    assert f"PTUUID={TABLE_UUID}" in told.splitlines()
    assert "PTTYPE=dos" in told.splitlines()
