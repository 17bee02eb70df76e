"""The practice card: a file in the practice folder that behaves like a card in a reader, and can be told to misbehave.

It keeps what is written to it. `card.json` beside it holds its settings (`CardSettings`), read at every listing and
every opening, so that a test or a teacher can change them while the wizard runs.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import DriveError
from nanowizard.core.store import Store
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice, Watch
from nanowizard.drives.file import FileBackend, describe_file
from nanowizard.drives.model import Drive, DriveIdentity, Volume
from nanowizard.drives.partition import MBR_SIGNATURE, Partition
from nanowizard.drives.partition_write import MBR_FAT32_LBA, make_mbr
from nanowizard.drives.watch import PollingWatch
from nanowizard.practice.faults import Faults, FaultyDevice

BACKEND = "practice"
CARD_FILE = "practice-card.img"
SETTINGS_FILE = "card.json"
# Larger than the practice image, and small enough for a file that Windows reserves in full.
CARD_BYTES = 512 * 1024 * 1024
POLL_INTERVAL_S = 0.5
_SCHEMA = 1
_PARTITION_START = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSettings:
    """What the practice card is like. Rates are bytes a second, None for as fast as the disk; offsets are bytes.

    `corrupt_at` flips a bit of the byte there: at its first write, or at every one with `corrupt_always`.
    `vanish_at`: the card is pulled out when writing or reading gets there. `full_at`: it takes nothing from there on.
    `fails_at`: that place can be neither read nor written. `latched`: the card takes everything and keeps the old.
    `real_bytes`: all the memory there is, whatever the card says; what lies behind it begins anew at the start ("wrap")
    or is taken and forgotten ("drop").
    """

    write_rate: int | None = 32_000_000
    read_rate: int | None = 80_000_000
    inserted: bool = True
    write_protected: bool = False
    corrupt_at: int | None = None
    corrupt_always: bool = False
    vanish_at: int | None = None
    full_at: int | None = None
    fails_at: int | None = None
    latched: bool = False
    real_bytes: int | None = None
    beyond: str = "wrap"

    def save(self, folder: Path) -> None:
        """Raises OSError."""
        _store(folder).save(dataclasses.asdict(self))

    @classmethod
    def load(cls, folder: Path) -> CardSettings:
        """The settings in `folder`; the defaults where there are none or they are damaged."""
        found = _store(folder).load()
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in found.items() if name in known})


def prepare_card(folder: Path) -> Path:
    """The practice card's file, made as a new card from a shop where there is none. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / CARD_FILE
    if not card.exists():
        fat = Partition(
            number=1,
            start_bytes=_PARTITION_START,
            size_bytes=CARD_BYTES - _PARTITION_START,
            type=MBR_FAT32_LBA,
        )
        new = card.with_suffix(".new")
        with new.open("wb") as file:
            file.write(make_mbr([fat], CARD_BYTES, disk_id="4e570001"))
            file.truncate(CARD_BYTES)
        new.replace(card)
    return card


def spoil_card(folder: Path) -> None:
    """Put something in the place of the practice card's table that is none, as a write that went wrong does.

    Raises OSError.
    """
    with prepare_card(folder).open("r+b") as card:
        card.write(bytes(range(1, 256)) * 2 + MBR_SIGNATURE)


class PracticeBackend:
    """Implements `drives.backend.DriveBackend`: the practice card among what else a computer may show."""

    name = BACKEND

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._card = prepare_card(folder)
        self._path = str(self._card.resolve())

    def list_drives(self) -> Sequence[Drive]:
        return [*([self._practice_card()] if self._is_inserted() else []), *_SCENERY]

    def watch(self, changed: Callable[[], None]) -> Watch:
        return PollingWatch(self._state, changed, interval_s=POLL_INTERVAL_S)

    def open(self, drive: Drive, ctx: RunContext) -> RawDevice:
        if self._settings().write_protected:
            raise DriveError("drive.write_protected", path=drive.path)
        return self._opened(drive, ctx, FileBackend([self._card]).open)

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> RawDevice:
        return self._opened(drive, ctx, FileBackend([self._card]).open_for_reading)

    def eject(self, drive: Drive) -> bool:
        return drive.path == self._path

    def _opened(self, drive: Drive, ctx: RunContext, opener: Callable[[Drive, RunContext], RawDevice]) -> RawDevice:
        if not drive.medium_present:
            raise DriveError("drive.no_medium", path=drive.path)
        settings = self._settings()
        if drive.path != self._path or not self._is_inserted():
            raise DriveError("drive.gone", path=drive.path)
        if not self._practice_card().identity.matches(drive.identity):
            raise DriveError("drive.changed", path=drive.path)
        faults = Faults(
            write_rate=settings.write_rate,
            read_rate=settings.read_rate,
            write_protected=settings.write_protected,
            corrupt_at=settings.corrupt_at,
            corrupt_always=settings.corrupt_always,
            vanish_at=settings.vanish_at,
            full_at=settings.full_at,
            fails_at=settings.fails_at,
            latched=settings.latched,
            real_bytes=settings.real_bytes,
            beyond=settings.beyond,
        )
        return FaultyDevice(opener(describe_file(self._card), ctx), faults, drive.identity)

    def _is_inserted(self) -> bool:
        return self._settings().inserted and self._card.exists()

    def _settings(self) -> CardSettings:
        return CardSettings.load(self._folder)

    def _practice_card(self) -> Drive:
        file = describe_file(self._card)
        identity = dataclasses.replace(file.identity, backend=BACKEND, model="Practice card")
        return dataclasses.replace(
            file,
            identity=identity,
            name="Practice card",
            bus="usb",
            reader="Practice reader",
            read_only=self._settings().write_protected,
            volumes=tuple(_as_sold(volume) for volume in file.volumes)
            if file.contents == "partitions"
            else file.volumes,
        )

    def _state(self) -> object:
        def stamp(path: Path) -> object:
            with contextlib.suppress(OSError):
                found = path.stat()
                return (found.st_ino, found.st_size, found.st_mtime_ns)
            return None

        return [stamp(self._card), stamp(self._folder / SETTINGS_FILE)]


def _as_sold(volume: Volume) -> Volume:
    """Cards from a shop hold one FAT volume without a name; systems show it so."""
    return volume if volume.label else dataclasses.replace(volume, label="NO NAME", filesystem="vfat", version="FAT32")


def _store(folder: Path) -> Store:
    return Store(folder / SETTINGS_FILE, schema=_SCHEMA)


def _identity(name: str, model: str, size_bytes: int) -> DriveIdentity:
    path = f"practice:{name}"
    return DriveIdentity(backend=BACKEND, path=path, bus_path=path, serial=name, model=model, size_bytes=size_bytes)


def _stick() -> Drive:
    identity = _identity("stick", "Old stick", 64_000_000)
    volume = Volume(
        path="practice:stick#1", label="HOLIDAYS", filesystem="vfat", version="FAT16", size_bytes=63_000_000
    )
    return Drive(
        identity=identity,
        name="Old USB stick",
        bus="usb",
        size_bytes=identity.size_bytes,
        removable=True,
        contents="partitions",
        volumes=(volume,),
    )


def _empty_reader() -> Drive:
    return Drive(
        identity=_identity("reader", "Card reader", 0),
        name="Card reader",
        bus="usb",
        size_bytes=0,
        removable=True,
        medium_present=False,
        contents="empty",
        reader="Card reader",
    )


def _system_disk() -> Drive:
    identity = _identity("disk", "System disk", 512_110_190_592)
    volume = Volume(path="practice:disk#1", filesystem="ext4", size_bytes=identity.size_bytes, mount_points=("/",))
    return Drive(
        identity=identity,
        name="System disk",
        bus="internal",
        size_bytes=identity.size_bytes,
        system=True,
        contents="partitions",
        volumes=(volume,),
    )


# What else a list shows: nothing here can be written, and the rules of `drives.policy` say why.
_SCENERY = (_stick(), _empty_reader(), _system_disk())
