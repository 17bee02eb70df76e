"""A row says where a card sits, what is on it, where it is open, and why it cannot be chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from support import window_parts as parts
from support.window_parts import Drive

from nanowizard.drives.model import Volume
from nanowizard.drives.policy import card_findings
from nanowizard.gui.pages.card.rows import card_choice, is_never_a_card
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.choice_row import ChoiceRow


def row(drive: Drive, **wish: Any) -> Choice:
    return card_choice(drive, card_findings(drive, **wish))


def lines(choice: Choice) -> list[str]:
    return choice.reason.replace("\u00a0", " ").splitlines()


def tags(choice: Choice) -> list[str]:
    return [tag.text for tag in choice.tags]


def at(*points: str) -> Drive:
    volumes = tuple(Volume(path=f"/dev/sandisk{n}", mount_points=(point,)) for n, point in enumerate(points))
    return replace(parts.SANDISK, volumes=volumes, reader="")


def test_a_card_is_described_by_place_contents_and_use() -> None:
    choice = row(parts.SANDISK)
    assert lines(choice) == ["USB · Transcend USB reader · one FAT32 volume “NO NAME” · 12.1 GB used"]
    assert (choice.choosable, tags(choice)) == (True, ["Ready"])


def test_a_new_jetson_card_in_an_sd_slot() -> None:
    assert lines(row(parts.FRESH)) == ["SD slot · Jetson image, L4T 32.7.1"]


def test_a_used_nano_card_with_one_partition_is_normal() -> None:
    choice = row(parts.USED)
    assert tags(choice) == ["Ready", "MaxSPI"]
    assert lines(choice) == [
        "USB · used Nano card, L4T 32.7.1: one partition is normal",
        "mounted at /media/ada/5ab1f4c0…6e-9c43-2a5e8c9d1e01",
    ]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (["E:\\"], "opened as E:"),
        (["E:\\", "F:\\"], "opened as E: and F:"),
        (["E:\\", "F:\\", "G:\\", "H:\\"], "opened as E:, F: and 2 more"),
        (["/media/ada/CANON_DC"], "mounted at /media/ada/CANON_DC"),
        (["/media/a", "/media/b"], "mounted at /media/a and /media/b"),
        (["E:\\", "C:\\Cards\\"], "mounted at E:\\ and C:\\Cards\\"),
    ],
)
def test_letters_and_folders(points: list[str], said: str) -> None:
    (line,) = lines(row(at(*points)))
    assert line.endswith(f" · {said}")


def test_a_long_folder_is_shortened_in_its_middle_and_spoken_whole(qtbot: QtBot) -> None:
    long = "/run/media/ada/5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01"
    choice = row(at(long))
    shown = lines(choice)[0].rpartition(" at ")[2]
    assert shown == "/run/media/ada/5ab1…6e-9c43-2a5e8c9d1e01"
    widget = ChoiceRow(choice)
    qtbot.addWidget(widget)
    assert long in widget.accessibleDescription()
    assert long in widget.toolTip()


def test_the_nano_itself_is_shown_and_says_so() -> None:
    findings = card_findings(parts.NANO)
    choice = card_choice(parts.NANO, findings)
    assert not is_never_a_card(findings), "who plugs the Nano in wonders what this disk is"
    assert not choice.choosable
    assert tags(choice) == ["The Nano"]
    assert lines(choice) == [
        "This is the Nano itself. To write its card, put the card in here.",
        "USB · help disk of a Nano that runs L4T 32.7.1 · opened as F:",
    ]


@pytest.mark.parametrize(
    ("drive", "wish", "tag", "reason"),
    [
        (parts.SYSTEM, {}, "System disk", "This computer runs from it. It can never be chosen."),
        (parts.LOCKED, {}, "Read-only", "It is locked. Slide the small switch on the adapter."),
        (parts.READER, {}, "Empty", "The reader works, but there is no card in it."),
        (
            parts.KINGSTON,
            {"image_bytes": parts.IMAGE_BYTES},
            "Too small",
            "5.8 GB too small for this image, which needs 13.8 GB.",
        ),
        (
            parts.KINGSTON,
            {"image_bytes": parts.KINGSTON.size_bytes + 512},
            "Too small",
            "512 B too small for this image, which needs 8.0 GB.",
        ),
        (
            parts.SANDISK,
            {"holds_image": [parts.SANDISK.path]},
            "Holds the image",
            "The image itself lies on it. Copy the image elsewhere first.",
        ),
        (
            replace(parts.SANDISK, withheld="read_only"),
            {},
            "Read-only",
            "Windows keeps it read-only. A repair takes that back.",
        ),
        (
            replace(parts.SANDISK, removable=False, bus="internal"),
            {},
            "Built in",
            "It is built into this computer. It can never be chosen.",
        ),
    ],
    ids=["system", "locked", "empty", "too-small", "by-a-sector", "image", "withheld", "internal"],
)
def test_what_cannot_be_chosen_says_why(
    drive: Drive, wish: dict[str, Any], tag: str, reason: str, qtbot: QtBot
) -> None:
    choice = row(drive, **wish)
    assert not choice.choosable
    assert tags(choice)[0] == tag
    assert lines(choice)[0] == reason
    widget = ChoiceRow(choice)
    qtbot.addWidget(widget)
    assert drive.name in widget.accessibleName()
    assert tag in widget.accessibleName()
    assert "cannot be chosen" in widget.accessibleName()
    assert reason in widget.accessibleDescription().replace("\u00a0", " ")


def test_a_large_disk_warns_and_still_says_what_is_on_it() -> None:
    choice = row(parts.BACKUP)
    assert tags(choice) == ["Very large", "BitLocker"]
    assert choice.choosable
    assert lines(choice)[0] == "USB · 3 partitions, among them Photos, Music · opened as E:, F: and 1 more"
    assert "encrypted with BitLocker" in lines(choice)[1]
    assert "that is large for a card" in lines(choice)[2]


def test_two_tags_at_most() -> None:
    much = replace(parts.USED, withheld="offline", size_bytes=parts.BACKUP.size_bytes)
    assert tags(row(much)) == ["Very large", "MaxSPI"]
    assert tags(row(replace(much, volumes=parts.BACKUP.volumes))) == ["Very large", "BitLocker"]


def test_an_interrupted_write_is_the_first_thing_said() -> None:
    choice = row(parts.BROKEN_OFF)
    assert tags(choice) == ["Not ready"]
    assert lines(choice) == ["USB · Realtek RTS5139 · writing it broke off; write it again"]


@pytest.mark.parametrize(("error", "named"), [(0, ""), (1117, " (error 1117)")])
def test_a_card_that_does_not_answer_stays_in_the_list(error: int, named: str) -> None:
    silent = replace(parts.SANDISK, size_bytes=0, volumes=(), contents="unknown", silent=error)
    choice = row(silent)
    assert not is_never_a_card(card_findings(silent))
    assert (choice.choosable, tags(choice), choice.icon) == (False, ["No answer"], "card")
    assert choice.title == parts.SANDISK.name
    assert lines(choice) == [
        f"It does not answer{named}. Try the card in another reader.",
        "USB · Transcend USB reader",
    ]
