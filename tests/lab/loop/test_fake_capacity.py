"""A card with less memory than it says, behind the kernel's block layer: what we find there, and what f3probe does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.labs import with_sbin

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.lying_card import Faults
from nanowizard.cards.model import ProbeReport
from nanowizard.cards.probe import Probe
from nanowizard.core.task import RunContext

pytestmark = pytest.mark.root

CARD = 32 * MIB
REAL = 20 * MIB
# How f3 names it. A medium that reads as zeros where it has nothing is a limbo to f3, whatever it reads as.
F3_NAMES = {"wraparound": "wraparound", "constant": "limbo", "": ""}


def probed(card: LoopCard, *, full: bool = False) -> ProbeReport:
    device = card.backend.open(card.drive(), RunContext())
    try:
        probe = Probe(device, RunContext())
        return probe.full() if full else probe.quick()
    finally:
        device.close()


def _need(program: str) -> None:
    """CI installs it (`./dev lab`): there its absence is a mistake."""
    if not shutil.which(program, path=with_sbin()["PATH"]):
        assert os.environ.get("CI") != "true", f"no {program}"
        pytest.skip(f"compares with {program}: Debian package f3")


def f3_write_and_read(card: LoopCard, folder: Path) -> tuple[int, int]:
    """Bytes that f3read calls good and bytes that it calls lost, on a file system that keeps its own at the start."""
    _need("f3write")
    packed = ["-O", "^has_journal,^resize_inode,sparse_super2", "-E", "packed_meta_blocks=1,num_backup_sb=0"]
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", "16", *packed, card.node)
    said = ""
    for program in ("f3write", "f3read"):
        run("mount", card.node, folder)  # anew for the reading: past the memory of this computer
        try:
            said = subprocess.run([program, folder], capture_output=True, text=True, check=False).stdout
        finally:
            run("umount", folder)
    sectors = [re.search(rf"Data {word}:.*\((\d+) sectors\)", said) for word in ("OK", "LOST")]
    assert sectors[0], said
    assert sectors[1], said
    return int(sectors[0][1]) * 512, int(sectors[1][1]) * 512


def f3probe(card: LoopCard) -> tuple[str, int]:
    """(its kind, or "" for a good card; the usable bytes). Without a reset: a loop device has no port to cycle."""
    _need("f3probe")
    said = subprocess.run(
        ["f3probe", "--destructive", "--reset-type=2", card.node],
        capture_output=True,
        text=True,
        env=with_sbin(),
        check=False,
    ).stdout
    kind = re.search(r"counterfeit of type (\w+)", said)
    usable = re.search(r"\*Usable\* size:.*\((\d+) blocks\)", said)
    block = re.search(r"Physical block size:.*\(2\^(\d+) Bytes\)", said)
    assert usable, said
    assert block, said
    return (kind[1] if kind else ""), int(usable[1]) << int(block[1])


@pytest.mark.parametrize(
    ("faults", "lie", "real"),
    [
        (Faults(), "", CARD),
        (Faults(real_bytes=REAL, beyond="drop"), "constant", REAL),
        (Faults(real_bytes=16 * MIB, beyond="wrap"), "wraparound", 16 * MIB),
    ],
    ids=["honest", "drops", "wraps"],
)
def test_the_quick_probe_finds_what_f3probe_finds_and_leaves_no_trace(
    faults: Faults, lie: str, real: int, make_card: MakeCard
) -> None:
    card = make_card(CARD, faults=faults)
    before = card.backing.read_bytes()
    report = probed(card)
    assert (report.lie, report.real_bytes) == (lie, real)
    assert card.backing.read_bytes() == before
    kind, usable = f3probe(card)
    assert kind == F3_NAMES[lie]
    # f3probe 8.0 says half of what it is told (16 MiB) for the limbo of 20 MiB: never too much, but not the size.
    assert usable <= real if kind == "limbo" else usable == real


@pytest.mark.parametrize(("beyond", "lie"), [("drop", "constant"), ("wrap", "wraparound")])
def test_the_full_test_measures_a_fake_to_the_sector(beyond: str, lie: str, make_card: MakeCard) -> None:
    card = make_card(CARD, faults=Faults(real_bytes=REAL + 512 * 9, beyond=beyond))
    report = probed(card, full=True)
    assert (report.verdict, report.lie, report.real_bytes) == ("fake", lie, REAL + 512 * 9)


def test_a_wrap_at_any_size_is_found(make_card: MakeCard) -> None:
    card = make_card(CARD, faults=Faults(real_bytes=REAL + 512 * 7, beyond="wrap"))
    before = card.backing.read_bytes()
    report = probed(card)
    assert (report.lie, report.real_bytes) == ("wraparound", REAL + 512 * 7)
    assert card.backing.read_bytes() == before


@pytest.mark.parametrize("real", [CARD, REAL, REAL + 512 * 9], ids=["honest", "fake", "odd"])
def test_the_full_test_and_f3_come_to_the_same_end(real: int, make_card: MakeCard, mount_point: Path) -> None:
    """f3write and f3read need a file system, and leave to it what it needs itself."""
    faults = Faults(real_bytes=real, beyond="drop") if real < CARD else Faults()
    card = make_card(CARD, faults=faults)
    good, lost = f3_write_and_read(card, mount_point)
    report = probed(card, full=True)
    assert report.real_bytes == real
    assert (report.verdict == "fake") == (lost > 0)
    # Of each block of the file system that is cut in two f3 loses the one half only: to the sector, as we do.
    assert lost == CARD - real
    assert 0.9 * real < good <= real


def test_the_full_test_and_f3probe_name_the_same_wrap(make_card: MakeCard) -> None:
    """f3write cannot: what wraps around destroys the file system that it writes to."""
    card = make_card(CARD, faults=Faults(real_bytes=16 * MIB, beyond="wrap"))
    report = probed(card, full=True)
    assert f3probe(card) == (report.lie, report.real_bytes) == ("wraparound", 16 * MIB)
