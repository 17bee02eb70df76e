"""The one table of Windows' errors about a card."""

from __future__ import annotations

import pytest

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.drives.windows.errors import CallFailed, windows_error


@pytest.mark.parametrize(
    ("winerror", "code"),
    [(2, "drive.gone"), (433, "drive.gone"), (21, "drive.no_medium"), (1112, "drive.no_medium"),
     (19, "drive.write_protected"), (32, "drive.busy"), (170, "drive.busy"), (23, "drive.io"), (1117, "drive.io"),
     (121, "drive.io"), (112, "drive.full"), (34, "drive.changed"), (0x80310000, "drive.bitlocker_locked"),
     (4711, "drive.failed")],
)  # fmt: skip
def test_each_kind_of_failure_has_its_code(winerror: int, code: str) -> None:
    error = windows_error(CallFailed("WriteFile", winerror), path="X", offset=512)
    assert isinstance(error, DriveError)
    assert (error.code, error.params) == (code, {"path": "X", "offset_bytes": 512})
    assert error.detail == f"WriteFile: error {winerror:#x}"


def test_what_is_denied_depends_on_what_windows_had_allowed() -> None:
    denied = CallFailed("CreateFile", 5)
    assert windows_error(denied, path="X").code == "privilege.not_elevated"
    assert windows_error(denied, path="X", may=True).code == "privilege.write_blocked"
    assert isinstance(windows_error(denied, path="X"), PrivilegeError)


@pytest.mark.parametrize("winerror", [225, 226])
def test_a_virus_scanner_is_named_even_without_rights(winerror: int) -> None:
    assert windows_error(CallFailed("WriteFile", winerror), path="X").code == "privilege.write_blocked"


def test_an_hresult_is_the_same_number_with_and_without_its_sign() -> None:
    assert CallFailed("GetVolumeInformation", 0x80310000 - (1 << 32)).winerror == 0x80310000


def test_where_a_card_fails_is_always_named() -> None:
    assert windows_error(CallFailed("FlushFileBuffers", 1117), path="X").params["offset_bytes"] == 0
    assert "offset_bytes" not in windows_error(CallFailed("CreateFile", 32), path="X").params
