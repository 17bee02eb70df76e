"""What a system sees around its drives: readers, drivers, services and settings, as plain data for the rules of `why`.

Collected by `linux.surroundings` and `windows.surroundings`. A question that could not be asked stands in `unanswered`
and is never an empty answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Linux's driver for programs that speak to a USB device themselves, such as a virtual machine that was given it.
TAKEN: Final = "usbfs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Something that cards come in, as the bus shows it, whether a drive came of it or not.

    `kind` is "usb" (a reader or stick), "pci" (a controller for card slots), "slot" (an SD slot), "disk" (a disk that
    says that it has no size) or "port" (a USB port at which something does not start). `place` is the system's name for
    where it is ("1-2", "mmc0", "USB\\VID_..."). `needs` is the driver for it where known, `drivers` those bound to it,
    `drives` the nodes that came of it, `slots` how many SD slots did. `filled`: a card was recognised in the slot.
    `allowed` is False where the system was told to leave it alone. `problem` is Windows' CM_PROB number or 0, `trouble`
    what the kernel last complained of.
    """

    kind: str
    place: str
    name: str = ""
    needs: str = ""
    drivers: tuple[str, ...] = ()
    drives: tuple[str, ...] = ()
    slots: int = 0
    filled: bool = False
    allowed: bool = True
    problem: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """`state` is "ready" (loaded, or there to be loaded), "blocked" (by `file`), "missing", "replaced" (the kernel's
    modules were exchanged for those of a newer one) or "unknown"."""

    name: str
    state: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`name` is "bus", "udisks", "polkit", "agent" (what shows the password dialog) or "udev".

    `state` is "ready" (runs, or starts when it is called), "missing", "masked", "failed" or "unknown".
    """

    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting that keeps cards from people. `kind`: "closed" (the desktop is told not to open the volume at `place`),
    "denied" (removable storage by policy), "read_only" (all USB storage), "no_letters". `source` is where it is set."""

    kind: str
    place: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """`about` is "readers", "drivers", "services" or "settings"."""

    about: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`system` is "linux", "windows", or "" where nothing is known (a practice card).

    `enclosed` says that the program sees a part of the computer only: "container", "wsl", "vm" or "". `packages` is the
    program that installs software here: "apt", "dnf", "pacman", "zypper" or "". `kernel` is its release. `may_open` is
    True where no service is needed to open a card (root, an administrator). `is_root`: may reset a port by itself.
    """

    system: str = ""
    enclosed: str = ""
    packages: str = ""
    kernel: str = ""
    may_open: bool = False
    is_root: bool = False
    readers: tuple[Reader, ...] = ()
    drivers: tuple[Driver, ...] = ()
    services: tuple[Service, ...] = ()
    settings: tuple[Setting, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()

    def service(self, name: str) -> str:
        """The state of the service; "unknown" where nobody asked."""
        return next((service.state for service in self.services if service.name == name), "unknown")

    def driver(self, name: str) -> Driver:
        unknown = Driver(name=name, state="unknown")
        return next((driver for driver in self.drivers if driver.name == name), unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRequest:
    """What the program can do by itself: `action` is one of `REMEDIES`, `place` a reader's, a service's name or ""."""

    action: str
    place: str = ""


REMEDIES: Final = ("look_again", "power_cycle", "start_service")
