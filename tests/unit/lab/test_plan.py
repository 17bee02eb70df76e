from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.lab.images import IMAGES
from tests.lab.plan import TIERS, Job, hopeless, plan, ready


def names(jobs: Sequence[Job]) -> list[str]:
    return [job.name for job in jobs]


@pytest.mark.parametrize(
    ("tiers", "arm64", "expected"),
    [
        (["loop"], False, ["loop"]),
        (["computer"], False, ["computer image", "libraries", "computer"]),
        (["nano"], False, ["nano image", "nano"]),
        (["nano"], True, ["nano image", "arm64 image", "nano"]),
        (["loop"], True, ["loop"]),
        (["loop", "loop"], False, ["loop"]),
        (["census"], False, ["computer image", "libraries", "census"]),
        (TIERS, False, ["nano image", "computer image", "libraries", "loop", "nano", "computer"]),
    ],
)
def test_a_tier_brings_its_images(tiers: Sequence[str], arm64: bool, expected: list[str]) -> None:
    assert names(plan(tiers, arm64=arm64)) == expected


def test_a_board_to_keep_needs_its_image_only() -> None:
    assert names(plan([], keep=True)) == ["nano image"]
    assert names(plan(["loop"], keep=True)) == ["nano image", "loop"]


def test_every_image_of_a_plan_can_be_built() -> None:
    assert {job.name for job in plan(TIERS, arm64=True) if job.kind == "image"} == set(IMAGES)


def test_two_at_once_and_a_tier_only_after_its_images() -> None:
    waiting = plan(TIERS)
    assert names(ready(waiting, 0, {})) == ["nano image", "computer image"]
    waiting = waiting[2:]
    assert names(ready(waiting, 2, {})) == []
    assert names(ready(waiting, 1, {"computer image": True})) == ["libraries"]
    assert names(ready(waiting[2:], 0, {"computer image": True, "libraries": True})) == ["computer"]
    assert names(ready(waiting[2:], 0, {"nano image": True})) == ["nano"]


def test_what_needs_a_broken_image_never_begins() -> None:
    waiting = plan(TIERS)[2:]
    broken = {"nano image": True, "computer image": False}
    assert names(hopeless(waiting, broken)) == ["computer"]
    assert "computer" not in names(ready(waiting, 0, {**broken, "libraries": True, "loop": True}))
    assert hopeless(waiting, {"nano image": True}) == []
