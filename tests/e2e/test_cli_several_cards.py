"""`card flash` with several cards: exit codes, the events of each card, and what a person reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.practice.card import CardSettings, prepare_card
from tests.support.archives import zipped
from tests.support.command_line import CommandLine, Ended
from tests.support.scripted_web import scripted_web
from tests.support.wizard_moves import practice_folder

MIB = 1 << 20
SIZE = 8 * MIB


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "disk.img"
    data = bytearray((bytes(range(1, 256)) * (SIZE // 255 + 1))[:SIZE])
    data[:512] = bytes(446) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x38, 0, 0]) + bytes(48) + b"\x55\xaa"
    path.write_bytes(data)
    return path


@pytest.fixture
def cards(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"card{number}.img" for number in range(2)]
    for path in paths:
        with path.open("wb") as new:
            new.truncate(32 * MIB)
    return paths


def ends(ended: Ended) -> dict[str, Any]:
    """Each card's last event."""
    said = [event for event in ended.events if event["event"] == "card_said"]
    return {event["card"]: event["said"] for event in said if event["said"]["event"] == "task_finished"}


def flash(image: Path, *cards: Path) -> list[str | Path]:
    return ["card", "flash", image, *(word for card in cards for word in ("--card", card))]


def test_both_cards_are_written_and_the_result_has_both(cli: CommandLine, image: Path, cards: list[Path]) -> None:
    ended = cli.json(*flash(image, *cards), "--yes")
    assert (ended.code, ended.last["task"], ended.last["status"]) == (0, "card.flash_many", "succeeded")
    assert ended.last["result"]["cards"] == ends(ended)
    assert set(ends(ended)) == {str(card) for card in cards}
    for card in cards:
        assert card.read_bytes().startswith(image.read_bytes())
        assert ends(ended)[str(card)]["result"]["sha256"]
        assert "samples" not in ends(ended)[str(card)]["result"]
    (journal,) = cli.home.rglob("flashes.json")
    assert [one["done_bytes"] for one in json.loads(journal.read_text())["flashes"]] == [None, None]


def test_a_card_that_fails_is_told_by_the_exit_code_and_the_other_one_is_finished(
    cli: CommandLine, image: Path, cards: list[Path]
) -> None:
    folder = practice_folder(cli.home)
    broken = prepare_card(folder)
    CardSettings(write_rate=None, read_rate=None, fails_at=4 * MIB).save(folder)
    ended = cli.json("--practice", *flash(image, broken, cards[0]), "--yes")
    assert ended.code == 1
    assert ended.last["error"]["code"] == "flash.cards_failed"
    assert ended.last["error"]["params"] == {"failed": 1, "cards": 2}
    assert ends(ended)[str(broken)]["error"]["code"] == "drive.io"
    assert ends(ended)[str(cards[0])]["status"] == "succeeded"
    assert cards[0].read_bytes().startswith(image.read_bytes())
    said = cli.run("--practice", *flash(image, broken, cards[0]), "--yes")
    assert said.code == 1
    assert f"✗ {broken}: did not work" in said.stdout
    assert f"✓ {cards[0]}: done" in said.stdout


def test_every_card_must_be_agreed_to_and_fit(cli: CommandLine, image: Path, cards: list[Path]) -> None:
    asked = cli.json(*flash(image, *cards))
    assert (asked.code, asked.last["status"]) == (3, "blocked")
    assert asked.findings()["flash.cards_blocked"]["params"] == {"paths": [str(card) for card in cards]}
    said = [event for event in asked.events if event["event"] == "card_said"]
    assert [event["said"]["finding"]["code"] for event in said].count("flash.not_confirmed") == 2
    with cards[1].open("r+b") as file:
        file.truncate(4 * MIB)
    small = cli.json(*flash(image, *cards), "--yes")
    assert small.code == 3
    assert small.findings()["flash.cards_blocked"]["params"] == {"paths": [str(cards[1])]}
    assert not any(card.read_bytes().strip(b"\0") for card in cards)


def test_the_same_card_twice_is_refused(cli: CommandLine, image: Path, cards: list[Path]) -> None:
    link = cards[0].parent / "link"
    link.symlink_to(cards[0])
    ended = cli.json(*flash(image, cards[0], link), "--yes")
    assert ended.code == 3
    assert ended.findings()["flash.same_card"]["params"] == {"path": str(cards[0])}


def test_a_name_is_downloaded_once_and_then_written_to_all(
    cli: CommandLine, image: Path, cards: list[Path], tmp_path: Path
) -> None:
    archive = zipped(image.read_bytes())
    catalog = tmp_path / "list.json"
    words = ["--yes", "--catalog", catalog, "--limit-rate", "90M", "--source"]
    entry = {"id": "mine", "title": "Mine", "kind": "community", "board": "jetson-nano-4gb", "file": "mine.zip"}
    with scripted_web(lambda request, out: out.file(request, archive, ETag='"1"')) as web:
        catalog.write_text(json.dumps({"schema": 1, "images": [entry | {"urls": ["http://192.0.2.1/a"]}]}))
        ended = cli.json(*flash(Path("mine"), *cards), *words, web.url("/mine.zip"))
    assert ended.code == 0, ended.last
    for card in cards:
        assert card.read_bytes().startswith(image.read_bytes())
        with card.open("r+b") as file:
            file.write(bytes(SIZE))
    again = cli.json(*flash(Path("mine"), *cards), *words[:3])  # nobody serves it any more
    assert again.code == 0, again.last
    assert "image.found_here" in again.findings()
    assert all(card.read_bytes().startswith(image.read_bytes()) for card in cards)


def test_what_several_cards_need_is_kept(cli: CommandLine, cards: list[Path]) -> None:
    ended = cli.run(*flash(Path("mine"), *cards), "--yes", "--no-keep")
    assert ended.code == 2
    assert "leave --no-keep out" in " ".join(ended.stderr.split())
