"""What a lab run consists of, and what of it may begin when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

TIERS = ("loop", "computer", "nano")
BY_HAND = ("census", "contract")  # too long for every run
# Four emulated processors fill the two of a small machine, and each waits at times, for a card or a link.
# The tier of loop devices waits for half of its time, so it runs beside them.
AT_ONCE = 5
# What each tier boots; the names are those of images.py.
_COMPUTER = ["computer image", "libraries"]
_IMAGES = {"loop": [], "computer": _COMPUTER, "nano": ["nano image"]}
_IMAGES |= {"census": _COMPUTER, "contract": ["nano image"]}
_ARM64_IMAGE = "arm64 image"
_KEPT_IMAGE = "nano image"
# Two computers share the tests of the tier `computer`, half of the work each, and two boards those of the tier `nano`:
# one machine has these files, and the other one all others, so that a new file is in one of them.
_DRIVES = tuple(f"tests/lab/computer/test_{name}.py" for name in ("usb", "other_drives", "mounted"))
_PACKAGES = tuple(
    f"tests/lab/nano/test_{name}.py" for name in ("0_short_card", "0_written_again", "8_tensorflow", "9_all_steps")
)
# The same tests that `./dev test` holds against the practice Nano and a real OpenSSH.
_CONTRACT = tuple(f"tests/contract/test_{name}.py" for name in ("connection", "report", "swap", "push"))
_PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "computer": {
        "computer cards": ("tests/lab/computer", *(f"--ignore={file}" for file in _DRIVES)),
        "computer drives": _DRIVES,
    },
    "nano": {
        "nano board": ("tests/lab/nano", *(f"--ignore={file}" for file in _PACKAGES)),
        "nano packages": _PACKAGES,
    },
    "contract": {"contract": ("-p", "tests.lab.contract.held_board", *_CONTRACT, "tests/lab/contract")},
}
# The longest first, so that it is not left to run alone at the end.
_ORDER = (
    *("nano image", "computer image", "libraries", _ARM64_IMAGE),
    *("nano board", "nano packages", "computer cards", "computer drives", "loop", "census", "contract"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One process: an image to build, or the tests of a tier or of a part of it, which `tests` tells pytest.

    It may begin once all it `needs` has succeeded.
    """

    name: str
    kind: Literal["image", "tier"]
    needs: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


def plan(tiers: Collection[str], *, arm64: bool = False, keep: bool = False) -> list[Job]:
    """The jobs for these tiers and for a board to `keep`, in the order in which they should begin."""
    needs = {tier: list(_IMAGES[tier]) for tier in tiers}
    if arm64 and "nano" in needs:
        needs["nano"].append(_ARM64_IMAGE)
    jobs = [
        Job(name, "tier", tuple(images), tests)
        for tier, images in needs.items()
        for name, tests in _PARTS.get(tier, {tier: (f"tests/lab/{tier}",)}).items()
    ]
    images = {image for job in jobs for image in job.needs} | ({_KEPT_IMAGE} if keep else set())
    return sorted([*(Job(image, "image") for image in images), *jobs], key=lambda job: _ORDER.index(job.name))


def ready(waiting: Sequence[Job], running: int, succeeded: Mapping[str, bool]) -> list[Job]:
    """Those that may begin now. `succeeded` says how each job ended that has."""
    may = [job for job in waiting if all(succeeded.get(need, False) for need in job.needs)]
    return may[: max(0, AT_ONCE - running)]


def hopeless(waiting: Sequence[Job], succeeded: Mapping[str, bool]) -> list[Job]:
    """Those that can never begin."""
    return [job for job in waiting if not all(succeeded.get(need, True) for need in job.needs)]
