"""Puts the cards of several cases into the virtual computer at once: a plug costs seconds, and so does each command."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.census import peers
from lab.census.case import Case
from lab.census.prepared import new_card
from lab.loop.lying_card import LyingCard
from tests.lab.machines.computer import SD_NODE, Computer
from tests.lab.machines.guest import Running
from tests.lab.machines.slots import Faults, Reader, Stick

PERSON = "alice"
SYSTEM_DISK = "/dev/vda"
IMAGE, IMAGE_BYTES = "nano.img", 128 << 20
MOST_AT_ONCE = 7
_HASHED_BYTES = 1 << 28


@dataclass
class Card:
    """A case's card in the computer. `node` is the one that is meant; `twin` the file of the other, where there is."""

    case: Case
    file: Path
    node: str = ""
    twin: Path | None = None
    liar: LyingCard | None = None
    before: tuple[str, ...] = ()

    @property
    def digests(self) -> tuple[str, ...]:
        return tuple(digest(file) for file in (self.file, self.twin) if file)


@dataclass
class Batch:
    """Cards that are in the computer at the same time."""

    computer: Computer
    folder: Path
    cards: list[Card] = field(default_factory=list)
    _sticks: list[Stick] = field(default_factory=list)
    _readers: list[Reader] = field(default_factory=list)
    _programs: list[Running] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def plug(self, cases: Sequence[Case]) -> None:
        """Returns when the computer shows them all."""
        for case in cases:
            card = Card(case, new_card(self.folder / case.name, case.size_bytes, case.make))
            self.cards.append(card)
            self._insert(card)
        self._find_nodes()
        for card in self.cards:
            self._bring_about(card)
            card.before = card.digests

    def list_as_peers(self) -> dict[str, dict[str, Any]]:
        said = json.loads(self.computer.person(PERSON).run(peers.COMMAND))
        return {device["name"]: device for device in said["blockdevices"]}

    def unplug(self) -> None:
        for program in self._programs:
            program.close()
        self.computer.root.run("umount /media/*/* 2>/dev/null || true")
        for part in (*self._sticks, *self._readers):
            part.unplug()
        if any(card.case.plugged == "sd" for card in self.cards):
            self.computer.sd_slot.pull()
            self.computer.wait_gone(SD_NODE)
        for card in self.cards:
            if card.liar:
                card.liar.close()

    def _insert(self, card: Card) -> None:
        case, file = card.case, card.file
        if case.faults:
            card.liar = LyingCard(card.file, self.folder / f"{case.name}-reader", case.faults)
            file = card.liar.file
        if case.plugged == "system":
            return
        if case.plugged == "sd":
            self.computer.insert_sd(file)
        elif case.plugged == "empty":
            self._readers.append(self.computer.plug_reader())
        else:
            self._stick(card, file)
            if case.plugged == "twins":
                card.twin = new_card(self.folder / f"{case.name}-other", case.size_bytes, case.make)
                self._stick(card, card.twin)

    def _stick(self, card: Card, file: Path) -> None:
        number = f"{id(self)}-{next(self._numbers)}"
        stick = Stick(self.computer.qemu, f"census-{number}", file, Faults(read_only=card.case.plugged == "protected"))
        stick.plug(_serial(card.case))
        self._sticks.append(stick)

    def _find_nodes(self) -> None:
        """The computer's own table of names and numbers says which node is whose."""
        wanted = len(self._sticks) + len(self._readers)
        script = f"""
            for _ in $(seq 60); do
              [ "$(ls -d /sys/block/sd* 2>/dev/null | wc -l)" = {wanted} ] && udevadm settle && break
              sleep 1
            done
            for disk in /sys/block/sd*; do
              serial=$(udevadm info --query=property --property=ID_SERIAL_SHORT --value $disk)
              echo "/dev/${{disk#/sys/block/}} $serial"
            done"""
        rows = [line.split() for line in self.computer.root.run(script).splitlines()]
        assert len(rows) == wanted, rows
        nodes = {serial: node for node, serial in sorted(rows)}
        for card in self.cards:
            place = card.case.plugged
            if place == "system":
                card.node = SYSTEM_DISK
            elif place == "sd":
                card.node = SD_NODE
            else:
                card.node = nodes["RDR001" if place == "empty" else _serial(card.case)]

    def _bring_about(self, card: Card) -> None:
        if card.case.plugged not in ("mounted", "in_use"):
            return
        alice = self.computer.person(PERSON)
        part = self.computer.first_partition(card.node)
        alice.run(f"udisksctl mount --no-user-interaction -b {part}")
        if card.case.plugged == "in_use":
            point = alice.run(f"findmnt -no TARGET {part}").strip()
            program = alice.start(f"cd {point} && echo started && exec sleep 3600")
            assert next(program.lines()) == "started"
            self._programs.append(program)


def digest(file: Path) -> str:
    """Of what is on a card; of the first 256 MiB of a large one."""
    with file.open("rb") as card:
        return hashlib.sha256(card.read(_HASHED_BYTES)).hexdigest()


def batches(cases: Sequence[Case]) -> list[list[Case]]:
    """As many at once as the computer has ports, and one card in each slot of the others' kind."""
    made: list[list[Case]] = []
    for case in cases:
        ports = 2 if case.plugged == "twins" else 1
        for batch in made:
            if sum(1 + (other.plugged == "twins") for other in batch) + ports > MOST_AT_ONCE:
                continue
            if case.plugged in {"sd", "empty"} and case.plugged in {other.plugged for other in batch}:
                continue
            batch.append(case)
            break
        else:
            made.append([case])
    return made


def _serial(case: Case) -> str:
    return f"CENSUS{case.name.replace('_', '').upper()}"[:20]
