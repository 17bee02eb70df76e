"""For any computer and whatever happens on it between choosing, permission and writing, against the real rules:

no drive of the system's, none that holds the image, and no card but the confirmed one is ever opened for writing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)

from support.computers import Card, Computer

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.linux import backend as linux
from nanowizard.drives.linux import blockdev, sysfs
from nanowizard.drives.linux import listing as linux_list
from nanowizard.drives.linux.backend import LinuxBackend
from nanowizard.drives.linux.blocknode import drive_from_node, is_listed
from nanowizard.drives.linux.sysfs import BlockTree, disks_of_path, system_disks
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.policy import require_writable
from nanowizard.drives.select import find_same

SLOTS = ("sda", "sdb", "sdc", "sdd")
IMAGE = "/images/nano.img"
MANY = settings(max_examples=200, deadline=None)


@st.composite
def cards(draw: st.DrawFn) -> list[Card]:
    """Few names, serials and sizes, so that many are alike."""
    return [
        Card(
            uid,
            draw(st.sampled_from(["Generic SD", "Ultra"])),
            draw(st.sampled_from(["", "0001"])),
            draw(st.sampled_from([64, 64, 128])),
            draw(st.sampled_from(["usb", "usb", "sd", "internal"])),
        )
        for uid in range(draw(st.integers(2, 5)))
    ]


@st.composite
def computers(draw: st.DrawFn) -> Computer:
    """Mounts, swaps, LVM and md over anything below them, loop devices and the image on any of it."""
    computer = Computer(partitions=draw(st.integers(1, 2)), has_diskseq=draw(st.booleans()))
    for name, card in zip(SLOTS, draw(cards()), strict=False):
        computer.plug(name, card)
    devices = [*computer.slots, *(part for name in computer.slots for part in computer.parts(name))]
    for upper in ("dm-0", "md0", "loop0", "dm-1"):
        if draw(st.booleans()):
            lower = draw(st.lists(st.sampled_from(devices), min_size=1, max_size=2, unique=True))
            if upper.startswith("loop"):
                computer.files["/data/disk.img"] = lower[0]
                lower = ["/data/disk.img"]
            computer.upon[upper] = tuple(lower)
            devices.append(upper)
    points = ["/", "/home", "/media/anna/CARD", "/mnt/x", "/opt/games", "/mediaplayer"]
    computer.mounts = draw(st.dictionaries(st.sampled_from(devices), st.sampled_from(points), max_size=4))
    computer.files["/swapfile"] = draw(st.sampled_from(devices))
    computer.files[IMAGE] = draw(st.sampled_from(devices))
    swaps = ["/swapfile", *(f"/dev/{device}" for device in devices)]
    computer.swaps = draw(st.lists(st.sampled_from(swaps), max_size=2, unique=True))
    return computer


_trees: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def _folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    _trees[""] = tmp_path_factory.mktemp("sys")
    yield
    _trees.clear()


def tree_of(computer: Computer) -> BlockTree:
    """Its /sys, written once for each arrangement of devices."""
    key = repr((sorted(computer.slots), computer.partitions, computer.upon, sorted(computer.files.items())))
    if key not in _trees:
        _trees[key] = _trees[""] / str(len(_trees))
        computer.write_sys(_trees[key])
    return BlockTree(_trees[key])


@contextmanager
def seen(computer: Computer) -> Iterator[Callable[[], list[Drive]]]:
    """Within, the real rules look at this computer; what is yielded lists its drives as the product does."""

    def number_of_node(path: str) -> str:
        name = path.removeprefix("/dev/")
        known = path.startswith("/dev/") and (name in computer.upon or name[:3] in computer.slots)
        return computer.number(name) if known else ""

    def number_of_file(path: str) -> str:
        return computer.number(computer.files[path]) if path in computer.files else ""

    def listed() -> list[Drive]:
        tree, mounts = tree_of(computer), computer.mount_table()
        system = system_disks(mounts, computer.swaps, tree)
        nodes = [node for node in map(computer.node, sorted(computer.slots)) if is_listed(node)]
        return [
            drive_from_node(node, mounted=linux_list.mount_points_of(node, mounts, tree), system=node.name in system)
            for node in nodes
        ]

    with (
        mock.patch.object(sysfs, "_number_of_node", number_of_node),
        mock.patch.object(sysfs, "_number_of_file", number_of_file),
    ):
        yield listed


def holders(computer: Computer, file: str) -> frozenset[str]:
    found = disks_of_path(file, tree_of(computer), mounts=computer.mount_table())
    return frozenset(f"/dev/{name}" for name in found)


def is_allowed(drive: Drive, holds: frozenset[str]) -> bool:
    try:
        require_writable(drive, holds_image=holds)
    except DriveError:
        return False
    return True


@MANY
@given(computers())
def test_what_the_system_or_the_image_lies_on_is_never_writable_and_every_other_card_is(computer: Computer) -> None:
    with seen(computer) as listed:
        drives, holds = listed(), holders(computer, IMAGE)
        allowed = {drive.path[5:] for drive in drives if is_allowed(drive, holds)}
    forbidden = computer.needed() | computer.disks_below(computer.files[IMAGE])
    inside = {name for name, card in computer.slots.items() if card.bus == "internal"}
    assert allowed == set(computer.slots) - forbidden - inside
    event(f"{len(allowed)} may be written")


class Room:
    """A computer and a person with cards: what happens between two steps of a flash."""

    def __init__(self, computer: Computer, data: st.DataObject) -> None:
        self.computer = computer
        self._data = data
        self._bag: list[Card] = []

    def something_happens(self) -> None:
        for _ in range(self._data.draw(st.integers(0, 2), label="how much happens")):
            kind = self._data.draw(st.sampled_from(["unplug", "plug", "swap", "renumber", "mount"]), label="what")
            getattr(self, f"_{kind}")()

    def _pick(self) -> str | None:
        there = sorted(name for name, card in self.computer.slots.items() if card.bus != "internal")
        return self._data.draw(st.sampled_from(there), label="which") if there else None

    def _unplug(self) -> None:
        if name := self._pick():
            self._bag.append(self.computer.slots[name])
            self.computer.unplug(name)

    def _plug(self) -> None:
        free = [name for name in SLOTS if name not in self.computer.slots]
        if free and self._bag:
            self.computer.plug(self._data.draw(st.sampled_from(free)), self._bag.pop())

    def _swap(self) -> None:
        """Another card into the same slot of a reader."""
        if self._bag and (name := self._pick()):
            out = self.computer.slots[name]
            self.computer.unplug(name)
            self.computer.plug(name, self._bag.pop())
            self._bag.append(out)

    def _renumber(self) -> None:
        """Everything is pulled out and comes back under other names."""
        names = sorted(name for name, card in self.computer.slots.items() if card.bus != "internal")
        out = [self.computer.slots[name] for name in names]
        for name in names:
            self.computer.unplug(name)
        for name, card in zip(names, self._data.draw(st.permutations(out)), strict=True):
            self.computer.plug(name, card)

    def _mount(self) -> None:
        if name := self._pick():
            point = self._data.draw(st.sampled_from(["/home", "/media/anna/CARD"]), label="where")
            self.computer.mounts[self.computer.parts(name)[0]] = point


class Descriptor:
    """What the kernel gives: bound to the slot, so that a card swapped in a reader is written by an old descriptor."""

    def __init__(self, computer: Computer, name: str) -> None:
        self.computer, self.name, self.seq = computer, name, computer.seq[name]
        self._opened = computer.slots[name]

    @property
    def card(self) -> Card | None:
        card = self.computer.slots.get(self.name)
        if card and not self.computer.has_diskseq and (card.model, card.serial) != self._names:
            # A reader keeps its own name whatever card is in it. Another name is another device, and the descriptor of
            # the one that was pulled out is dead; where there is a number for an insertion it need not be relied on.
            return None
        return card

    @property
    def _names(self) -> tuple[str, str]:
        return self._opened.model, self._opened.serial


def opened(room: Room, backend: LinuxBackend, chosen: DriveIdentity, holds: frozenset[str]) -> Card | None:
    """The helper's way to the first write: the physical card that would be written."""
    computer, held = room.computer, list[Descriptor]()

    def open_node(path: str, ctx: RunContext, *, writable: bool) -> int:
        room.something_happens()  # behind the password dialog
        name = path.removeprefix("/dev/")
        if name not in computer.slots:
            raise DriveError("drive.gone", path=path)
        if any(name in computer.disks_below(device) for device in computer.mounts):
            raise DriveError("drive.busy", path=path)  # O_EXCL
        held.append(Descriptor(computer, name))
        return os.open(os.devnull, os.O_RDONLY)

    def release(drive: Drive, ctx: RunContext) -> None:
        for device in [d for d, p in computer.mounts.items() if drive.path[5:] in computer.disks_below(d)]:
            if computer.mounts[device].startswith("/media/"):
                del computer.mounts[device]

    def sequence(*_: object, **__: object) -> int | None:
        return computer.seq[held[-1].name] if computer.has_diskseq else None

    def size(_fd: int) -> int:
        return held[-1].card.sectors * 512 if held[-1].card else 0

    def adopt(fd: int, identity: DriveIdentity, *, writable: bool) -> DriveIdentity:
        os.close(fd)
        blockdev.check_same(0, identity)
        return identity

    with (
        mock.patch.object(linux, "_open", open_node),
        mock.patch.object(linux, "_release", release),
        mock.patch.object(linux, "ROUND_WAIT_S", 0.0),
        mock.patch.object(blockdev, "adopt", adopt),
        mock.patch.object(linux, "_to_itself", lambda device, _ctx: device),
        mock.patch.object(blockdev, "size_of", size),
        mock.patch.object(blockdev, "diskseq_of", sequence),
        mock.patch.object(blockdev, "_listed_diskseq", sequence),
    ):
        try:
            found, drive = find_same([backend], chosen)
            require_writable(drive, holds_image=holds)
            room.something_happens()
            found.open(drive, RunContext())
            room.something_happens()
            blockdev.check_same(0, chosen)  # what the engine does right before its first write
        except DriveError as error:
            event(error.code)
            return None
    event("written")
    return held[-1].card


@settings(max_examples=600, deadline=None)
@given(computers(), st.data())
def test_whatever_happens_only_the_confirmed_card_is_written(computer: Computer, data: st.DataObject) -> None:
    computer.swaps, room = [], Room(computer, data)
    with seen(computer) as listed, mock.patch.object(linux, "list_linux_drives", lambda _extra: listed()):
        chosen = data.draw(st.sampled_from(listed()), label="chosen")
        confirmed = computer.slots[chosen.path[5:]]
        room.something_happens()  # while the person reads, agrees, and the request is on its way
        holds = holders(computer, IMAGE)
        written = opened(room, LinuxBackend(), chosen.identity, holds)
        if written is None:
            return
        assert written.bus != "internal"
        here = chosen.path[5:]
        assert here not in computer.disks_below(computer.files[IMAGE])
        if computer.has_diskseq:
            assert written is confirmed
        else:  # an older kernel has no number for an insertion: cards that are alike in everything are one to it
            assert (written.sectors, written.model, written.serial) == (
                confirmed.sectors,
                confirmed.model,
                confirmed.serial,
            )


@given(st.data())
def test_two_sightings_match_only_if_the_same_insertion_was_seen(data: st.DataObject) -> None:
    identities = st.builds(
        DriveIdentity,
        backend=st.sampled_from(["linux", "windows"]),
        path=st.sampled_from(["/dev/sda", "/dev/sdb"]),
        bus_path=st.sampled_from(["slot-1", "slot-2"]),
        serial=st.sampled_from(["", "0001"]),
        model=st.sampled_from(["Generic SD", "Ultra"]),
        size_bytes=st.sampled_from([512, 1024]),
        cid=st.none() | st.sampled_from(["aa", "bb"]),
        diskseq=st.none() | st.integers(1, 3),
    )
    one, other = data.draw(identities), data.draw(identities)
    assert one.matches(one)
    assert one.matches(other) == other.matches(one)
    if one.matches(other):
        assert (one.backend, one.path, one.size_bytes) == (other.backend, other.path, other.size_bytes)
        assert None in (one.diskseq, other.diskseq) or one.diskseq == other.diskseq
