"""The one table that turns Windows' errors about a card into ours. Numbers: winerror.h."""

from __future__ import annotations

from nanowizard.core.errors import DriveError, NanoWizardError, PrivilegeError

ERROR_INVALID_FUNCTION = 1
ERROR_FILE_NOT_FOUND = 2
ERROR_PATH_NOT_FOUND = 3
ERROR_ACCESS_DENIED = 5
ERROR_NOT_READY = 21
ERROR_HANDLE_EOF = 38
ERROR_NOT_SUPPORTED = 50
ERROR_DEV_NOT_EXIST = 55
ERROR_INVALID_PARAMETER = 87
ERROR_INSUFFICIENT_BUFFER = 122
ERROR_MORE_DATA = 234
ERROR_NO_SUCH_DEVICE = 433
ERROR_NO_MEDIA_IN_DRIVE = 1112
ERROR_DEVICE_NOT_CONNECTED = 1167
ERROR_DEVICE_REMOVED = 1617
FVE_E_LOCKED_VOLUME = 0x80310000

# The device has left, at whatever moment.
GONE = frozenset(
    {
        ERROR_FILE_NOT_FOUND,
        ERROR_PATH_NOT_FOUND,
        ERROR_DEV_NOT_EXIST,
        ERROR_NO_SUCH_DEVICE,
        ERROR_DEVICE_NOT_CONNECTED,
        ERROR_DEVICE_REMOVED,
    }
)
NO_MEDIUM = frozenset({ERROR_NOT_READY, ERROR_NO_MEDIA_IN_DRIVE})
BUSY = frozenset({32, 33, 108, 170})  # ERROR_SHARING_VIOLATION, _LOCK_VIOLATION, _DRIVE_LOCKED, _BUSY
# A driver that does not know the question.
NOT_ANSWERED = frozenset({ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED, ERROR_INVALID_PARAMETER})

_CODES: dict[int, str] = {
    **dict.fromkeys(GONE, "drive.gone"),
    **dict.fromkeys(NO_MEDIUM, "drive.no_medium"),
    34: "drive.changed",  # ERROR_WRONG_DISK
    1110: "drive.changed",  # ERROR_MEDIA_CHANGED
    19: "drive.write_protected",  # ERROR_WRITE_PROTECT
    **dict.fromkeys(BUSY, "drive.busy"),
    23: "drive.io",  # ERROR_CRC
    27: "drive.io",  # ERROR_SECTOR_NOT_FOUND
    29: "drive.io",  # ERROR_WRITE_FAULT
    30: "drive.io",  # ERROR_READ_FAULT
    31: "drive.io",  # ERROR_GEN_FAILURE
    121: "drive.io",  # ERROR_SEM_TIMEOUT: a reader that stopped answering
    483: "drive.io",  # ERROR_DEVICE_HARDWARE_ERROR
    1117: "drive.io",  # ERROR_IO_DEVICE
    1460: "drive.io",  # ERROR_TIMEOUT
    39: "drive.full",  # ERROR_HANDLE_DISK_FULL
    112: "drive.full",  # ERROR_DISK_FULL
    ERROR_ACCESS_DENIED: "privilege.not_elevated",
    1314: "privilege.not_elevated",  # ERROR_PRIVILEGE_NOT_HELD
    225: "privilege.write_blocked",  # ERROR_VIRUS_INFECTED
    226: "privilege.write_blocked",  # ERROR_VIRUS_DELETED
    FVE_E_LOCKED_VOLUME: "drive.bitlocker_locked",
}


class CallFailed(Exception):  # noqa: N818 - what a call answered, for the table below to make an error of
    """A call into Windows failed: its name and GetLastError (unsigned; FVE_E_* are HRESULTs in its place)."""

    def __init__(self, call: str, winerror: int) -> None:
        super().__init__(f"{call}: error {winerror:#x}")
        self.call = call
        self.winerror = winerror & 0xFFFFFFFF


def windows_error(failed: CallFailed, *, path: str, offset: int | None = None, may: bool = False) -> NanoWizardError:
    """Our error for a call on the card at `path`, at byte `offset` where there is one.

    `may` says that Windows had already allowed it (an administrator, or a handle opened for writing): an access that is
    denied then comes from a guard such as Controlled Folder Access or an antivirus. Use with `raise ... from failed`.
    """
    code = _CODES.get(failed.winerror, "drive.failed")
    if code == "privilege.not_elevated" and may:
        code = "privilege.write_blocked"
    named = offset is not None or code in ("drive.io", "drive.full")
    where = {"offset_bytes": offset or 0} if named else {}
    kind = PrivilegeError if code.startswith("privilege.") else DriveError
    return kind(code, detail=str(failed), path=path, **where)
