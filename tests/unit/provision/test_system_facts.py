"""What the Nano's programs print about power, clock, card and pip, read."""

from __future__ import annotations

import pytest

from nanowizard.provision.clock.facts import clock_ahead_s, parse_timedatectl
from nanowizard.provision.pip.facts import parse_environment, parse_pip_version
from nanowizard.provision.power.facts import parse_clocks, parse_mode, parse_modes
from nanowizard.provision.rootfs.facts import Part, parse_entry, parse_fs_bytes, parse_place
from nanowizard.provision.rootfs.step import sgdisk_arguments
from nanowizard.remote.shell import CommandResult


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NV Power Mode: MAXN\n0\n", (0, "MAXN")),
        ("NVPM WARN: fan mode is not set!\nNV Power Mode: 5W\n1\n", (1, "5W")),
        ("NVPM ERROR: Error opening /var/lib/nvpmodel/status: 13\n", None),
        ("", None),
    ],
)
def test_power_mode(text: str, expected: tuple[int, str] | None) -> None:
    assert parse_mode(text) == expected


def test_power_modes_of_the_list() -> None:
    text = "# < POWER_MODEL ID=id_num NAME=mode_name >\n< POWER_MODEL ID=0 NAME=MAXN >\nCPU_ONLINE CORE_0 1\n"
    assert parse_modes(f"{text}< POWER_MODEL ID=1 NAME=5W >\n< PM_CONFIG DEFAULT=0 >\n") == {0: "MAXN", 1: "5W"}
    assert parse_modes("") == {}


CPU = "cpu{}: Online={} Governor=schedutil MinFreq={} MaxFreq=1479000 CurrentFreq=1479000 IdleStates: WFI=1 c7=1 \n"
GPU = "GPU MinFreq={} MaxFreq=921600000 CurrentFreq=76800000\n"
EMC = "EMC MinFreq=204000000 MaxFreq=1600000000 CurrentFreq=1600000000 FreqOverride=0\nFan: PWM=0\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CPU.format(0, 1, 1479000) + GPU.format(921600000) + EMC, True),
        (CPU.format(0, 1, 102000) + GPU.format(76800000) + EMC, False),
        (CPU.format(0, 1, 1479000) + GPU.format(76800000) + EMC, False),
        (CPU.format(0, 1, 1479000) + CPU.format(1, 1, 102000), False),
        (CPU.format(0, 1, 1479000) + CPU.format(3, 0, 102000), True),
        ("Error: Run this script(/usr/bin/jetson_clocks) as a root user\n", None),
        ("", None),
    ],
)
def test_pinned_clocks(text: str, expected: bool | None) -> None:
    assert parse_clocks(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "      Local time: Sun\nSystem clock synchronized: yes\nsystemd-timesyncd.service active: yes\n",
            (True, True),
        ),
        ("System clock synchronized: no\n              NTP service: inactive\n", (False, False)),
        (" Network time on: yes\nNTP synchronized: no\n", (False, True)),
        ("System clock synchronized: yes\n NTP service: n/a\n", (True, False)),
        ("", (None, None)),
    ],
)
def test_time_servers(text: str, expected: tuple[bool | None, bool | None]) -> None:
    assert parse_timedatectl(text) == expected


def dates(first: str, last: str) -> dict[str, CommandResult]:
    return {"date_first": CommandResult(0, first, ""), "date_last": CommandResult(0, last, "")}


@pytest.mark.parametrize(
    ("first", "last", "before", "after", "expected"),
    [
        ("1000.0\n", "1000.0\n", 1000.0, 1000.0, 0.0),
        ("1000.1\n", "1003.1\n", 1000.0, 1003.2, 0.0),  # 3 s of commands, 0.1 s each way
        ("900.1\n", "903.1\n", 1000.0, 1003.2, -100.0),
        ("1100.0\n", "1100.5\n", 1000.0, 1000.4, 100.0),  # a clock that goes too fast
    ],
)
def test_the_way_and_the_commands_are_not_taken_for_a_difference(
    first: str, last: str, before: float, after: float, expected: float
) -> None:
    assert clock_ahead_s(dates(first, last), before, after) == pytest.approx(expected)


@pytest.mark.parametrize(("first", "last"), [("", "1.0"), ("1.0", ""), ("date: invalid", "1.0")])
def test_no_date_is_no_difference(first: str, last: str) -> None:
    assert clock_ahead_s(dates(first, last), 0.0, 1.0) is None


BLOCK = """/sys/class/block/mmcblk0/dev:179:0
/sys/class/block/mmcblk0/size:62333952
/sys/class/block/mmcblk0/mmcblk0p2/dev:179:2
/sys/class/block/mmcblk0/mmcblk0p2/partition:2
/sys/class/block/mmcblk0/mmcblk0p2/size:256
/sys/class/block/mmcblk0/mmcblk0p2/start:2048
/sys/class/block/mmcblk0/mmcblk0p1/dev:179:1
/sys/class/block/mmcblk0/mmcblk0p1/partition:1
/sys/class/block/mmcblk0/mmcblk0p1/size:26951680
/sys/class/block/mmcblk0/mmcblk0p1/start:28672
/sys/class/block/mmcblk0p1/dev:179:1
/sys/class/block/mmcblk0p1/partition:1
/sys/class/block/mmcblk0p1/size:26951680
/sys/class/block/mmcblk0p1/start:28672
/sys/class/block/mmcblk0boot0/size:8192
/sys/class/block/zram0/dev:252:0
/sys/class/block/zram0/size:1014784
"""


def test_where_the_system_lies() -> None:
    facts = parse_place("/dev/mmcblk0p1 ext4   179:1\n", BLOCK)
    assert (facts.disk, facts.disk_bytes, facts.device) == ("mmcblk0", 62333952 * 512, "/dev/mmcblk0p1")
    assert facts.part == Part(name="mmcblk0p1", number=1, start=28672 * 512, size=26951680 * 512)
    assert list(facts.others) == [Part(name="mmcblk0p2", number=2, start=2048 * 512, size=256 * 512)]
    assert facts.behind == (62333952 - 33 - 28672 - 26951680) * 512


def test_a_name_that_the_kernel_made_up_is_found_by_its_number() -> None:
    assert parse_place("/dev/root ext4 179:1", BLOCK).device == "/dev/mmcblk0p1"


@pytest.mark.parametrize(
    "root", ["overlay overlay 0:52", "/dev/mmcblk0p1[/system] ext4 179:1", "/dev/sda ext4 8:0", ""]
)
def test_a_system_in_no_partition(root: str) -> None:
    assert parse_place(root, BLOCK).part is None


ENTRY = """Partition GUID code: 0FC63DAF-8483-4772-8E79-3D69D8477DE4 (Linux filesystem)
Partition unique GUID: 7CF5E0E0-1234-4ABC-8DEF-000000000001
First sector: 28672 (at 14.0 MiB)
Last sector: 26980351 (at 12.9 GiB)
Partition size: 26951680 sectors (12.9 GiB)
Attribute flags: 0000000000000004
Partition name: 'APP'
"""


def test_the_entry_of_the_table_and_the_command_that_makes_it_anew() -> None:
    entry = parse_entry(CommandResult(0, ENTRY, ""))
    assert entry
    kept = {"first_sector": entry.first_sector, "type_guid": entry.type_guid, "guid": entry.guid}
    params = {"disk": "/dev/mmcblk0", "number": 1, **kept, "attributes": entry.attributes, "name": entry.name}
    assert sgdisk_arguments(params) == [
        "sgdisk",
        "--move-second-header",
        "--set-alignment=1",
        "--delete=1",
        "--new=1:28672:0",
        "--typecode=1:0FC63DAF-8483-4772-8E79-3D69D8477DE4",
        "--partition-guid=1:7CF5E0E0-1234-4ABC-8DEF-000000000001",
        "--attributes=1:=:0000000000000004",
        "--change-name=1:APP",
        "/dev/mmcblk0",
    ]
    assert not any("change-name" in word for word in sgdisk_arguments({**params, "name": ""}))


@pytest.mark.parametrize("said", [CommandResult(2, ENTRY, ""), CommandResult(0, "Partition #1 does not exist.\n", "")])
def test_no_entry(said: CommandResult) -> None:
    assert parse_entry(said) is None


def test_the_size_that_a_file_system_has() -> None:
    text = "Filesystem state:         clean\nBlock count:              3368960\nReserved block count:     168448\n"
    assert parse_fs_bytes(f"{text}Block size:               4096\n") == 3368960 * 4096
    assert parse_fs_bytes(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip 9.0.1 from /usr/lib/python3/dist-packages (python 3.6)\n", ("9.0.1", "3.6")),
        ("pip 21.3.1 from /home/nano/.local/lib/python3.6/site-packages/pip (python 3.6)\n", ("21.3.1", "3.6")),
        ("/usr/bin/python3: No module named pip\n", (None, None)),
    ],
)
def test_pips_version(text: str, expected: tuple[str | None, str | None]) -> None:
    assert parse_pip_version(text) == expected


def test_the_environments_words_to_pip() -> None:
    text = 'PATH="/usr/bin"\nexport PIP_INDEX_URL="https://a.example/simple"\n#PIP_NO_INDEX=1\nPIP_TIMEOUT=60\n'
    assert parse_environment(text) == {"PIP_INDEX_URL": "https://a.example/simple", "PIP_TIMEOUT": "60"}
