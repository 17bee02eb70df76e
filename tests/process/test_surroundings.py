"""What is around the drives, asked of the real helper: beside a card that is being written, and of this computer."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.events import Event, Progress
from nanowizard.core.task import RunContext
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CardSettings, prepare_card
from nanowizard.practice.service import command

MIB = 1024 * 1024
SLOW = 4 * MIB
QUICK_S = 10.0  # some hundredths of a second, unless a service hangs: then its time limits add up to this


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "practice"
    prepare_card(folder)
    return folder


@pytest.fixture
def practice(folder: Path) -> Iterator[HelperClient]:
    with HelperClient(command(folder)) as client:
        yield client


@pytest.fixture
def real() -> Iterator[HelperClient]:
    with HelperClient() as client:
        yield client


def test_a_practice_card_has_no_surroundings(practice: HelperClient) -> None:
    assert practice.surroundings() == Surroundings()
    practice.remedy(RemedyRequest(action="look_again"))


def test_only_remedies_of_the_list_are_carried_out(practice: HelperClient) -> None:
    with pytest.raises(HelperError, match=r"helper\.protocol"):
        practice.remedy(RemedyRequest(action="erase", place="/dev/sda"))
    assert practice.list_drives()


def test_it_is_answered_while_a_card_is_written(practice: HelperClient, folder: Path, tmp_path: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    image = tmp_path / "disk.img"
    image.write_bytes(bytes(510) + b"\x55\xaa" + b"x" * (32 * MIB - 512))
    card = next(drive for drive in practice.list_drives() if drive.medium_present and not drive.system)
    answers: list[Surroundings] = []

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "write" and not answers:
            answers.append(practice.surroundings())
            ctx.cancel.set()

    ctx = RunContext(emit=emit)
    with pytest.raises(Cancelled):
        practice.flash(FlashRequest(identity=card.identity, image=image, full=True), ctx)
    assert answers == [Surroundings()]


@pytest.mark.skipif(sys.platform != "linux", reason="the surroundings of Linux")
def test_this_computer_answers_quickly_and_in_full(real: HelperClient) -> None:
    real.list_drives()
    began = time.monotonic()
    found = real.surroundings()
    assert time.monotonic() - began < QUICK_S
    assert (found.system, found.unanswered) == ("linux", ())
    assert {"usb_storage", "sd_mod", "mmc_block"} <= {driver.name for driver in found.drivers}
    assert found.service("udev") in ("ready", "missing")


@pytest.mark.skipif(sys.platform != "linux", reason="the surroundings of Linux")
def test_looking_again_is_allowed_to_everybody(real: HelperClient) -> None:
    real.remedy(RemedyRequest(action="look_again"))
