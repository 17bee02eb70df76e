"""Turns what UDisks, polkit and the bus answer into our errors.

UDisks gives no errno for a failed open, only a sentence (always English: it never calls setlocale). So the facts in
/sys decide first, and the sentence only where they say nothing.
"""

from __future__ import annotations

from pathlib import Path

from nanowizard.core.errors import DriveError, NanoWizardError, PrivilegeError

_ERROR = "org.freedesktop.UDisks2.Error."
CAN_OBTAIN = _ERROR + "NotAuthorizedCanObtain"
FAILED = _ERROR + "Failed"
NOT_MOUNTED = _ERROR + "NotMounted"
UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"

_PRIVILEGE: dict[str, str] = {
    # From a call that may ask: nobody is there to show the dialog.
    CAN_OBTAIN: "privilege.no_agent",
    _ERROR + "NotAuthorizedDismissed": "privilege.dismissed",
    _ERROR + "NotAuthorized": "privilege.denied",
    "org.freedesktop.DBus.Error.ServiceUnknown": "privilege.no_udisks",
    "org.freedesktop.DBus.Error.TimedOut": "privilege.no_udisks",
    "org.freedesktop.systemd1.UnitMasked": "privilege.no_udisks",
    "org.freedesktop.systemd1.NoSuchUnit": "privilege.no_udisks",
    "org.freedesktop.DBus.Error.NoReply": "privilege.service_lost",
    "org.freedesktop.DBus.Error.AccessDenied": "privilege.denied",
}
_DRIVE: dict[str, str] = {
    _ERROR + "DeviceBusy": "drive.in_use_by_program",
    UNKNOWN_METHOD: "drive.gone",
}
_SENTENCES: tuple[tuple[str, str], ...] = (
    # A program that UDisks calls is not installed: that says nothing of the card, although it ends as if it did.
    ("error spawning", "drive.failed"),
    ("resource busy", "drive.busy"),
    ("no such file or directory", "drive.gone"),
    ("no such device", "drive.gone"),
    ("no medium found", "drive.no_medium"),
    ("read-only file system", "drive.write_protected"),
    ("input/output error", "drive.io"),
)


def udisks_error(name: str, text: str, *, path: str, sys_block: Path = Path("/sys/block")) -> NanoWizardError:
    """Our error for D-Bus error `name` with its sentence `text` about the card at `path`."""
    detail = f"{name.rpartition('.')[2]}: {text}"
    if "polkit authority not available" in text:
        return PrivilegeError("privilege.no_polkit", detail=detail, path=path)
    if name in _PRIVILEGE:
        return PrivilegeError(_PRIVILEGE[name], detail=detail, path=path)
    if name.startswith("org.freedesktop.DBus.Error.Spawn."):
        return PrivilegeError("privilege.no_udisks", detail=detail, path=path)
    code = _fact(sys_block / Path(path).name) or _DRIVE.get(name) or _by_sentence(text)
    params = {"offset_bytes": 0} if code == "drive.io" else {}
    return DriveError(code, detail=detail, path=path, **params)


def lost_bus(error: Exception) -> PrivilegeError:
    """Our error when the bus broke off or did not answer in time."""
    return PrivilegeError("privilege.service_lost", detail=f"{type(error).__name__}: {error}")


def _fact(disk: Path) -> str | None:
    if not disk.exists():
        return "drive.gone"
    try:
        if int((disk / "size").read_text()) == 0:
            return "drive.no_medium"
    except (OSError, ValueError):
        return "drive.gone"
    return None


def _by_sentence(text: str) -> str:
    lower = text.lower()
    return next((code for words, code in _SENTENCES if words in lower), "drive.failed")
