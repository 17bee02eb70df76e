"""What the packages are called that a system may lack, and the command that installs one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Names = Mapping[str, str]

UDISKS: Final[Names] = dict.fromkeys(("", "apt", "dnf", "pacman", "zypper"), "udisks2")
POLKIT: Final[Names] = {"": "polkit", "apt": "polkitd", "dnf": "polkit", "pacman": "polkit", "zypper": "polkit"}
# A password dialog that runs on every desktop; KDE and GNOME bring their own.
AGENT: Final[Names] = dict.fromkeys(("", "apt", "dnf", "pacman", "zypper"), "mate-polkit")
UDEV: Final[Names] = {"": "udev", "apt": "udev", "dnf": "systemd-udev", "pacman": "systemd", "zypper": "udev"}
# Ubuntu's and Fedora's small kernels leave drivers for cards to a second package.
MODULES: Final[Names] = {
    "": "linux-modules",
    "apt": "linux-modules-extra-{kernel}",
    "dnf": "kernel-modules",
    "pacman": "linux",
    "zypper": "kernel-default",
}
_COMMANDS: Final = {
    "": "{package}",
    "apt": "sudo apt install {package}",
    "dnf": "sudo dnf install {package}",
    "pacman": "sudo pacman -S {package}",
    "zypper": "sudo zypper install {package}",
}


def install_command(packages: str, names: Names, *, kernel: str = "") -> str:
    """The line to type; where the system's program is not known, the package's usual name alone."""
    return _COMMANDS[packages].format(package=names[packages].format(kernel=kernel))
