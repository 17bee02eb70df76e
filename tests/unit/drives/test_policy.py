"""One test for each rule: what it forbids, and that it forbids nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Severity
from nanowizard.drives.model import Drive, DriveIdentity, Volume
from nanowizard.drives.policy import VERY_LARGE_BYTES, card_findings, require_writable

CARD_BYTES = 31_914_983_424


def drive(**changes: Any) -> Drive:
    size = changes.get("size_bytes", CARD_BYTES)
    identity = DriveIdentity(
        backend="linux", path="/dev/sdb", bus_path="usb-0:2", serial="1", model="Reader", size_bytes=size
    )
    return Drive(
        **{"identity": identity, "name": "Reader", "bus": "usb", "size_bytes": size, "removable": True} | changes
    )


def codes(*args: Any, **kwargs: Any) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in card_findings(*args, **kwargs)}


BLOCKING, WARNING, INFO = Severity.BLOCKING, Severity.WARNING, Severity.INFO


def test_an_ordinary_card_has_nothing_against_it() -> None:
    assert codes(drive(), image_bytes=12_884_901_888, image_path="/home/a/nano.zip", holds_image=["/dev/sda"]) == {}
    require_writable(drive(), image_bytes=12_884_901_888)


def test_the_system_drive_is_never_written() -> None:
    system = drive(system=True, volumes=(Volume(path="/dev/sdb1", mount_points=("/",)),))
    assert codes(system) == {"drive.is_system": BLOCKING}
    with pytest.raises(DriveError) as caught:
        require_writable(system)
    assert caught.value.code == "drive.is_system"
    assert caught.value.params["mount_points"] == ["/"]


def test_a_system_drive_that_is_removable_is_still_never_written() -> None:
    assert codes(drive(system=True, removable=True, bus="sd")) == {"drive.is_system": BLOCKING}


def test_the_drive_that_holds_the_image_is_not_overwritten() -> None:
    assert codes(drive(), holds_image=["/dev/sda", "/dev/sdb"]) == {"drive.holds_image": BLOCKING}


def test_an_image_is_not_flashed_onto_itself() -> None:
    assert codes(drive(bus="file"), image_path="/dev/sdb") == {"drive.holds_image": BLOCKING}


def test_an_internal_disk_is_not_a_card() -> None:
    assert codes(drive(bus="internal", removable=False)) == {"drive.internal": BLOCKING}


def test_a_card_slot_that_says_it_is_fixed_is_a_card() -> None:
    # LAB.md: an SD slot shows RM=0; the backend sets `removable` for it.
    assert codes(drive(bus="sd", removable=True)) == {}


def test_a_card_file_is_never_internal() -> None:
    assert codes(drive(bus="file", removable=False)) == {}


def test_a_card_that_is_too_small_names_all_three_sizes() -> None:
    (finding,) = card_findings(drive(size_bytes=1000), image_bytes=1512)
    assert (finding.code, finding.severity) == ("drive.too_small", BLOCKING)
    assert (finding.params["need_bytes"], finding.params["has_bytes"], finding.params["missing_bytes"]) == (
        1512,
        1000,
        512,
    )


def test_a_card_of_exactly_the_size_is_large_enough() -> None:
    assert codes(drive(), image_bytes=CARD_BYTES) == {}


def test_a_write_protected_card() -> None:
    assert codes(drive(read_only=True)) == {"drive.write_protected": BLOCKING}


def test_an_empty_reader_says_only_that() -> None:
    empty = drive(size_bytes=0, medium_present=False, read_only=True)
    assert codes(empty, image_bytes=1) == {"drive.no_medium": BLOCKING}


def test_the_disk_that_the_nano_shows_over_usb_is_no_card() -> None:
    readme = drive(size_bytes=16 << 20, volumes=(Volume(path="/dev/sdb1", label="L4T-README"),))
    assert codes(readme) == {"drive.is_readme": BLOCKING}


def test_a_large_card_may_be_named_like_it() -> None:
    assert codes(drive(volumes=(Volume(path="/dev/sdb1", label="L4T-README"),))) == {}


def test_mounted_volumes_are_named() -> None:
    mounted = drive(volumes=(Volume(path="/dev/sdb1", mount_points=("/media/a/X",)),))
    (finding,) = card_findings(mounted)
    assert (finding.code, finding.severity) == ("drive.mounted", WARNING)
    assert finding.params["mount_points"] == ["/media/a/X"]


def test_a_very_large_drive_is_asked_about() -> None:
    assert codes(drive(size_bytes=VERY_LARGE_BYTES)) == {}
    assert codes(drive(size_bytes=VERY_LARGE_BYTES + 1)) == {"drive.very_large": WARNING}


@pytest.mark.parametrize(
    ("contents", "code"),
    [("jetson", "drive.used_jetson"), ("jetson_used", "drive.max_spi"), ("not_ready", "drive.not_ready")],
)
def test_what_is_on_the_card_is_said(contents: str, code: str) -> None:
    assert codes(drive(contents=contents)) == {code: INFO}


def test_what_forbids_comes_first() -> None:
    worst = drive(
        system=True,
        contents="jetson",
        volumes=(Volume(path="/dev/sdb1", mount_points=("/",)),),
        read_only=True,
        size_bytes=VERY_LARGE_BYTES + 1,
    )
    severities = [finding.severity for finding in card_findings(worst, image_bytes=2 * VERY_LARGE_BYTES)]
    assert severities == [BLOCKING] * 3 + [WARNING, INFO]
