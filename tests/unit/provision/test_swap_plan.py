from __future__ import annotations

from typing import Any

import pytest

from nanowizard.core.events import Severity
from nanowizard.core.messages.model import placeholders
from nanowizard.core.messages.table import MESSAGES
from nanowizard.provision.step import Plan
from nanowizard.provision.swap.facts import FileFacts, SwapFacts, SwapOptions, choose_path, parse_stat
from nanowizard.provision.swap.plan import MARGIN_BYTES, plan_swap, swappiness_conf
from nanowizard.remote.facts import DiskSpace, SwapArea

GIB = 1 << 30
LINE = "/swapfile swap swap defaults 0 0\n"
ZRAM = [SwapArea(f"/dev/zram{number}", "partition", 507392 * 1024, 1 << 20, 5) for number in range(4)]


def _file(size: int = 4 * GIB, **given: Any) -> FileFacts:
    values: dict[str, Any] = {"kind": "regular file", "mode": 0o600, "owner": "root", "allocated_bytes": size}
    return FileFacts(size_bytes=size, **{**values, **given})


def _area(size: int = 4 * GIB, used: int = 0, path: str = "/swapfile") -> SwapArea:
    return SwapArea(path, "file", size - 4096, used, -2)


def _facts(**given: Any) -> SwapFacts:
    values: dict[str, Any] = {
        "path": "/swapfile",
        "areas": ZRAM,
        "memory_available_bytes": 2 * GIB,
        "disk": DiskSpace("ext4", 32 * GIB, 17 * GIB),
        "zram_enabled": True,
        "swappiness": 60,
    }
    return SwapFacts(**{**values, **given})


def _codes(plan: Plan) -> list[str]:
    return [change.code.removeprefix("nano.swap.") for change in plan.changes]


def _found(plan: Plan, severity: Severity | None = None) -> list[str]:
    return [f.code.removeprefix("nano.swap_") for f in plan.findings if severity in {None, f.severity}]


READY = {"files": {"/swapfile": _file()}, "areas": [*ZRAM, _area()], "fstab": LINE}


@pytest.mark.parametrize(
    ("given", "wish", "codes"),
    [
        ({}, {}, ["create_file", "list"]),
        (READY, {}, []),
        (READY, {"size_bytes": 6 * GIB}, ["resize_file"]),
        (READY, {"size_bytes": 4 * GIB + 4096}, []),
        (READY, {"size_bytes": 0}, ["remove_file", "unlist"]),
        ({}, {"size_bytes": 0}, []),
        ({"fstab": LINE}, {"size_bytes": 0}, ["unlist"]),
        ({**READY, "fstab": LINE * 2}, {}, ["list"]),
        ({**READY, "fstab": ""}, {}, ["list"]),
        ({**READY, "files": {"/swapfile": _file(mode=0o644)}}, {}, ["make_private"]),
        ({**READY, "files": {"/swapfile": _file(owner="nano")}}, {}, ["make_private"]),
        ({**READY, "files": {"/swapfile": _file(allocated_bytes=GIB)}}, {}, ["resize_file"]),
        ({**READY, "areas": ZRAM}, {}, ["turn_on"]),
        ({**READY, "fstab": LINE + "/mnt/4GB.swap none swap sw 0 0\n"}, {}, ["unlist"]),
        ({**READY, "fstab": LINE + "/media/usb/swap none swap sw,nofail 0 0\n"}, {}, []),
        ({**READY, "fstab": "UUID=1b2c none swap sw 0 0\n" + LINE}, {}, []),
        (READY, {"keep_zram": False}, ["disable_zram", "stop_zram"]),
        ({**READY, "zram_enabled": False}, {"keep_zram": False}, ["stop_zram"]),
        ({**READY, "zram_enabled": False, "areas": [_area()]}, {"keep_zram": False}, []),
        ({**READY, "zram_enabled": None, "areas": [_area()]}, {"keep_zram": False}, []),
        (READY, {"swappiness": 10}, ["swappiness"]),
        ({**READY, "swappiness": 10}, {"swappiness": 10}, ["swappiness"]),
        ({**READY, "swappiness": 10, "sysctl_conf": "vm.swappiness = 10\n"}, {"swappiness": 10}, []),
        ({"files": {"/swapfile.nanowizard.new": _file()}}, {}, ["remove_leftover", "create_file", "list"]),
    ],
)
def test_only_what_is_missing(given: dict[str, Any], wish: dict[str, Any], codes: list[str]) -> None:
    plan = plan_swap(_facts(**given), SwapOptions(**wish))
    assert _codes(plan) == codes
    assert not plan.is_blocked


def test_space_is_counted_in_bytes() -> None:
    fits = DiskSpace("ext4", 32 * GIB, 4 * GIB + MARGIN_BYTES)
    assert not plan_swap(_facts(disk=fits), SwapOptions()).is_blocked
    short = plan_swap(_facts(disk=DiskSpace("ext4", 32 * GIB, fits.free_bytes - 1)), SwapOptions())
    assert _found(short, Severity.BLOCKING) == ["no_space"]
    assert short.findings[0].params["missing_bytes"] == 1


def test_what_the_old_file_takes_counts_as_free() -> None:
    full = {**READY, "disk": DiskSpace("ext4", 32 * GIB, GIB)}
    assert not plan_swap(_facts(**full), SwapOptions(size_bytes=4 * GIB + GIB // 2)).is_blocked
    assert plan_swap(_facts(**full), SwapOptions(size_bytes=5 * GIB)).is_blocked
    assert not plan_swap(
        _facts(**{**full, "disk": DiskSpace("ext4", 32 * GIB, 0)}), SwapOptions(size_bytes=GIB)
    ).is_blocked


def test_little_space_is_a_warning() -> None:
    assert _found(plan_swap(_facts(disk=DiskSpace("ext4", 32 * GIB, 11 * GIB)), SwapOptions())) == ["little_space"]


@pytest.mark.parametrize("used_gib", [1, 3, 4])
def test_swap_that_does_not_fit_into_memory_is_not_switched_off(used_gib: int) -> None:
    facts = _facts(**{**READY, "areas": [*ZRAM, _area(used=used_gib * GIB)]})
    for wish in (SwapOptions(size_bytes=8 * GIB), SwapOptions(size_bytes=0)):
        assert plan_swap(facts, wish).is_blocked is (used_gib == 4)
    assert not plan_swap(facts, SwapOptions()).is_blocked


def test_what_blocks() -> None:
    def blocking(**given: Any) -> list[str]:
        return _found(plan_swap(_facts(**given), SwapOptions()), Severity.BLOCKING)

    assert blocking(disk=DiskSpace("overlay", 32 * GIB, 17 * GIB)) == ["wrong_file_system"]
    assert blocking(disk=None) == ["no_folder"]
    assert blocking(files={"/swapfile": _file()}, is_swap=False) == ["not_a_swap_file"]
    assert blocking(files={"/swapfile": _file(kind="symbolic link")}, fstab=LINE) == ["not_a_swap_file"]


@pytest.mark.parametrize(
    "path", ["", "/", "swapfile", "/dev/mmcblk0", "/mnt/../dev/sda", "//x", "/a/", "/a\nb", "/proc/x"]
)
def test_a_path_that_can_hold_no_swap_file(path: str) -> None:
    assert _found(plan_swap(_facts(path=path), SwapOptions(path=path)), Severity.BLOCKING) == ["bad_path"]


def test_remarks() -> None:
    loose = {**READY, "fstab": "", "files": {"/swapfile": _file(mode=0o644)}}
    assert _found(plan_swap(_facts(**loose), SwapOptions())) == ["not_permanent", "not_private"]
    assert _found(plan_swap(_facts(**{**READY, "zram_enabled": False}), SwapOptions())) == [
        "zram_until_reboot",
        "ready",
    ]
    second = {
        **READY,
        "areas": [_area(), _area(path="/mnt/4GB.swap")],
        "files": {**READY["files"], "/mnt/4GB.swap": _file()},
    }
    assert _found(plan_swap(_facts(**second), SwapOptions())) == ["another_file", "ready"]


def test_the_file_that_is_there_is_used_again() -> None:
    tutorial = {"/mnt/4GB.swap": _file()}
    assert choose_path([], {}, "") == "/swapfile"
    assert choose_path([], tutorial, "") == "/mnt/4GB.swap"
    assert choose_path([_area(path="/mnt/4GB.swap")], {**tutorial, "/swapfile": _file()}, "") == "/mnt/4GB.swap"
    assert choose_path([], {**tutorial, "/swapfile": _file()}, "") == "/swapfile"
    assert choose_path([], {"/data/s": _file()}, "/data/s none swap sw 0 0\n") == "/data/s"


def test_stat_lines() -> None:
    text = "4294967296 600 root 8388616 512 regular file|/swapfile\n0 644 root 0 512 regular empty file|/a|b c\n"
    files = parse_stat(text)
    assert files["/swapfile"] == _file(allocated_bytes=8388616 * 512)
    assert files["/a|b c"].kind == "regular empty file"


def test_our_sysctl_file_keeps_its_other_lines() -> None:
    assert swappiness_conf(None, 10) == "vm.swappiness = 10\n"
    assert (
        swappiness_conf("# x\nvm.swappiness=60\nkernel.sysrq = 1\n", 10)
        == "# x\nkernel.sysrq = 1\nvm.swappiness = 10\n"
    )


def test_a_blocking_finding_has_all_the_words_of_an_error() -> None:
    for code in ("no_space", "in_use", "not_a_swap_file", "wrong_file_system", "no_folder", "bad_path"):
        words = MESSAGES[f"nano.swap_{code}"]
        assert words.safe and words.do
        assert placeholders(words) <= {"path", "need_bytes", "free_bytes", "missing_bytes", "used_bytes", "fs_type"}
