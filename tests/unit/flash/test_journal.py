"""What is remembered of a flash, and that nothing of it is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.events import Event, Finding, FindingReported, Progress, Severity, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.flash.journal import FlashJournal
from nanowizard.flash.model import FlashReport, Sample

CARD = DriveIdentity(
    backend="linux", path="/dev/sdx", bus_path="usb-1", serial="12", model="Reader", size_bytes=1 << 34, diskseq=7
)
PUT_BACK = replace(CARD, path="/dev/sdy", diskseq=8)
SAMPLES = (Sample(offset=1 << 20, length=4096, sha256="ab"),)
MARKED = FindingReported(finding=Finding(code="flash.updating", severity=Severity.INFO))


def drive(identity: DriveIdentity = PUT_BACK, contents: str = "not_ready") -> Drive:
    return Drive(identity=identity, name="Card", bus="usb", size_bytes=identity.size_bytes, contents=contents)


def report() -> FlashReport:
    counts: Any = dict.fromkeys(("raw_bytes", "written_bytes", "skipped_bytes", "verified_bytes"), 1)
    return FlashReport(**counts, write_s=1.0, verify_s=1.0, sha256="", samples=SAMPLES)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "nano.img"
    file.write_bytes(b"image")
    return file


@pytest.fixture
def journal(tmp_path: Path) -> FlashJournal:
    return FlashJournal(tmp_path / "flashes.json")


def follow(journal: FlashJournal, image: Path, *events: Event) -> list[Event]:
    passed: list[Event] = []
    with journal.following(image, CARD, RunContext(emit=passed.append)) as ctx:
        for event in events:
            ctx.emit(event)
    return passed


def test_a_flash_that_broke_off_can_go_on_wherever_the_card_is_put(journal: FlashJournal, image: Path) -> None:
    written = [Progress(phase="write", done=n << 20, total=1 << 30) for n in range(0, 100, 5)]
    events = [StepStarted(step="flash.prepare"), *written]
    assert follow(journal, image, *events) == events
    (found,) = journal.findings(image, drive())
    assert (found.code, found.severity) == ("flash.can_continue", Severity.INFO)
    assert 60 << 20 < found.params["done_bytes"] <= 95 << 20


@pytest.mark.parametrize("contents", ["jetson", "empty", "unknown"])
def test_the_card_must_say_so_too(journal: FlashJournal, image: Path, contents: str) -> None:
    follow(journal, image, StepStarted(step="flash.prepare"))
    assert journal.findings(image, drive())
    assert journal.findings(image, drive(contents=contents)) == []


def test_what_ended_before_the_first_write_is_not_remembered(journal: FlashJournal, image: Path) -> None:
    follow(journal, image, StepStarted(step="flash.look"), MARKED, StepStarted(step="flash.prepare"))
    assert journal.findings(image, drive()) == []
    follow(journal, image, MARKED, StepStarted(step="flash.prepare"), StepStarted(step="flash.mark"))
    assert len(journal.findings(image, drive())) == 1


def test_another_card_or_image_is_not_continued(journal: FlashJournal, image: Path) -> None:
    follow(journal, image, StepStarted(step="flash.prepare"))
    assert journal.findings(image, drive(replace(PUT_BACK, serial="13"))) == []
    assert journal.findings(image, drive(replace(PUT_BACK, cid="1b534d"))) == []
    assert journal.findings(image.with_name("other.img"), drive()) == []
    image.write_bytes(b"a longer image")
    assert journal.findings(image, drive()) == []


def test_only_the_last_flash_of_a_card_counts(journal: FlashJournal, image: Path) -> None:
    other = image.with_name("other.img")
    other.write_bytes(b"other")
    follow(journal, image, StepStarted(step="flash.prepare"))
    follow(journal, other, StepStarted(step="flash.prepare"))
    assert journal.findings(image, drive()) == []
    assert len(journal.findings(other, drive())) == 1


def test_after_a_good_end_there_is_nothing_to_continue_but_something_to_know(
    journal: FlashJournal, image: Path
) -> None:
    follow(journal, image, StepStarted(step="flash.prepare"))
    journal.finished(image, CARD, report())
    assert journal.findings(image, drive()) == []
    assert journal.samples(image) == SAMPLES
    follow(journal, image, StepStarted(step="flash.prepare"))
    assert journal.samples(image) == SAMPLES, "a later flash does not forget them"
    image.write_bytes(b"changed")
    assert journal.samples(image) == ()


def test_few_are_kept(journal: FlashJournal, image: Path, tmp_path: Path) -> None:
    for number in range(20):
        file = tmp_path / f"{number}.img"
        file.write_bytes(b"x")
        follow(journal, file, StepStarted(step="flash.prepare"))
    assert len(json.loads((tmp_path / "flashes.json").read_text())["flashes"]) == 16


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"schema": 1}',
        '{"schema": 1, "flashes": {"a": 1}}',
        '{"schema": 1, "flashes": [1, {"image": 1}]}',
        '{"schema": 1, "flashes": [{"image": null, "card": null, "done_bytes": "x", "samples": 5}]}',
        "SAMPLES",
    ],
)
def test_a_file_that_was_tampered_with_says_nothing(journal: FlashJournal, image: Path, content: str) -> None:
    file = image.with_name("flashes.json")
    if content == "SAMPLES":
        journal.finished(image, CARD, report())
        content = file.read_text().replace('"ab"', "7")
    file.write_text(content)
    assert journal.findings(image, drive()) == []
    assert journal.samples(image) == ()
    follow(journal, image, StepStarted(step="flash.prepare"))
    assert len(journal.findings(image, drive())) == 1


def test_a_full_disk_is_no_reason_to_stop(image: Path) -> None:
    journal = FlashJournal(image / "not a folder" / "flashes.json")
    assert len(follow(journal, image, StepStarted(step="flash.prepare"))) == 1
    journal.finished(image, CARD, report())
