"""`python -m tests.lab [TIER...] [--keep] [--arm64]`, which is `./dev lab`: builds, runs, prints a table."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Sequence

from tests.lab.children import RESULTS, Ended, run
from tests.lab.plan import BY_HAND, TIERS, Job, plan
from tests.lab.results import Tier, complaints, read_tier
from tests.lab.screen import Screen

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    wanted = _parser().parse_args(arguments)
    _end_orderly()
    jobs = plan(_tiers(wanted), arm64=wanted.arm64, keep=wanted.keep)
    environment = {"NANOWIZARD_LAB_ARM64": "1"} if wanted.arm64 else {}
    try:
        code = _run(jobs, environment)
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return _INTERRUPTED
    if code == 0 and wanted.keep:
        os.execv(sys.executable, [sys.executable, "-m", "tests.lab.nano.keep"])
    return code


def _tiers(wanted: argparse.Namespace) -> Sequence[str]:
    if wanted.tiers:
        return list(wanted.tiers)
    if wanted.arm64:
        return ["nano"]
    return [] if wanted.keep else TIERS


def _run(jobs: Sequence[Job], environment: dict[str, str]) -> int:
    """The exit code: 0 only if all is green, and something ran."""
    shutil.rmtree(RESULTS, ignore_errors=True)  # no report of an earlier run is taken for one of this
    RESULTS.mkdir(parents=True)
    screen = Screen()
    reports: dict[str, Tier] = {}

    def ended(end: Ended) -> None:
        if end.job.kind == "image":
            screen.image_ended(end)
        else:
            reports[end.job.name] = read_tier(end)
            screen.tier_ended(reports[end.job.name])

    ends = run(jobs, environment, began=screen.began, ended=ended, look=screen.status)
    if not reports:  # images only
        return 0 if all(end.code == 0 for end in ends) else 1
    in_order = [reports[job.name] for job in jobs if job.name in reports]
    found = complaints(ends, in_order, ci=os.environ.get("CI") == "true")
    screen.finish([end for end in ends if end.job.kind == "image"], in_order, found)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev lab", description="NanoWizard on real kernels and virtual machines.")
    # Not `choices`: with nargs="*" Python 3.10 and 3.11 hold the empty list against them.
    tiers = f"{', '.join(TIERS)}; none is all of these. By hand: {', '.join(BY_HAND)}"
    parser.add_argument("tiers", nargs="*", metavar="TIER", type=_tier, help=tiers)
    parser.add_argument("--keep", action="store_true", help="leave a virtual Nano running (without TIER: only that)")
    parser.add_argument("--arm64", action="store_true", help="the nano tier with an arm64 board too: takes long")
    return parser


def _tier(word: str) -> str:
    if word not in (*TIERS, *BY_HAND):
        raise argparse.ArgumentTypeError(f"no such tier: {word} (there are {', '.join((*TIERS, *BY_HAND))})")
    return word


def _end_orderly() -> None:
    """Whoever ends us means our children too. Set outright: a shell's background job begins with Ctrl-C ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
