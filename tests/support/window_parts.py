"""A session whose helper is played by the test, and drives as the pages may meet them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nanowizard.cards.model import ProbeReport, RepairReport
from nanowizard.core.errors import DriveError, NanoWizardError
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity, Volume
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.flash.model import FlashReport, FlashRequest
from nanowizard.flash.together import FlashManyRequest
from nanowizard.remote.discover.sources import NONE
from nanowizard.tasks.session import Session

GB = 1000**3
IMAGE_BYTES = 13_816_037_376


def drive(name: str, size_bytes: int, *, bus: str = "usb", **more: Any) -> Drive:
    path = f"/dev/{name.split(maxsplit=1)[0].lower()}"
    identity = DriveIdentity(
        backend="linux", path=path, bus_path=f"usb-{name}", serial="4C53-7F2A", model=name, size_bytes=size_bytes
    )
    return Drive(identity=identity, name=name, bus=bus, size_bytes=size_bytes, **{"removable": True, **more})


SANDISK = drive(
    "SanDisk Extreme",
    63_864_569_856,
    reader="Transcend USB reader",
    contents="partitions",
    volumes=(
        Volume(
            path="/dev/sandisk1",
            label="NO NAME",
            filesystem="vfat",
            version="FAT32",
            size_bytes=63_800_000_000,
            used_bytes=12_100_000_000,
        ),
    ),
)
KINGSTON = drive("Kingston DataTraveler", 8_004_304_896, contents="empty")
READER = drive("Realtek card reader", 0, medium_present=False)
SYSTEM = drive(
    "Samsung SSD 980",
    500_107_862_016,
    bus="internal",
    removable=False,
    system=True,
    contents="partitions",
    volumes=(
        Volume(path="/dev/samsung1", label="EFI", filesystem="vfat", mount_points=("/boot/efi",)),
        Volume(path="/dev/samsung2", label="", filesystem="ext4", mount_points=("/",)),
        Volume(path="/dev/samsung3", label="home", filesystem="ext4", mount_points=("/home",)),
    ),
)
BROKEN_OFF = drive("Generic SD", 31_914_983_424, contents="not_ready", reader="Realtek RTS5139")
LOCKED = drive(
    "Lexar Play",
    128_043_712_512,
    read_only=True,
    contents="partitions",
    volumes=(Volume(path="/dev/lexar1", label="EOS_DIGITAL", filesystem="exfat"),),
)
FRESH = drive(
    "Toshiba M203",
    31_914_983_424,
    bus="sd",
    contents="jetson",
    table="gpt",
    l4t="32.7.1",
    volumes=tuple(Volume(path=f"/dev/toshiba{n}", label="APP") for n in range(14)),
)
USED = drive(
    "Alcor card reader",
    63_864_569_856,
    reader="Alcor card reader",
    contents="jetson_used",
    table="gpt",
    l4t="32.7.1",
    volumes=(
        Volume(
            path="/dev/alcor1",
            label="APP",
            filesystem="ext4",
            used_bytes=14_100_000_000,
            mount_points=("/media/ada/5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01",),
        ),
    ),
)
NANO = drive(
    "Linux File-Stor Gadget",
    16_777_216,
    contents="unpartitioned",
    l4t="32.7.1",
    read_only=True,
    volumes=(
        Volume(path="/dev/linux", label="L4T-README", filesystem="vfat", version="FAT16", mount_points=("F:\\",)),
    ),
)
BACKUP = drive(
    "WD My Passport",
    2_000_398_934_016,
    contents="partitions",
    volumes=(
        Volume(path="/dev/wd1", label="Photos", filesystem="ntfs", mount_points=("E:\\",)),
        Volume(path="/dev/wd2", label="Music", filesystem="exfat", mount_points=("F:\\",)),
        Volume(path="/dev/wd3", label="", filesystem="BitLocker", mount_points=("G:\\",)),
    ),
)
KINDS = [FRESH, USED, BACKUP, NANO, LOCKED]
ALL = [SANDISK, BROKEN_OFF, KINGSTON, READER, SYSTEM]


class FakeWatch:
    def __init__(self, helper: FakeHelper, changed: Callable[[Any], None]) -> None:
        self.helper, self.changed = helper, changed

    def close(self) -> None:
        self.helper.watches.remove(self)


class FakeHelper:
    """`show` is what a hotplug would do. `flash` runs `script(request, ctx)`, and `repair`, `format`, `probe` and
    `verify` run `care_script`; both emit events and end as they are told.
    """

    def __init__(self, drives: Sequence[Drive] = ()) -> None:
        self.drives = list(drives)
        self.failure: NanoWizardError | None = None
        self.around = Surroundings()
        self.remedies: list[RemedyRequest] = []
        self.refusal: NanoWizardError | None = None
        self.watches: list[FakeWatch] = []
        self.requests: list[FlashRequest] = []
        self.script: Callable[[FlashRequest, RunContext], FlashReport] = lambda _request, _ctx: report()
        self.many_script: Callable[[FlashManyRequest, RunContext], Any] = lambda _request, _ctx: {}
        self.care_requests: list[Any] = []
        self.care_script: Callable[[Any, RunContext], Any] = lambda _request, _ctx: repair_report()

    def list_drives(self, *, card_files: Sequence[Path] = ()) -> list[Drive]:
        if self.failure:
            raise self.failure
        return [*self.drives, *(card_file(path) for path in card_files)]

    def watch(self, changed: Callable[[Any], None], *, card_files: Sequence[Path] = ()) -> FakeWatch:
        watch = FakeWatch(self, changed)
        self.watches.append(watch)
        changed(self.failure or self.list_drives(card_files=card_files))
        return watch

    def surroundings(self) -> Surroundings:
        return self.around

    def remedy(self, request: RemedyRequest) -> None:
        self.remedies.append(request)
        if self.refusal:
            raise self.refusal

    def show(self, *drives: Drive) -> None:
        self.drives = list(drives)
        self.tell(self.drives)

    def tell(self, what: Any) -> None:
        """From another thread, as the real one does."""
        for watch in list(self.watches):
            thread = threading.Thread(target=watch.changed, args=(what,))
            thread.start()
            thread.join()

    def flash(self, request: FlashRequest, ctx: RunContext) -> FlashReport:
        self.requests.append(request)
        return self.script(request, ctx)

    def flash_many(self, request: FlashManyRequest, ctx: RunContext) -> Any:
        self.requests += request.cards
        return self.many_script(request, ctx)

    def repair(self, request: Any, ctx: RunContext) -> Any:
        self.care_requests.append(request)
        return self.care_script(request, ctx)

    format = probe = verify = repair

    def close(self) -> None:
        pass


def repair_report(**more: Any) -> RepairReport:
    done = RepairReport(
        found=("garbage_table",), cleared=3, filesystem="exfat", tested_bytes=1_700_000_000, took_s=74.0
    )
    return replace(done, **{"ejected": True, **more})


def probe_report(**more: Any) -> ProbeReport:
    """Of a quick test that found nothing wrong."""
    done = ProbeReport(
        verdict="good",
        claimed_bytes=SANDISK.size_bytes,
        real_bytes=SANDISK.size_bytes,
        tested_bytes=1_744_830_464,
        took_s=96.0,
        write_rate=31_400_000.0,
        read_rate=82_000_000.0,
        random_write_iops=712.0,
        random_read_iops=2140.0,
    )
    return replace(done, **more)


def report(**more: Any) -> FlashReport:
    return replace(
        FlashReport(
            raw_bytes=IMAGE_BYTES,
            written_bytes=5_900_000_000,
            skipped_bytes=IMAGE_BYTES - 5_900_000_000,
            verified_bytes=5_900_000_000,
            write_s=168.0,
            verify_s=71.0,
            sha256="9b1c44e0" * 8,
            ejected=True,
        ),
        **more,
    )


def card_file(path: Path) -> Drive:
    size = path.stat().st_size
    identity = DriveIdentity(backend="file", path=str(path), bus_path=str(path), serial="1", model="", size_bytes=size)
    return Drive(identity=identity, name=path.name, bus="file", size_bytes=size, removable=True, contents="empty")


def list_failed() -> DriveError:
    return DriveError("drive.list_failed", detail="udev: no socket")


def fake_session(folder: Path, drives: Sequence[Drive] = ()) -> Session:
    """Everything of ours is real and lies below `folder`; only the helper is played, and nobody looks for Nanos."""
    session = Session(where=Places(folder / "state", folder / "cache", folder / "logs"), sources=NONE)
    session.helper.close()
    session.helper = FakeHelper(drives)  # type: ignore[assignment]
    return session
