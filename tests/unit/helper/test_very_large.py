"""A drive larger than any card for a Nano: the helper itself refuses it, whoever asks, until somebody named it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest

from nanowizard.cards.model import FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.policy import VERY_LARGE_BYTES
from nanowizard.flash.model import FlashRequest
from nanowizard.helper import flashing, formatting, probing

TWO_TB = 2_000_000_000_000


class Opened(Exception):  # noqa: N818 - how far it got
    pass


@dataclass
class Desk:
    """One USB drive. Nothing is ever opened: that it would be is what a test looks for."""

    size_bytes: int = TWO_TB
    bus: str = "usb"
    withheld: str = ""
    name: str = "desk"
    taken_back: list[str] = field(default_factory=list)

    @property
    def drive(self) -> Drive:
        identity = DriveIdentity(
            backend="desk", path="/dev/sdz", bus_path="usb-0:1", serial="1", model="Disk", size_bytes=self.size_bytes
        )
        return Drive(
            identity=identity,
            name="Disk",
            bus=self.bus,
            size_bytes=self.size_bytes,
            removable=True,
            withheld=self.withheld,
        )

    def list_drives(self) -> list[Drive]:
        return [self.drive]

    def make_writable(self, drive: Drive, ctx: RunContext) -> None:
        self.taken_back.append(drive.path)

    def open(self, drive: Drive, ctx: RunContext) -> NoReturn:
        raise Opened


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("image") / "disk.img"
    file.write_bytes(bytes(446) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0]) + bytes(48) + b"\x55\xaa")
    with file.open("r+b") as grown:
        grown.truncate(4 << 20)
    return file


Ask = Callable[[Desk, Path, bool], Any]


def _asker(run: Callable[..., Any], make: Callable[..., Any]) -> Ask:
    def ask(desk: Desk, image: Path, very_large: bool) -> Any:
        request = make(identity=desk.drive.identity, image=image, very_large=very_large)
        return run(lambda _files: [desk], request, RunContext(), lambda device: device.close())

    return ask


def _without_image(kind: Callable[..., Any], **wishes: Any) -> Callable[..., Any]:
    return lambda image, **known: kind(**known, **wishes)


ERASING: dict[str, Ask] = {
    "flash": _asker(flashing.flash, FlashRequest),
    "format": _asker(formatting.format_card, _without_image(FormatRequest)),
    "repair": _asker(formatting.repair_card, _without_image(RepairRequest)),
    "full test": _asker(probing.probe, _without_image(ProbeRequest, mode="full")),
}


@pytest.mark.parametrize("name", ERASING)
def test_it_is_refused_until_it_was_named(name: str, image: Path) -> None:
    desk = Desk()
    with pytest.raises(DriveError) as caught:
        ERASING[name](desk, image, False)
    assert caught.value.code == "drive.very_large_not_confirmed"
    assert caught.value.params == {"path": "/dev/sdz", "name": "Disk", "has_bytes": TWO_TB}
    with pytest.raises(Opened):
        ERASING[name](desk, image, True)


@pytest.mark.parametrize("name", ERASING)
def test_what_may_be_a_card_is_not_asked_about(name: str, image: Path) -> None:
    with pytest.raises(Opened):
        ERASING[name](Desk(size_bytes=VERY_LARGE_BYTES), image, False)


def test_a_quick_test_loses_nothing_and_needs_no_second_yes(image: Path) -> None:
    with pytest.raises(Opened):
        _asker(probing.probe, _without_image(ProbeRequest))(Desk(), image, False)


def test_no_setting_is_taken_back_before_it_was_named(image: Path) -> None:
    desk = Desk(withheld="read_only")
    with pytest.raises(DriveError, match=r"drive\.very_large_not_confirmed"):
        ERASING["repair"](desk, image, False)
    assert desk.taken_back == []
