"""What is on a card, as one fact that both edges can say: pure, no I/O."""

from __future__ import annotations

from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive, Volume
from nanowizard.drives.policy import is_readme

# More names than these say no more of a card.
MOST_NAMES = 3

_FILE_SYSTEMS = {
    "vfat": "FAT",
    "exfat": "exFAT",
    "ntfs": "NTFS",
    "refs": "ReFS",
    "hfsplus": "HFS+",
    "apfs": "APFS",
    "iso9660": "ISO 9660",
    "crypto_LUKS": "LUKS",
    "LVM2_member": "LVM",
    "linux_raid_member": "RAID",
    "zfs_member": "ZFS",
}


def file_system_name(volume: Volume) -> str:
    """As people call it: "FAT32", "exFAT", "ext4"; "" where none is known."""
    if volume.filesystem == "vfat" and volume.version.startswith("FAT"):
        return volume.version
    return _FILE_SYSTEMS.get(volume.filesystem, volume.filesystem)


def what_is_on(drive: Drive) -> Finding:
    """One fact; its words are a part of a sentence ("one FAT32 volume “CANON_DC”")."""
    if is_readme(drive) and drive.l4t:
        return _fact("contents.readme_release", release=drive.l4t)
    if drive.contents == "jetson":
        return _fact("contents.jetson_release", release=drive.l4t) if drive.l4t else _fact("contents.jetson")
    if drive.contents == "jetson_used":
        return _fact("contents.jetson_used_release", release=drive.l4t) if drive.l4t else _fact("contents.jetson_used")
    if drive.contents == "not_ready":
        return _fact("contents.not_ready")
    if len(drive.volumes) == 1:
        return _one_volume(drive.volumes[0])
    if drive.volumes:
        return _several(drive)
    return _without_volumes(drive.contents)


def _one_volume(volume: Volume) -> Finding:
    filesystem, label = file_system_name(volume), volume.label
    if filesystem and label:
        return _fact("contents.volume", filesystem=filesystem, label=label)
    if filesystem:
        return _fact("contents.volume_unnamed", filesystem=filesystem)
    return _fact("contents.partition", label=label) if label else _fact("contents.partition_unnamed")


def _several(drive: Drive) -> Finding:
    count = len(drive.volumes)
    labels = [volume.label for volume in drive.volumes if volume.label][:MOST_NAMES]
    if labels:
        return _fact("contents.partitions_named", count=count, labels=labels)
    return _fact("contents.partitions", count=count)


def _without_volumes(contents: str) -> Finding:
    if contents == "empty":
        return _fact("contents.empty")
    return _fact("contents.unpartitioned") if contents == "unpartitioned" else _fact("contents.unknown")


def _fact(code: str, **params: object) -> Finding:
    return Finding(code=code, severity=Severity.INFO, params=params)
