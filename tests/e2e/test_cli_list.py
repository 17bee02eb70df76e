"""nanowizard card list: what is on each card, for people and for programs."""

from __future__ import annotations

from nanowizard.practice.card import CARD_FILE
from nanowizard.practice.image import SMALLEST_IMAGE_BYTES, build_practice_image
from tests.support.command_line import CommandLine


def test_people_read_what_is_on_each_card(cli: CommandLine) -> None:
    ended = cli.run("--practice", "card", "list", "--all")
    assert (ended.code, ended.stderr) == (0, "")
    said = " ".join(ended.stdout.replace("│", " ").split())
    assert "What is on it" in said
    for fact in ("FAT32", "HOLIDAYS", "ext4"):
        assert fact in said


def test_programs_get_the_release_of_a_jetson_card(cli: CommandLine) -> None:
    cli.json("--practice", "card", "list")
    (card,) = cli.home.rglob(CARD_FILE)
    size = card.stat().st_size
    build_practice_image(card, size_bytes=SMALLEST_IMAGE_BYTES)
    with card.open("r+b") as file:
        file.truncate(size)
    drives = cli.json("--practice", "card", "list").last["result"]["drives"]
    (found,) = [drive for drive in drives if drive["name"] == "Practice card"]
    assert (found["contents"], found["table"], found["l4t"]) == ("jetson", "gpt", "32.7.1")
    assert (found["on_it"]["code"], found["on_it"]["params"]) == ("contents.jetson_release", {"release": "32.7.1"})
