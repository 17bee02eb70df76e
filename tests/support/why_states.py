"""Every answer to "Why is my card not here?" as the Card page shows it, by name: for pictures and for tests of size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from nanowizard.drives.surroundings import Driver, Reader, Service, Setting, Surroundings
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.card_states import Stage, wait_until

USB = Reader(
    kind="usb", place="1-2", name="Generic SD/MMC", needs="usb_storage", drivers=("usb-storage",), drives=("/dev/sdb",)
)
SERVICES = tuple(Service(name=name, state="ready") for name in ("bus", "udisks", "polkit", "agent", "udev"))
BLOCKED = Driver(name="usb_storage", state="blocked", file="/etc/modprobe.d/usb-lockdown.conf")


def why_empty_reader(stage: Stage) -> Page:
    return _why(stage, Surroundings(system="linux", services=SERVICES, readers=(USB,)), parts.READER)


def why_empty_slot(stage: Stage) -> Page:
    around = Surroundings(system="linux", services=SERVICES, readers=(Reader(kind="slot", place="mmc0"),))
    return _why(stage, around, parts.SYSTEM)


def why_no_driver(stage: Stage) -> Page:
    reader = Reader(kind="usb", place="1-2", name="Generic SD/MMC", needs="usb_storage")
    return _why(stage, Surroundings(system="linux", is_root=True, may_open=True, readers=(reader,)), parts.SYSTEM)


def why_driver_blocked(stage: Stage) -> Page:
    return _why(stage, Surroundings(system="linux", services=SERVICES, drivers=(BLOCKED,)), parts.SYSTEM)


def why_no_udisks(stage: Stage) -> Page:
    services = (Service(name="bus", state="ready"), Service(name="udisks", state="missing"))
    return _why(stage, Surroundings(system="linux", packages="apt", services=services, readers=(USB,)), parts.SANDISK)


def why_worth_knowing(stage: Stage) -> Page:
    settings = (Setting(kind="closed", place="/dev/sandisk1", source="/etc/fstab: noauto"),)
    around = Surroundings(system="linux", services=SERVICES, readers=(USB,), settings=settings)
    return _why(stage, around, parts.SANDISK)


def why_second_slot(stage: Stage) -> Page:
    """A good card, and one that does not answer beside it."""
    slot = Reader(kind="slot", place="mmc1", trouble="error -110 whilst initialising SD card")
    return _why(stage, Surroundings(system="linux", services=SERVICES, readers=(USB, slot)), parts.SANDISK)


def why_silent(stage: Stage) -> Page:
    """A dead card on Windows."""
    name = "Generic STORAGE DEVICE"
    silent = replace(parts.SANDISK, name=name, reader=name, size_bytes=0, volumes=(), contents="unknown", silent=1117)
    return _why(stage, Surroundings(system="windows", may_open=True, readers=(USB,)), silent)


def why_windows(stage: Stage) -> Page:
    reader = Reader(kind="usb", place=r"USB\VID_058F&PID_6366\058F63666471", name="USB Mass Storage Device", problem=22)
    return _why(stage, Surroundings(system="windows", may_open=True, readers=(reader,)), parts.SYSTEM)


WHY_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        why_empty_reader, why_empty_slot, why_no_driver, why_driver_blocked, why_no_udisks, why_worth_knowing,
        why_second_slot, why_silent, why_windows,
    )
}  # fmt: skip


def _why(stage: Stage, around: Surroundings, *drives: parts.Drive) -> Page:
    def prepare(session: Session) -> None:
        cast(parts.FakeHelper, session.helper).around = around

    page = cast(CardPage, stage.open(page_ids.CARD, list(drives), prepare=prepare))
    wait_until(lambda: page._sightings is not None)
    page.fold.set_open(True)
    wait_until(lambda: page.why._around == around)
    return page
