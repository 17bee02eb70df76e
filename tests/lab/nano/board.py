"""A Nano as a person has it: a card, power that can go, and the cable to the computer."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from nanowizard.remote.address import Address
from tests.lab.machines.boot import boot
from tests.lab.machines.link import Link
from tests.lab.machines.nano import CARD_BYTES, Nano
from tests.lab.machines.nano_image import USER
from tests.support.labs import attach, losetup

Record = Callable[[str, object], None]
"""pytest's record_testsuite_property: where a boot that had to be repeated is reported."""


class Board:
    """`address` is where it answers, however often it is switched off and on; `cable` is what leads there."""

    def __init__(self, card: Path, record: Record, *, architecture: str = "amd64") -> None:
        self.card = card
        self.cable = Link()
        self.address = Address("127.0.0.1", self.cable.port, USER)
        self._record = record
        self._architecture = architecture
        self._nano: Nano | None = None

    @property
    def nano(self) -> Nano:
        assert self._nano, "the board is switched off"
        return self._nano

    def switch_on(self) -> None:
        """Returns when it answers. Raises BootError."""
        self._nano = boot(lambda: Nano(self.card, architecture=self._architecture), Nano.wait, self._record)
        self.cable.to = self._nano.port

    def pull_plug(self) -> None:
        """It answers nobody any more, and does not say so."""
        self.cable.cut()
        self.cable.to = None
        self.nano.close()
        self._nano = None

    def larger_card(self) -> None:
        """While it is off: what is on its card is copied to one of twice the size, byte by byte."""
        assert self._nano is None, "the board is on"
        os.truncate(self.card, self.card.stat().st_size * 2)

    def look(self, command: str) -> str:
        """What a line of shell prints that root runs there: the tests' own eyes, past NanoWizard and the cable."""
        return self.nano.look(command)

    def fingerprints(self) -> set[str]:
        """Of its host keys, as the board itself reads them."""
        said = self.look("for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done")
        return {line.split()[1].removeprefix("SHA256:") for line in said.splitlines()}

    def close(self) -> None:
        self.cable.close()
        if self._nano:
            self._nano.close()


def new_card(path: Path, size_bytes: int = CARD_BYTES) -> Path:
    """As a card from a drawer: something of an earlier use is at its beginning and its end."""
    with path.open("wb") as file:
        file.write(b"old" * 100_000)
        file.truncate(size_bytes)
        file.seek(-300_000, 2)
        file.write(b"old" * 100_000)
    return path


@contextlib.contextmanager
def in_reader(card: Path) -> Iterator[str]:
    """The node of the card while it is in this computer's reader: a loop device."""
    node = attach(card)
    try:
        yield node
    finally:
        losetup("--detach", node)


def partitions(card: Path) -> list[str]:
    """The names of the partitions in a card's table, in the order of their numbers; sfdisk is the judge."""
    said = subprocess.run(["/sbin/sfdisk", "--dump", card], check=True, capture_output=True, text=True).stdout
    return [line.partition('name="')[2].partition('"')[0] for line in said.splitlines() if " start=" in line]
