"""The one table that turns the system's errors about a card into ours.

The cases were measured on real parts: a pulled USB stick gives ENODEV, a pulled SD card EIO, a write-protected USB
reader EROFS at open while a read-only loop device opens and then refuses the write with EPERM.
"""

from __future__ import annotations

import errno

from nanowizard.core.errors import DriveError, NanoWizardError, PrivilegeError

_CODES: dict[str, str] = {
    "ENODEV": "drive.gone",
    "ENXIO": "drive.gone",
    "ENOENT": "drive.gone",
    "ENOMEDIUM": "drive.no_medium",
    "EMEDIUMTYPE": "drive.no_medium",
    "EIO": "drive.io",
    # The kernel's block layer names its kinds of failure by these; to a person each is a card that cannot be trusted.
    "ENODATA": "drive.io",
    "EREMOTEIO": "drive.io",
    "EILSEQ": "drive.io",
    "ETIMEDOUT": "drive.io",
    "ENOLINK": "drive.io",
    "EBADMSG": "drive.io",
    "EROFS": "drive.write_protected",
    "EPERM": "drive.write_protected",
    "EBUSY": "drive.busy",
    "ETXTBSY": "drive.busy",
    "EAGAIN": "drive.busy",
    "ENOSPC": "drive.full",
    "EDQUOT": "drive.full",
    "EFBIG": "drive.full",
    "EACCES": "privilege.denied",
}


def drive_error(error: OSError, *, path: str, offset: int | None = None) -> NanoWizardError:
    """Our error for `error` from a call on the card at `path`, at byte `offset` where there is one.

    An errno that no row knows becomes `drive.failed`, with its text in the detail. Use with `raise ... from error`.
    """
    name = errno.errorcode.get(error.errno or 0, "")
    code = _CODES.get(name, "drive.failed")
    # These two name the place in their sentence; a flush fails at no place that it could name.
    named = offset is not None or code in ("drive.io", "drive.full")
    where = {"offset_bytes": offset or 0} if named else {}
    detail = f"{name or 'error'}: {error.strerror or error}"
    kind = PrivilegeError if code.startswith("privilege.") else DriveError
    return kind(code, detail=detail, path=path, **where)
