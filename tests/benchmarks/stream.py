"""`./dev bench stream`: from the click to a verified card, over a slow link to a slow card.

Ours downloads, unpacks, writes and verifies at once; beside it the same work one after the other, as it is done with
other programs: download with curl, then flash with etcher-sdk. Needs root.

The link is the kernel's own: a network namespace whose loopback is shaped. Everything of this measurement lives in it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import flash_ways, peers, rig
from tests.benchmarks.cost import Cost, cost
from tests.benchmarks.judge import differences
from tests.benchmarks.report import Report, Target, say
from tests.benchmarks.rig import CARD, Traffic
from tests.benchmarks.workload import BUILD, MIB, Workload
from tests.support.nginx import nginx

LINK_BITS_PER_S = 50_000_000
_INSIDE = "NANOWIZARD_BENCH_NAMESPACE"
_SPARE_BYTES = 32 * MIB
STRAIGHT = "NanoWizard, straight to the card"
ETCHER = "curl, then etcher-sdk"

Command = Sequence[str]


@dataclass(frozen=True)
class Journey:
    """`commands`, one after the other, from the address, a folder for the download, and the card's node."""

    name: str
    commands: Callable[[str, Path, str], Sequence[Command]]
    whole: bool
    extra: dict[str, str]


@dataclass(frozen=True)
class Run:
    parts: Sequence[Cost]
    traffic: Traffic
    wrong: int

    @property
    def wall_s(self) -> float:
        return sum(part.wall_s for part in self.parts)


def is_inside() -> bool:
    return _INSIDE in os.environ


def go_inside(arguments: Sequence[str]) -> int:
    """The same command again, in a namespace of its own. Returns its exit code."""
    command = ["unshare", "--net", sys.executable, "-m", "tests.benchmarks", *arguments]
    return subprocess.run(command, check=False, env={**os.environ, _INSIDE: "1"}).returncode


def _make_link() -> None:
    """Frames as on a real network: those of a loopback are larger than what goes through in a tick."""
    subprocess.run(["ip", "link", "set", "lo", "mtu", "1500", "up"], check=True)
    shape = ["tbf", "rate", str(LINK_BITS_PER_S), "burst", "32kb", "latency", "50ms"]
    subprocess.run(["tc", "qdisc", "replace", "dev", "lo", "root", *shape], check=True)


def measure(work: Workload, *, rounds: int, only: Sequence[str], rough: list[str]) -> Report:
    _make_link()
    link = f"{LINK_BITS_PER_S / 1e6:.0f} Mbit/s"
    what = f"{work.archive_bytes / 1e6:.0f} MB over {link} to a card of {CARD}, {work.raw_bytes / 1e6:.0f} MB unpacked"
    report = Report("stream", what, rough)
    report.head = (
        "", "wall s", "of it download s", "CPU s", "memory MB", "written MB", "read back MB", "the card after it",
    )  # fmt: skip
    ways, lacking = journeys()
    ways = [way for way in ways if not only or any(word in way.name for word in only)]
    found: dict[str, list[Run]] = {way.name: [] for way in ways}
    for number in range(rounds):
        for way in ways:
            found[way.name].append(once(way, work))
            say(f"{number + 1}/{rounds} {way.name}: {found[way.name][-1].wall_s:.1f} s")
    download_s, how = _download_s(found, work)
    for name, runs in found.items():
        report.rows.append((name, *_cells(runs)))
    report.targets = _targets(found, download_s)
    report.notes = [
        f"The download alone takes {download_s:.1f} s ({how}). Medians; rounds: {rounds}.",
        *[f"Not measured: {name}." for name in lacking],
    ]
    return report


def journeys() -> tuple[list[Journey], list[str]]:
    """Those that are possible here, and what is missing."""
    program = str(flash_ways.PROGRAM)
    etcher, extra = peers.etcher()

    def straight(url: str, folder: Path, node: str) -> Sequence[Command]:
        return [[program, "card", "flash", url, "--card", node, "--yes", "--json"]]

    def apart(url: str, folder: Path, node: str) -> Sequence[Command]:
        file = str(folder / "card.zip")
        return [["curl", "--silent", "--show-error", "--output", file, url], [*etcher, file, node]]

    all_of = [
        (Journey(STRAIGHT, straight, False, {}), flash_ways.takes_addresses()),
        (Journey(ETCHER, apart, True, extra), peers.has_etcher() and peers.found("curl")),
    ]
    return [way for way, there in all_of if there], [way.name for way, there in all_of if not there]


def once(way: Journey, work: Workload) -> Run:
    file = BUILD / "card0.img"
    rig.prefill(file, work.raw_bytes + _SPARE_BYTES)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(dir=BUILD, prefix="stream-"))
        stack.callback(shutil.rmtree, folder)
        web = stack.enter_context(nginx(folder))
        (web.root / "card.zip").symlink_to(work.archive)
        card = stack.enter_context(rig.card(file))
        before = card.traffic()
        first = stack.enter_context(rig.slowed([card], CARD))
        surroundings = {**flash_ways.ours_only([card.node], folder / "home"), **way.extra}
        commands = way.commands(web.url("card.zip"), folder, card.node)
        parts = [
            cost([*first, *command], BUILD / f"stream-{number}.log", surroundings)
            for number, command in enumerate(commands)
        ]
        traffic = card.traffic() - before
    for part in parts:
        if part.code:
            say(f"{way.name} failed: {part.said[-400:]}")
    return Run(parts, traffic, differences(file, work, free_too=way.whole))


def _cells(runs: Sequence[Run]) -> tuple[str, ...]:
    failed = sum(any(part.code for part in run.parts) for run in runs)
    wrong = max(run.wrong for run in runs)
    apart = len(runs[0].parts) > 1
    return (
        f"{_median(runs):.1f}",
        f"{statistics.median(run.parts[0].wall_s for run in runs):.1f}" if apart else "-",
        f"{statistics.median(sum(part.cpu_s for part in run.parts) for run in runs):.1f}",
        f"{max(part.memory for run in runs for part in run.parts) / 1e6:.0f}",
        f"{statistics.median(run.traffic.written for run in runs) / 1e6:.0f}",
        f"{statistics.median(run.traffic.read for run in runs) / 1e6:.0f}",
        f"failed {failed} times" if failed else f"{wrong} blocks differ" if wrong else "equal",
    )


def _download_s(found: dict[str, list[Run]], work: Workload) -> tuple[float, str]:
    """What the link needs, and how that is known."""
    if found.get(ETCHER):
        return statistics.median(run.parts[0].wall_s for run in found[ETCHER]), "curl, in the same run"
    return work.archive_bytes / (LINK_BITS_PER_S / 8), "the bytes at the rate of the link"


def _targets(found: dict[str, list[Run]], download_s: float) -> list[Target]:
    ours, theirs = found.get(STRAIGHT), found.get(ETCHER)
    longer, against = None, None
    if ours:
        written_s = statistics.median(run.traffic.written for run in ours) / CARD.write
        longer = _median(ours) / max(download_s, written_s)
    if ours and theirs:
        against = _median(ours) / _median(theirs)
    return [
        Target("click to verified card: wall of the longer of download and write", longer, 1.05),
        Target("wall of curl's and then etcher-sdk's", against, 1.0),
    ]


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.wall_s for run in runs)
