from __future__ import annotations

import errno
from pathlib import Path

import pytest

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.core.messages.table import MESSAGES
from nanowizard.drives.errors import drive_error

UDISKS = "org.freedesktop.UDisks2.Error."


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENODEV, "drive.gone"),
        (errno.ENXIO, "drive.gone"),
        (errno.EIO, "drive.io"),
        (errno.EROFS, "drive.write_protected"),
        (errno.EPERM, "drive.write_protected"),
        (errno.EBUSY, "drive.busy"),
        (errno.ENOSPC, "drive.full"),
        (errno.EACCES, "privilege.denied"),
        (errno.EINVAL, "drive.failed"),
        (0, "drive.failed"),
    ],
)
def test_each_errno_has_a_code_with_words(number: int, code: str) -> None:
    error = drive_error(OSError(number, "text"), path="/dev/sdb", offset=4096)
    assert error.code == code
    assert isinstance(error, PrivilegeError if code.startswith("privilege") else DriveError)
    assert error.params == {"path": "/dev/sdb", "offset_bytes": 4096}
    assert MESSAGES[code].do


def test_an_empty_reader_is_named() -> None:
    number = getattr(errno, "ENOMEDIUM", None)
    if number is None:
        pytest.skip("this system has no such error")
    assert drive_error(OSError(number, "No medium found"), path="x").code == "drive.no_medium"


def test_an_error_without_a_place_names_none_unless_its_words_do() -> None:
    assert "offset_bytes" not in drive_error(OSError(errno.ENODEV, ""), path="x").params
    assert drive_error(OSError(errno.ENOSPC, ""), path="x").params["offset_bytes"] == 0


@pytest.fixture
def sys_block(tmp_path: Path) -> Path:
    for name, size in (("sdb", "1000"), ("sdc", "0")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "size").write_text(size)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("NotAuthorizedCanObtain", "Not authorized to perform operation", "privilege.no_agent"),
        ("NotAuthorizedDismissed", "The authentication dialog was dismissed", "privilege.dismissed"),
        ("NotAuthorized", "Not authorized to perform operation", "privilege.denied"),
        (
            "NotAuthorized",
            "Not authorized to perform operation (polkit authority not available and caller is not uid 0)",
            "privilege.no_polkit",
        ),
        ("Failed", "Error opening device /dev/sdb: Device or resource busy", "drive.busy"),
        ("Failed", "Error opening device /dev/sdb: No such file or directory", "drive.gone"),
        ("Failed", "Error opening device /dev/sdb: No medium found", "drive.no_medium"),
        ("Failed", "Error opening device /dev/sdb: Read-only file system", "drive.write_protected"),
        ("Failed", "Error spawning command-line `mkfs.exfat': (No such file or directory)", "drive.failed"),
        ("Failed", "something new", "drive.failed"),
        ("DeviceBusy", "Error unmounting /dev/sdb1: target is busy", "drive.in_use_by_program"),
    ],
)
def test_what_udisks_answers(sys_block: Path, name: str, text: str, code: str) -> None:
    from nanowizard.drives.linux.udisks_errors import udisks_error

    error = udisks_error(UDISKS + name, text, path="/dev/sdb", sys_block=sys_block)
    assert error.code == code
    assert text in error.detail
    assert MESSAGES[code].do


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("org.freedesktop.DBus.Error.ServiceUnknown", "privilege.no_udisks"),
        ("org.freedesktop.systemd1.UnitMasked", "privilege.no_udisks"),
        ("org.freedesktop.DBus.Error.Spawn.ChildExited", "privilege.no_udisks"),
        ("org.freedesktop.DBus.Error.NoReply", "privilege.service_lost"),
        ("org.freedesktop.DBus.Error.UnknownMethod", "drive.gone"),
    ],
)
def test_what_the_bus_answers(sys_block: Path, name: str, code: str) -> None:
    from nanowizard.drives.linux.udisks_errors import udisks_error

    assert udisks_error(name, "", path="/dev/sdb", sys_block=sys_block).code == code


def test_facts_come_before_sentences(sys_block: Path) -> None:
    from nanowizard.drives.linux.udisks_errors import udisks_error

    busy = "Error opening device: Device or resource busy"
    assert udisks_error(UDISKS + "Failed", busy, path="/dev/sdz", sys_block=sys_block).code == "drive.gone"
    assert udisks_error(UDISKS + "Failed", busy, path="/dev/sdc", sys_block=sys_block).code == "drive.no_medium"
