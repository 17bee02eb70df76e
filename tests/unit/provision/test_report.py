"""The report: what boards say, as data, and what a person is told of it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.messages.table import MESSAGES
from nanowizard.provision.report.board import Board, parse_board
from nanowizard.provision.report.facts import Report, report_params
from nanowizard.provision.report.findings import PAGES, report_findings
from nanowizard.provision.report.parse import (
    Lock,
    Place,
    PowerMode,
    parse_alarms,
    parse_audit,
    parse_cuda,
    parse_locks,
    parse_place,
    parse_power_mode,
    parse_temperature,
)
from nanowizard.remote.facts import DiskSpace, NanoFacts, SwapArea
from nanowizard.remote.jobs_list import JobFact

DATA = Path(__file__).resolve().parents[2] / "data" / "nano" / "report.json"
CASES: list[dict[str, Any]] = json.loads(DATA.read_text())
NANO = NanoFacts(model="NVIDIA Jetson Nano Developer Kit", swap=[SwapArea("/swapfile", "file", 4 << 30, 0, -2)])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_board_is_recognised(case: dict[str, Any]) -> None:
    board = parse_board(case["compatible"], case["dts"])
    assert dataclasses.asdict(board) == case["board"]


def told(**facts: Any) -> dict[str, dict[str, Any]]:
    nano = dataclasses.replace(NANO, **facts.pop("nano", {}))
    return {finding.code: dict(finding.params) for finding in report_findings(Report(nano=nano, **facts))}


def test_a_good_nano_needs_no_words() -> None:
    place = Place("mmcblk0p1", 31_745_000_000, 31_760_000_000, 15_000_000)
    disk = DiskSpace("ext4", 31_138_512_896, 17_338_512_503)
    good = {"place": place, "power_mode": PowerMode("MAXN", 0), "temperature_c": 45.0, "board": Board("4gb")}
    assert told(nano={"disk": disk, "clock_ahead_s": -3.0}, **good) == {}


def test_each_thing_that_is_wrong_is_said() -> None:
    assert told(board=Board("emmc", "p3448-0002")) == {"nano.emmc_module": {"module": "p3448-0002"}}
    assert told(alarms=3) == {"nano.weak_power": {"count": 3}}
    assert told(temperature_c=91.5) == {"nano.hot": {"temperature": 92}}
    assert told(power_mode=PowerMode("5W", 1)) == {"nano.power_mode_low": {"mode": "5W"}}
    assert told(nano={"clock_ahead_s": -86400.0}) == {"nano.clock_off": {"off_s": 86400.0}}
    assert told(network="no_route") == {"nano.no_route": {}}
    assert told(network="no_names") == {"nano.no_names": {}}
    assert told(network="no_web") == {"nano.no_web": {}}
    assert told(broken=["nvidia-l4t-bootloader"]) == {"nano.half_installed": {"packages": ["nvidia-l4t-bootloader"]}}
    assert told(locks=[Lock("packagekitd", 7, "/x")]) == {"nano.packages_busy": {"programs": ["packagekitd"]}}
    assert told(nano={"swap": []}) == {"nano.no_swap_file": {}}
    job = JobFact("nano.apt.update", ("apt-get", "update"), "running", None, 0, 7)
    assert told(jobs=[job]) == {"nano.work_goes_on": {"jobs": ["nano.apt.update"]}}
    assert told(jobs=[dataclasses.replace(job, state="ended")]) == {}
    assert told(nano={"disk": DiskSpace("ext4", 13_000_000_000, 900_000_000)}) == {
        "nano.disk_low": {"free_bytes": 900_000_000}
    }


def test_a_card_that_is_not_used_whole() -> None:
    card, app = 63_864_569_856, 13_799_260_160
    unused = card - app
    assert told(place=Place("mmcblk0p1", app, card, unused)) == {"nano.rootfs_not_grown": {"unused_bytes": unused}}
    # The partition has grown, and the file system in it has not.
    disk = DiskSpace("ext4", 13_500_000_000, 5_000_000_000)
    (params,) = told(place=Place("mmcblk0p1", card, card, 0), nano={"disk": disk}).values()
    assert params["unused_bytes"] == card - int(13_500_000_000 * 1.1)


def test_the_worst_comes_first() -> None:
    findings = report_findings(Report(nano=dataclasses.replace(NANO, swap=[]), alarms=1, network="no_names"))
    assert [finding.code for finding in findings][-1] == "nano.no_swap_file"


def test_every_task_that_helps_has_words() -> None:
    assert set(PAGES) <= set(MESSAGES)
    assert {f"task.{task}" for task in PAGES.values()} <= set(MESSAGES)


def test_what_is_not_known_is_left_out() -> None:
    assert report_params(Report(nano=NanoFacts(), asked_root=False)) == {
        "network": "ok",
        "half_installed": [],
        "package_locks": [],
        "jobs": [],
    }


def test_the_power_mode_stands_behind_warnings() -> None:
    said = "NVPM WARN: fan mode is not set!\nNV Power Mode: 5W\n1\n"
    assert parse_power_mode(said) == PowerMode("5W", 1)
    assert parse_power_mode("NV Power Mode: MAXN\n0\n") == PowerMode("MAXN", 0)
    assert parse_power_mode("") is None


def test_the_hottest_zone_that_is_measured() -> None:
    zone = "/sys/class/thermal/thermal_zone{}/{}"
    files = {zone.format(0, "type"): "CPU-therm\n", zone.format(0, "temp"): "61500\n"}
    files |= {zone.format(1, "type"): "PMIC-Die\n", zone.format(1, "temp"): "100000\n", zone.format(2, "temp"): "no"}
    assert parse_temperature(files) == 61.5
    assert parse_temperature({}) is None


def test_alarms_of_the_supply_are_counted() -> None:
    alarm = "[ 1021.13] soctherm: OC ALARM 0x00000001\n"
    assert parse_alarms(f"{alarm}[ 1022.1] usb 1-2: new device\n{alarm}") == 2


def test_cuda_is_named_by_its_folder() -> None:
    assert parse_cuda("/usr/local/cuda-10.2\n") == "10.2"
    assert parse_cuda("/usr/local/cuda\n") is None


def test_packages_that_are_half_set_up() -> None:
    audit = (
        "The following packages are only half configured, probably due to problems\n"
        "configuring them the first time.  The configuration should be retried using\n"
        "dpkg --configure <package> or the configure menu option in dselect:\n"
        " nvidia-l4t-bootloader NVIDIA Bootloader Package\n nvidia-l4t-xusb-firmware\n"
    )
    assert parse_audit(audit) == ["nvidia-l4t-bootloader", "nvidia-l4t-xusb-firmware"]
    assert parse_audit("") == []
    lacking = (
        "The following packages are missing the md5sums control file in the\ndatabase, they need to be reinstalled:\n"
    )
    assert parse_audit(f"{lacking} nvidia-l4t-core  NVIDIA Core Package\n\n{audit}") == parse_audit(audit)
    assert parse_audit(f"{audit}\n{lacking} nvidia-l4t-core  NVIDIA Core Package\n\n") == parse_audit(audit)


def test_who_holds_the_package_system() -> None:
    table = (
        "cron 812 /run/crond.pid\nunattended-upgr 2044 /var/lib/dpkg/lock-frontend\n"
        "unattended-upgr 2044 /var/lib/dpkg/lock\n(unknown) -1 \n"
    )
    assert parse_locks(table) == [Lock("unattended-upgr", 2044, "/var/lib/dpkg/lock")]


def test_where_the_system_lies() -> None:
    table = (
        "mtdblock0 disk 4194304\nmmcblk0 disk 64000\nmmcblk0p1 part 13000\nmmcblk0p2 part 128\nzram0 disk 519569408\n"
    )
    assert parse_place("/dev/mmcblk0p1\n", table) == Place("mmcblk0p1", 13000, 64000, 64000 - 13128)
    assert parse_place("overlay\n", table) is None
    assert parse_place("/dev/sda1", "sda disk 100\nsda1 part 90\nsr0 rom 1024\n") == Place("sda1", 90, 100, 10)
