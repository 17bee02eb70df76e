"""What the kernel complained of: lines as kernels 4.19 to 6.8 write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nanowizard.drives.linux.kernel_log import LATELY_S, read_troubles, troubles_in

NOW_S = 1000.0
SILENT = "mmc0: error -110 whilst initialising SD card"
NO_START = "usb usb1-port2: unable to enumerate USB device"


def troubles(*lines: str, at_s: float = NOW_S) -> dict[str, str]:
    records = [f"6,{number},{int(at_s * 1_000_000)},-;{line}\n DEVICE=x\n" for number, line in enumerate(lines)]
    return troubles_in(records, now_s=NOW_S)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (SILENT, "mmc0"),
        ("mmc1: error -84 whilst initialising MMC card", "mmc1"),
        (NO_START, "1-2"),
        ("usb usb12-port10: unable to enumerate USB device", "12-10"),
        ("usb 1-1-port3: unable to enumerate USB device", "1-1.3"),
        ("usb 2-1.4-port1: unable to enumerate USB device", "2-1.4.1"),
        ("usb usb3-port1: over-current condition", "3-1"),
    ],
)
def test_a_complaint_has_its_place(line: str, place: str) -> None:
    assert list(troubles(line)) == [place]


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        (SILENT, "mmc0: new ultra high speed SDR104 SDXC card at address aaaa"),
        (SILENT, "mmc0: card aaaa removed"),
        (NO_START, "usb 1-2: New USB device found, idVendor=058f, idProduct=6366, bcdDevice= 1.00"),
        (NO_START, "usb 1-2: USB disconnect, device number 7"),
    ],
)
def test_what_went_well_afterwards_takes_it_back(bad: str, good: str) -> None:
    assert troubles(bad, good) == {}
    assert len(troubles(good, bad)) == 1


def test_another_place_takes_nothing_back() -> None:
    assert list(troubles(SILENT, "mmc1: card aaaa removed")) == ["mmc0"]


def test_what_was_long_ago_says_nothing() -> None:
    assert troubles(SILENT, at_s=NOW_S - LATELY_S - 1) == {}
    assert troubles(SILENT, at_s=NOW_S - LATELY_S + 1)


@pytest.mark.parametrize("record", ["", "6,1", "6,1,x,-;" + SILENT, "6;" + SILENT, "no head"])
def test_odd_records_are_passed_over(record: str) -> None:
    assert troubles_in([record], now_s=NOW_S) == {}


def test_what_a_program_writes_into_the_log_is_no_complaint_of_the_kernel() -> None:
    assert troubles("someone: " + SILENT) == {}


def test_a_log_that_is_closed_or_not_there_says_nothing(tmp_path: Path) -> None:
    assert read_troubles(tmp_path / "nothing") == {}


def test_a_log_without_news_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    holder = os.open(pipe, os.O_RDWR)
    try:
        assert read_troubles(pipe) == {}
    finally:
        os.close(holder)
