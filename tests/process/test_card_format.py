"""Formatting and repairing over the real helper process, and by command: what a person gets, down to the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import CommandLine
from support.volumes import blkid, cut_out, fsck, tool

from nanowizard.cards.model import FormatRequest, PartitionWish, RepairRequest
from nanowizard.core.errors import Cancelled, DriveError, NanoWizardError
from nanowizard.core.events import Event, Progress, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import DriveIdentity
from nanowizard.drives.partition import read_table
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings

MIB = 1024 * 1024


def identity(client: HelperClient) -> DriveIdentity:
    return client.list_drives()[0].identity


def marked(file: Path) -> bool:
    with file.open("rb") as card:
        return read_marker(card.read(4096)) is not None


def is_accepted(file: Path, filesystem: str, number: int = 1) -> dict[str, str]:
    tool("sfdisk", "--verify", file)
    with file.open("rb") as card:

        def read(offset: int, length: int) -> bytes:
            card.seek(offset)
            return card.read(length)

        part = read_table(read, file.stat().st_size).partitions[number - 1]
    volume = cut_out(file, part.start_bytes, part.size_bytes, file.with_suffix(".volume"))
    fsck(volume, filesystem)
    return blkid(volume)


def test_the_practice_card_is_formatted(client: HelperClient, folder: Path) -> None:
    events: list[Event] = []
    request = FormatRequest(identity=identity(client), label="practice")
    report = client.format(request, RunContext(emit=events.append))
    assert (report.filesystem, report.ejected, report.bad) == ("fat16", True, ())
    assert [event.step for event in events if isinstance(event, StepStarted)][-1] == "flash.eject"
    assert is_accepted(folder / CARD_FILE, "vfat")["LABEL_ENC"] == "PRACTICE"
    assert client.list_drives()[0].contents == "partitions"


def test_the_practice_card_is_divided_as_wished(client: HelperClient, folder: Path) -> None:
    wishes = (
        PartitionWish(size_bytes=100 * MIB, filesystem="exfat", label="one"),
        PartitionWish(filesystem="fat32"),
    )
    request = FormatRequest(identity=identity(client), table="gpt", partitions=wishes)
    assert client.format(request, RunContext()).filesystem == "exfat"
    assert "No problems found" in tool("sgdisk", "-v", folder / CARD_FILE)
    assert is_accepted(folder / CARD_FILE, "exfat")["LABEL_ENC"] == "one"


def test_the_practice_card_is_repaired(client: HelperClient, folder: Path) -> None:
    with (folder / CARD_FILE).open("r+b") as card:
        card.seek(446)
        card.write(b"\xff" * 64)
    report = client.repair(RepairRequest(identity=identity(client)), RunContext())
    assert report.found[0] == "garbage_table"
    assert report.ejected
    is_accepted(folder / CARD_FILE, "vfat")


def test_the_helper_judges_again(client: HelperClient) -> None:
    """Requests for the system disk, as a broken or hostile client could send them."""
    system = next(drive for drive in client.list_drives() if drive.system).identity
    for ask in (
        lambda: client.format(FormatRequest(identity=system, very_large=True), RunContext()),
        lambda: client.repair(RepairRequest(identity=system, very_large=True), RunContext()),
    ):
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            ask()


@pytest.mark.parametrize(
    ("settings", "code", "left_marked"),
    [
        (CardSettings(inserted=False), "drive.gone", False),
        (CardSettings(write_protected=True), "drive.write_protected", False),
        (CardSettings(vanish_at=120 * MIB), "drive.gone", True),
        (CardSettings(full_at=200 * MIB), "drive.full", True),
        (CardSettings(corrupt_at=300 * 1024, corrupt_always=True, read_rate=None), "card.does_not_keep", True),
    ],
    ids=["out", "protected", "pulled", "full", "corrupt"],
)
def test_cards_that_misbehave(
    client: HelperClient, folder: Path, settings: CardSettings, code: str, left_marked: bool
) -> None:
    request = FormatRequest(identity=identity(client), mode="full")
    settings.save(folder)
    with pytest.raises(NanoWizardError) as caught:
        client.format(request, RunContext())
    assert (caught.value.code, marked(folder / CARD_FILE)) == (code, left_marked)


def test_a_cancel_of_a_slow_overwrite(client: HelperClient, folder: Path) -> None:
    request = FormatRequest(identity=identity(client), mode="full")
    CardSettings(write_rate=8 * MIB, read_rate=None).save(folder)
    etas: list[float] = []

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "overwrite" and event.eta_s:
            etas.append(event.eta_s)
            ctx.cancel.set()

    ctx = RunContext(emit=emit)
    with pytest.raises(Cancelled):
        client.format(request, ctx)
    assert etas
    assert marked(folder / CARD_FILE)
    assert client.list_drives()[0].contents == "not_ready"


# By command


@pytest.fixture
def card(tmp_path: Path) -> Path:
    file = tmp_path / "card.img"
    with file.open("wb") as new:
        new.truncate(4_000_000_000 // 4096 * 4096)
    return file


def test_a_card_file_is_formatted_by_command(tmp_path: Path, card: Path) -> None:
    ran = CommandLine(tmp_path / "home").run("card", "format", "--card", card, "--label", "mine", "--yes", "--json")
    assert ran.code == 0, ran.stderr
    end = ran.events[-1]
    assert (end["task"], end["status"], end["result"]["filesystem"]) == ("card.format", "succeeded", "fat32")
    assert is_accepted(card, "vfat")["LABEL_ENC"] == "MINE"


@pytest.mark.parametrize("table", ["mbr", "gpt"])
def test_a_card_file_is_divided_by_command(tmp_path: Path, card: Path, table: str) -> None:
    wishes = ("fat32:512MB:boot", "none:1G", "exfat:1.5G:数据")
    options = [part for wish in wishes for part in ("--partition", wish)]
    ran = CommandLine(tmp_path / "home").run(
        "card", "format", "--card", card, *options, *(["--gpt"] if table == "gpt" else []), "--yes"
    )
    assert ran.code == 0, ran.stderr
    assert "not used" in ran.stdout
    assert ran.stdout.index("New table") < ran.stdout.index("Format the card")
    if table == "gpt":
        assert "No problems found" in tool("sgdisk", "-v", card)
    assert is_accepted(card, "vfat")["LABEL_ENC"] == "BOOT"
    assert is_accepted(card, "exfat", 3)["LABEL_ENC"] == "数据"


def test_what_a_wish_comes_to_is_shown_before_anybody_agreed(tmp_path: Path, card: Path) -> None:
    before = card.stat().st_mtime_ns
    ran = CommandLine(tmp_path / "home").run("card", "format", "--card", card, "--partition", "fat32:1G:BOOT")
    assert ran.code == 3
    assert ran.stdout.index("BOOT") < ran.stdout.index("will be erased")
    assert card.stat().st_mtime_ns == before


def test_with_json_the_table_is_not_among_the_events(tmp_path: Path, card: Path) -> None:
    ended = CommandLine(tmp_path / "home").json("card", "format", "--card", card, "--partition", "fat32:1G", "--yes")
    assert ended.last["result"]["filesystem"] == "fat32"


def test_a_card_file_is_repaired_by_command(tmp_path: Path, card: Path) -> None:
    with card.open("r+b") as file:
        file.write(b"garbage".ljust(510, b"!") + b"\x55\xaa")
    ran = CommandLine(tmp_path / "home").run("card", "repair", "--card", card, "--yes")
    assert ran.code == 0, ran.stderr
    assert "there is something else" in " ".join(ran.stdout.split())
    is_accepted(card, "vfat")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["format"], 3, "will be erased"),
        (["repair"], 3, "will be erased"),
        (["format", "--yes", "--label", "far too long"], 1, "at most eleven characters"),
        (["format", "--yes", "--erase"], 1, "cannot erase the whole card at once"),
        (["format", "--yes", "--erase", "--full"], 2, "choose"),
        (["format", "--yes", "--partition", "ext4:1G"], 2, "none:1G"),
        (["format", "--yes", "--partition", "fat32:1G", "--label", "A"], 2, "its own name"),
        (["format", "--yes", "--partition", "fat32:1M"], 1, "it takes 41.9 MB"),
        (["format", "--yes", "--partition", "fat32:9G"], 1, "has room for 4.0 GB"),
        (["format", "--yes", "--partition", "none:rest:root"], 1, "choose a GPT"),
        (["format", "--yes", *["--partition", "none:8M"] * 5], 1, "or for a GPT"),
        (["format", "--yes", *["--partition", "none:rest"] * 2], 1, "what is left"),
    ],
)
def test_what_is_refused(tmp_path: Path, card: Path, arguments: list[str], code: int, says: str) -> None:
    before = card.stat().st_mtime_ns
    ran = CommandLine(tmp_path / "home").run("card", *arguments, "--card", card)
    assert ran.code == code
    assert says in " ".join((ran.stdout + ran.stderr).split())
    assert card.stat().st_mtime_ns == before
