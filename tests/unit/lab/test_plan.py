from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.lab.images import IMAGES
from tests.lab.plan import TIERS, Job, hopeless, plan, ready

CHECKOUT = Path(__file__).resolve().parents[3]
COMPUTERS = ["computer cards", "computer drives"]
BOARDS = ["nano board", "nano packages"]


def names(jobs: Sequence[Job]) -> list[str]:
    return [job.name for job in jobs]


@pytest.mark.parametrize(
    ("tiers", "arm64", "expected"),
    [
        (["loop"], False, ["loop"]),
        (["computer"], False, ["computer image", "libraries", *COMPUTERS]),
        (["nano"], False, ["nano image", *BOARDS]),
        (["nano"], True, ["nano image", "arm64 image", *BOARDS]),
        (["loop"], True, ["loop"]),
        (["loop", "loop"], False, ["loop"]),
        (["contract"], False, ["nano image", "contract"]),
        (["census"], False, ["computer image", "libraries", "census"]),
        (TIERS, False, ["nano image", "computer image", "libraries", *BOARDS, *COMPUTERS, "loop"]),
    ],
)
def test_a_tier_brings_its_images(tiers: Sequence[str], arm64: bool, expected: list[str]) -> None:
    assert names(plan(tiers, arm64=arm64)) == expected


def test_a_board_to_keep_needs_its_image_only() -> None:
    assert names(plan([], keep=True)) == ["nano image"]
    assert names(plan(["loop"], keep=True)) == ["nano image", "loop"]


def test_every_image_of_a_plan_can_be_built() -> None:
    assert {job.name for job in plan(TIERS, arm64=True) if job.kind == "image"} == set(IMAGES)


def test_five_at_once_and_a_tier_only_after_its_images() -> None:
    waiting = plan(TIERS)
    assert names(ready(waiting, 0, {})) == ["nano image", "computer image", "libraries", "loop"]
    waiting = waiting[3:]
    assert names(ready(waiting, 5, {})) == []
    assert names(ready(waiting, 4, {"computer image": True})) == ["loop"]
    assert names(ready(waiting, 2, {"computer image": True, "libraries": True})) == [*COMPUTERS, "loop"]
    assert names(ready(waiting, 4, {"nano image": True})) == BOARDS[:1]


@pytest.mark.parametrize("tier", ["computer", "nano"])
def test_every_test_of_a_tier_runs_in_one_of_its_parts(tier: str) -> None:
    parts = [
        subprocess.run(
            [sys.executable, "-m", "pytest", *job.tests, "--collect-only", "-qq", "-p", "no:cacheprovider"],
            capture_output=True,
            text=True,
            check=True,
            cwd=CHECKOUT,
        ).stdout.split()
        for job in plan([tier])
        if job.kind == "tier"
    ]
    files = {file.relative_to(CHECKOUT).as_posix() for file in (CHECKOUT / f"tests/lab/{tier}").glob("test_*.py")}
    assert sorted(line.rstrip(":") for part in parts for line in part if line.startswith("tests/")) == sorted(files)


def test_what_needs_a_broken_image_never_begins() -> None:
    waiting = plan(TIERS)[2:]
    broken = {"nano image": True, "computer image": False}
    assert names(hopeless(waiting, broken)) == COMPUTERS
    assert set(COMPUTERS).isdisjoint(names(ready(waiting, 0, {**broken, "libraries": True, "loop": True})))
    assert hopeless(waiting, {"nano image": True}) == []
