"""What speaks against writing to a drive: pure rules over what is known of it, no I/O.

Nothing is hidden for these reasons: a card that may not be used is shown with its reason. `card_findings` is applied
where the person chooses, and again by whoever opens the drive.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive

# No microSD card that the Nano boots from needs to be larger; what is may be a backup disk. 256 GiB lies above every
# card sold as "256 GB" and below the next size.
VERY_LARGE_BYTES = 256 * 1024**3

# The disk that a running Nano itself offers over USB: 16 MB of FAT with its documentation.
README_LABEL = "L4T-README"
README_MOST_BYTES = 64 * 1024**2

BITLOCKER = "BitLocker"  # blkid's name; the Windows list uses it too


def card_findings(
    drive: Drive,
    *,
    image_bytes: int | None = None,
    image_path: str | None = None,
    holds_image: Collection[str] = (),
) -> list[Finding]:
    """Everything worth saying before `drive` is overwritten, what forbids it first.

    `image_bytes` is the unpacked size. `image_path` is the resolved path of the image file, and `holds_image` the
    paths of the drives that it lies on (`linux.which_drives_hold`).
    """
    found = [
        *_forbidden(drive, image_path=image_path, holds_image=holds_image),
        *_unusable(drive, image_bytes=image_bytes),
        *_worth_knowing(drive),
    ]
    return sorted(found, key=lambda finding: finding.severity is not Severity.BLOCKING)


def is_very_large(drive: Drive) -> bool:
    return drive.size_bytes > VERY_LARGE_BYTES and drive.bus != "file"


def very_large_findings(drive: Drive, *, confirmed: bool) -> list[Finding]:
    """What stops the loss of everything on a very large drive until the person typed that this one is meant."""
    if confirmed or not is_very_large(drive):
        return []
    return [_blocking("drive.very_large_not_confirmed", drive, has_bytes=drive.size_bytes)]


def require_confirmed(drive: Drive, *, very_large: bool) -> None:
    """Raises DriveError drive.very_large_not_confirmed. `very_large`: the person typed that this drive is meant."""
    for finding in very_large_findings(drive, confirmed=very_large):
        raise DriveError(finding.code, **finding.params)


def repairable(drive: Drive) -> Drive:
    """`drive` as a repair will find it: what the system withholds by a setting is taken back first."""
    return replace(drive, withheld="", read_only=False) if drive.withheld == "read_only" else drive


def require_writable(
    drive: Drive,
    *,
    image_bytes: int | None = None,
    image_path: str | None = None,
    holds_image: Collection[str] = (),
) -> None:
    """Raises DriveError with the code and parameters of the first blocking finding."""
    for finding in card_findings(drive, image_bytes=image_bytes, image_path=image_path, holds_image=holds_image):
        if finding.severity is Severity.BLOCKING:
            raise DriveError(finding.code, **finding.params)


def require_answer(drive: Drive) -> None:
    """Raises DriveError drive.silent or drive.silent_error."""
    if drive.silent is not None:
        finding = _silent(drive, drive.silent)
        raise DriveError(finding.code, **finding.params)


def _forbidden(drive: Drive, *, image_path: str | None, holds_image: Collection[str]) -> list[Finding]:
    """Drives that must never be written, whatever the person says."""
    found = []
    if drive.system:
        found.append(_blocking("drive.is_system", drive, mount_points=list(drive.mount_points)))
    if drive.path in holds_image or drive.path == image_path:
        found.append(_blocking("drive.holds_image", drive))
    if is_readme(drive):
        found.append(_blocking("drive.is_readme", drive))
    if drive.bus != "file" and not drive.removable and not drive.system:
        found.append(_blocking("drive.internal", drive))
    return found


def _unusable(drive: Drive, *, image_bytes: int | None) -> list[Finding]:
    """Drives that cannot be written as they are now."""
    if not drive.medium_present:
        return [_blocking("drive.no_medium", drive)]
    if drive.silent is not None:
        return [_silent(drive, drive.silent)]
    found = []
    if drive.withheld == "read_only":
        found.append(_blocking("drive.read_only_by_system", drive))
    elif drive.read_only:
        found.append(_blocking("drive.write_protected", drive))
    if image_bytes is not None and image_bytes > drive.size_bytes:
        found.append(
            _blocking(
                "drive.too_small",
                drive,
                need_bytes=image_bytes,
                has_bytes=drive.size_bytes,
                missing_bytes=image_bytes - drive.size_bytes,
            )
        )
    return found


def _silent(drive: Drive, error: int) -> Finding:
    return _blocking("drive.silent_error", drive, error=error) if error else _blocking("drive.silent", drive)


def _worth_knowing(drive: Drive) -> list[Finding]:
    found = []
    if drive.mount_points and not drive.system:
        found.append(_finding("drive.mounted", Severity.WARNING, drive, mount_points=list(drive.mount_points)))
    if any(volume.filesystem == BITLOCKER for volume in drive.volumes):
        found.append(_finding("drive.bitlocker", Severity.WARNING, drive))
    if drive.withheld == "offline":
        found.append(_finding("drive.offline", Severity.INFO, drive))
    if is_very_large(drive):
        found.append(_finding("drive.very_large", Severity.WARNING, drive, has_bytes=drive.size_bytes))
    if drive.contents == "jetson":
        found.append(_finding("drive.used_jetson", Severity.INFO, drive))
    if drive.contents == "jetson_used":
        found.append(_finding("drive.max_spi", Severity.INFO, drive))
    if drive.contents == "not_ready":
        found.append(_finding("drive.not_ready", Severity.INFO, drive))
    return found


def is_readme(drive: Drive) -> bool:
    """The help disk that a running Nano shows over USB."""
    return drive.size_bytes <= README_MOST_BYTES and any(volume.label == README_LABEL for volume in drive.volumes)


def _blocking(code: str, drive: Drive, **params: object) -> Finding:
    return _finding(code, Severity.BLOCKING, drive, **params)


def _finding(code: str, severity: Severity, drive: Drive, **params: object) -> Finding:
    return Finding(code=code, severity=severity, params={"path": drive.path, "name": drive.name, **params})
