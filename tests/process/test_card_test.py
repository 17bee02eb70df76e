"""Testing a card in the real helper: judged again there, stopped by a cancel, and nothing of it left on the card."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from nanowizard.cards.model import ProbeRequest
from nanowizard.core.errors import Cancelled, DriveError, HelperError
from nanowizard.core.events import Event, FindingReported, Progress
from nanowizard.core.task import RunContext
from nanowizard.drives.model import DriveIdentity
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_BYTES, CARD_FILE, CardSettings

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1 << 20
NEED = 96 * MIB


@pytest.fixture
def folder(folder: Path) -> Path:
    """Of a card that is in use."""
    with (folder / CARD_FILE).open("r+b") as file:
        for at in range(0, CARD_BYTES, 32 * MIB):
            file.seek(at + 4096)
            file.write(b"holidays" * 4096)
    return folder


def identity(client: HelperClient) -> DriveIdentity:
    return client.list_drives()[0].identity


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / CARD_FILE).read_bytes()).hexdigest()


def test_a_quick_test_leaves_the_card_as_it_was(client: HelperClient, folder: Path) -> None:
    before, events = digest(folder), list[Event]()
    report = client.probe(ProbeRequest(identity=identity(client)), RunContext(emit=events.append))
    assert report.verdict in ("good", "slow"), "how fast depends on this computer's disk"
    assert (report.lie, report.real_bytes, report.bad, report.not_restored) == ("", CARD_BYTES, (), ())
    assert digest(folder) == before
    assert any(isinstance(e, Progress) and e.phase == "probe" for e in events)


@pytest.mark.parametrize(("beyond", "lie"), [("wrap", "wraparound"), ("drop", "limbo")])
def test_a_fake_is_found_and_what_it_holds_is_kept(client: HelperClient, folder: Path, beyond: str, lie: str) -> None:
    real = 77 * MIB + 4096
    CardSettings(write_rate=None, read_rate=None, real_bytes=real, beyond=beyond).save(folder)
    before = digest(folder)
    report = client.probe(ProbeRequest(identity=identity(client), need_bytes=NEED), RunContext())
    assert report.verdict == "fake"
    # A card that reads as zeros where nothing is: one byte all over.
    assert (report.lie if beyond == "wrap" else {"constant": "limbo"}[report.lie]) == lie
    assert report.real_bytes == real
    assert digest(folder) == before


def test_a_cancel_is_answered_and_the_card_is_as_it_was(client: HelperClient, folder: Path) -> None:
    CardSettings(write_rate=64 * MIB, read_rate=128 * MIB).save(folder)
    before = digest(folder)

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "probe" and event.done > 200 * MIB:
            ctx.cancel.set()

    ctx = RunContext(emit=emit)
    with pytest.raises(Cancelled):
        client.probe(ProbeRequest(identity=identity(client)), ctx)
    assert digest(folder) == before


def test_a_card_that_is_pulled_out_says_what_it_lost(client: HelperClient, folder: Path) -> None:
    CardSettings(write_rate=None, read_rate=None, vanish_at=300 * MIB).save(folder)
    events: list[Event] = []
    with pytest.raises(DriveError) as caught:
        client.probe(ProbeRequest(identity=identity(client)), RunContext(emit=events.append))
    assert caught.value.code == "drive.gone"
    codes = [e.finding.code for e in events if isinstance(e, FindingReported)]
    assert codes in ([], ["card.not_restored"]), "nothing may have been written by then"


def test_more_than_the_card_says_is_refused_and_nothing_is_written(client: HelperClient, folder: Path) -> None:
    before = digest(folder)
    with pytest.raises(DriveError) as caught:
        client.probe(ProbeRequest(identity=identity(client), need_bytes=CARD_BYTES + 1), RunContext())
    assert caught.value.code == "drive.too_small"
    assert digest(folder) == before


@pytest.mark.parametrize("mode", ["quick", "full"])
def test_a_system_disk_another_card_and_a_protected_one_are_not_tested(
    client: HelperClient, folder: Path, mode: str
) -> None:
    system = next(drive for drive in client.list_drives() if drive.system)
    card = identity(client)
    CardSettings(write_protected=True).save(folder)
    before = digest(folder)
    wanted = {
        "drive.is_system": system.identity,
        "drive.changed": replace(card, serial="another"),
        "drive.write_protected": card,
    }
    for code, one in wanted.items():
        with pytest.raises(DriveError) as caught:
            client.probe(ProbeRequest(identity=one, mode=mode), RunContext())
        assert caught.value.code == code
    assert digest(folder) == before


def test_a_kind_of_test_that_does_not_exist_is_refused(client: HelperClient, folder: Path) -> None:
    before = digest(folder)
    with pytest.raises(HelperError):
        client.probe(ProbeRequest(identity=identity(client), mode="thorough"), RunContext())
    assert digest(folder) == before


def test_the_card_with_the_image_is_not_tested(client: HelperClient, tmp_path: Path) -> None:
    card = tmp_path / "card.img"
    card.write_bytes(bytes(446) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0]) + bytes(48) + b"\x55\xaa")
    with card.open("r+b") as file:
        file.truncate(8 * MIB)
    (drive,) = [d for d in client.list_drives(card_files=[card]) if d.path == str(card)]
    with pytest.raises(DriveError) as caught:
        client.probe(ProbeRequest(identity=drive.identity, mode="full", image=card), RunContext())
    assert caught.value.code == "drive.holds_image"


def test_a_full_test_writes_all_of_it(client: HelperClient, folder: Path, tmp_path: Path) -> None:
    card = tmp_path / "small.img"
    card.write_bytes(bytes(24 * MIB))
    (drive,) = [d for d in client.list_drives(card_files=[card]) if d.path == str(card)]
    report = client.probe(ProbeRequest(identity=drive.identity, mode="full"), RunContext())
    assert (report.verdict, report.tested_bytes, report.bad) == ("good", 24 * MIB, ())
    data = card.read_bytes()
    assert all(any(data[at : at + 512]) for at in range(0, len(data), 512))
