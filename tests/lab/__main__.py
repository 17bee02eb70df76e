"""`python -m tests.lab [TIER...] [--keep] [--arm64]`, which is `./dev lab`: builds, runs, prints a table."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence

from tests.lab.children import RESULTS, Ended, run
from tests.lab.plan import TIERS, plan
from tests.lab.results import Tier, complaints, read_tier
from tests.lab.screen import Screen

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    wanted = _parser().parse_args(arguments)
    _end_orderly()
    try:
        code = 0 if wanted.keep and not wanted.tiers else _run_tiers(wanted.tiers, wanted.arm64)
        if wanted.keep and code == 0:
            code = subprocess.run([sys.executable, "-m", "tests.lab.nano.keep"], check=False).returncode
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return _INTERRUPTED
    return code


def _run_tiers(tiers: Sequence[str], arm64: bool) -> int:
    """The exit code: 0 only if all is green, and something ran."""
    shutil.rmtree(RESULTS, ignore_errors=True)  # no report of an earlier run is taken for one of this
    RESULTS.mkdir(parents=True)
    jobs = plan(tiers or (["nano"] if arm64 else TIERS), arm64=arm64)
    screen = Screen()
    reports: dict[str, Tier] = {}

    def ended(end: Ended) -> None:
        if end.job.kind == "image":
            screen.image_ended(end)
        else:
            reports[end.job.name] = read_tier(end)
            screen.tier_ended(reports[end.job.name])

    environment = {"NANOWIZARD_LAB_ARM64": "1"} if arm64 else {}
    ends = run(jobs, environment, began=screen.began, ended=ended, look=screen.status)
    in_order = [reports[name] for name in TIERS if name in reports]
    found = complaints(ends, in_order, ci=os.environ.get("CI") == "true")
    screen.finish([end for end in ends if end.job.kind == "image"], in_order, found)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev lab", description="NanoWizard on real kernels and virtual machines.")
    # Not `choices`: with nargs="*" Python 3.10 and 3.11 hold the empty list against them.
    parser.add_argument("tiers", nargs="*", metavar="TIER", type=_tier, help=f"{', '.join(TIERS)}; none is all")
    parser.add_argument("--keep", action="store_true", help="leave a virtual Nano running (without TIER: only that)")
    parser.add_argument("--arm64", action="store_true", help="the nano tier with an arm64 board too: takes long")
    return parser


def _tier(word: str) -> str:
    if word not in TIERS:
        raise argparse.ArgumentTypeError(f"no such tier: {word} (there are {', '.join(TIERS)})")
    return word


def _end_orderly() -> None:
    """Whoever ends us means our children too. Set outright: a shell's background job begins with Ctrl-C ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
