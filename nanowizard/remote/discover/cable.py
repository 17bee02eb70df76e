"""A Nano on this computer's USB cable (L4T's device mode): its serial port and its help disk.

Sources: NVIDIA's nv-l4t-usb-device-mode-start.sh (ids, the volume L4T-README with version/nv_tegra_release).
"""

from __future__ import annotations

import psutil

from nanowizard.drives.policy import README_LABEL, README_MOST_BYTES
from nanowizard.drives.release import ON_README, l4t_below

VENDOR, PRODUCT = 0x0955, 0x7020


def serial_ports() -> list[str]:
    """Names as a terminal program wants them: `/dev/ttyACM0`, `COM5`."""
    from serial.tools import list_ports  # noqa: PLC0415 - not before somebody looks for a Nano

    found = list_ports.comports()
    return sorted(port.device for port in found if (port.vid, port.pid) == (VENDOR, PRODUCT))


def readme_disks() -> list[str]:
    """By what is mounted alone, and by one small file on what can only be that disk: no other disk is asked."""
    found = []
    for part in psutil.disk_partitions():
        if part.mountpoint.rpartition("/")[2] == README_LABEL or _may_be_readme(part.fstype, part.mountpoint):
            release = l4t_below(part.mountpoint, ON_README)
            if release or part.mountpoint.endswith(README_LABEL):
                found.append(release)
    return found


def _may_be_readme(fs_type: str, mount_point: str) -> bool:
    """On Windows a drive letter says nothing of the label. The disk has 16 MB of FAT and cannot be written."""
    if not fs_type.upper().startswith("FAT") or not mount_point.endswith("\\"):
        return False
    try:
        return psutil.disk_usage(mount_point).total <= README_MOST_BYTES
    except OSError:
        return False
