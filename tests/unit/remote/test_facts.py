from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.core.events import Severity
from nanowizard.core.l4t import parse_l4t
from nanowizard.remote.facts import (
    DiskSpace,
    NanoFacts,
    facts_findings,
    facts_params,
    parse_df,
    parse_headed,
    parse_meminfo,
    parse_package_version,
    parse_swaps,
)

DATA = Path(__file__).resolve().parents[2] / "data" / "nano"
PATHS = ("/proc/device-tree/model", "/etc/nv_tegra_release", "/proc/meminfo", "/proc/swaps")


def test_several_files_in_one_answer() -> None:
    files = parse_headed((DATA / "head.txt").read_text(), PATHS)
    assert list(files) == ["/etc/nv_tegra_release", "/proc/meminfo", "/proc/swaps"]
    assert files["/proc/meminfo"].endswith("2103388 kB\n")
    assert parse_l4t(files["/etc/nv_tegra_release"]) == "32.7.1"
    assert parse_meminfo(files["/proc/meminfo"])["MemTotal"] == 4059136 * 1024
    areas = parse_swaps(files["/proc/swaps"])
    assert [area.is_zram for area in areas] == [True] * 4 + [False]
    assert (areas[4].path, areas[4].size_bytes, areas[4].priority) == ("/mnt/my swap", 4194300 * 1024, -1)


def test_answers_that_say_nothing() -> None:
    assert parse_headed("", PATHS) == {}
    assert parse_l4t("Ubuntu 22.04") is None
    assert parse_package_version("dpkg-query: no packages found") is None
    assert parse_package_version("32.7.4-20230608211515\n") == "32.7.4"
    assert parse_swaps("") == []
    assert parse_swaps("Filename Type Size Used Priority\n/x file many 0 -1\n") == []
    assert parse_df("df: /x: No such file") is None
    assert parse_df("Type 1B-blocks Avail\next4 31138512896 17338512582\n") == DiskSpace(
        "ext4", 31138512896, 17338512582
    )


@pytest.mark.parametrize(
    ("model", "is_nano"),
    [
        ("NVIDIA Jetson Nano Developer Kit", True),
        ("NVIDIA Jetson Nano 2GB Developer Kit", True),
        ("NVIDIA Orin Nano Developer Kit", False),
        ("Raspberry Pi 4 Model B Rev 1.2", False),
        (None, False),
    ],
)
def test_another_machine_is_a_warning(model: str | None, is_nano: bool) -> None:
    findings = facts_findings(NanoFacts(model=model))
    assert [finding.severity for finding in findings] == ([] if is_nano else [Severity.WARNING])


def test_unknown_facts_are_left_out_of_the_result() -> None:
    assert facts_params(NanoFacts(model="x")) == {"model": "x"}
