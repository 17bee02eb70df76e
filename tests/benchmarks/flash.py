"""`./dev bench flash`: NanoWizard's flash beside other programs, on the same work and the same cards in one run.

Every round flashes the same archive with each of them, onto cards full of garbage, slow ones and fast ones; medians
count. Afterwards each card is compared with the image by another program than ours. Needs root.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.benchmarks import flash_ways, rig
from tests.benchmarks.cost import Cost, cost
from tests.benchmarks.flash_ways import Way
from tests.benchmarks.judge import differences
from tests.benchmarks.report import Report, Target, say
from tests.benchmarks.rig import CARD, Card, Speed, Traffic
from tests.benchmarks.workload import BUILD, MIB, Workload

_SPARE_BYTES = 32 * MIB
"""Cards are a little larger than what is put on them."""
SLOW, FAST = "slow", "fast"


@dataclass(frozen=True)
class Run:
    cost: Cost
    traffic: Traffic
    wrong: int
    """Blocks that are not as the image has them."""


@dataclass
class Runs:
    speed: Speed | None
    runs: list[Run] = field(default_factory=list)

    def median(self, what: str) -> float:
        return statistics.median(getattr(run.cost, what) for run in self.runs)

    @property
    def wall_s(self) -> float:
        return self.median("wall_s")

    @property
    def ideal_s(self) -> float | None:
        """For as many bytes as went to and from one card."""
        return self.speed.ideal_s(self.traffic) if self.speed else None

    @property
    def traffic(self) -> Traffic:
        return Traffic(
            int(statistics.median(run.traffic.written for run in self.runs)),
            int(statistics.median(run.traffic.read for run in self.runs)),
        )

    def cells(self) -> tuple[str, ...]:
        walls = [run.cost.wall_s for run in self.runs]
        spread = f" ({min(walls):.1f}-{max(walls):.1f})" if len(walls) > 1 else ""
        ideal = f"{self.ideal_s:.1f}" if self.ideal_s else "-"
        over = f"{self.wall_s / self.ideal_s:.3f}" if self.ideal_s else "-"
        failed = sum(run.cost.code != 0 for run in self.runs)
        wrong = max(run.wrong for run in self.runs)
        result = f"failed {failed} times" if failed else f"{wrong} blocks differ" if wrong else "equal"
        return (
            f"{self.wall_s:.1f}{spread}",
            ideal,
            over,
            f"{self.median('cpu_s'):.1f}",
            f"{self.median('memory') / 1e6:.0f}",
            f"{self.median('together') / 1e6:.0f}",
            f"{self.traffic.written / 1e6:.0f}",
            f"{self.traffic.read / 1e6:.0f}",
            result,
        )


_HEAD = (
    "", "wall s", "ideal s", "wall / ideal", "CPU s", "memory MB", "of all its processes", "written MB", "read back MB",
    "the card after it",
)  # fmt: skip

Found = dict[tuple[str, str], Runs]


def measure(work: Workload, *, rounds: int, fast_rounds: int, only: Sequence[str], rough: list[str]) -> Report:
    ways, lacking = flash_ways.ways(work)
    ways = [way for way in ways if not only or any(word in way.name for word in only)]
    report = Report(
        "flash", f"{work.raw_bytes / 1e6:.0f} MB of image in a zip of {work.archive_bytes / 1e6:.0f} MB", rough
    )
    found: Found = {}
    work.archive.read_bytes()  # into the page cache, for all alike
    for label, speed, count in ((SLOW, CARD, rounds), (FAST, None, fast_rounds)):
        for number in range(count):
            for way in ways:
                if way.cards > 1 and speed is None:
                    continue
                run = once(way, work, speed)
                found.setdefault((label, way.name), Runs(speed)).runs.append(run)
                say(f"{label} {number + 1}/{count} {way.name}: {run.cost.wall_s:.1f} s, CPU {run.cost.cpu_s:.1f} s")
    report.head = _HEAD
    for (label, name), runs in found.items():
        report.rows.append((f"{name}, {label} card", *runs.cells()))
    report.targets = list(targets(found))
    report.notes = [
        f"The slow card takes {CARD}; ideal = written / write rate + read / read rate of the bytes that went by. "
        f"Medians; rounds on the slow card: {rounds}, on the fast one: {fast_rounds}, programs in turn.",
        "Memory is the largest process; what they share counts once in the sum. bmaptool reads nothing back, needs a "
        "map that nobody ships for JetPack, and takes holes in the image for free (its blocks that differ).",
        "A real JetPack image is fuller (about 0.9 of it in use, 0.5 here): what skipping free blocks saves here it "
        "does not save there.",
        *[f"Not measured: {what}." for what in lacking],
        f"With {flash_ways.versions()}." if flash_ways.versions() else "",
    ]
    report.notes = [note for note in report.notes if note]
    return report


def once(way: Way, work: Workload, speed: Speed | None) -> Run:
    """Each card has a file of its own, which stays as it is for a way that goes on with it."""
    files = [BUILD / f"card{number}.img" for number in range(way.cards)]
    if not way.again:
        for file in files:
            rig.prefill(file, work.raw_bytes + _SPARE_BYTES)
    with ExitStack() as stack:
        cards = [stack.enter_context(rig.card(file)) for file in files]
        before = [one.traffic() for one in cards]
        first = stack.enter_context(rig.slowed(cards, speed))
        nodes = [one.node for one in cards]
        spent = cost([*first, *way.command(nodes)], BUILD / f"{way.short}.log", way.surroundings(nodes))
        traffic = _of_one(cards, before)
    if spent.code:
        say(f"{way.name} failed: {spent.said[-400:]}")
    wrong = max(differences(file, work, free_too=way.whole) for file in files)
    return Run(spent, traffic, wrong)


def _of_one(cards: Sequence[Card], before: Sequence[Traffic]) -> Traffic:
    """Of the card with the most to do."""
    went = [one.traffic() - then for one, then in zip(cards, before, strict=True)]
    return max(went, key=CARD.ideal_s)


def targets(found: Found) -> list[Target]:
    def of(name: str, what: str = "wall_s", label: str = SLOW) -> float | None:
        runs = found.get((label, name))
        return float(getattr(runs, what)) if runs and what in ("wall_s", "ideal_s") else runs and runs.median(what)

    def ratio(one: float | None, other: float | None) -> float | None:
        return one / other if one and other else None

    skip, full, etcher = flash_ways.SKIP, flash_ways.FULL, flash_ways.ETCHER
    memory = max([(runs.median("memory")) for (_, name), runs in found.items() if name in (skip, full)], default=0)
    return [
        Target("only what holds data: wall of the ideal", ratio(of(skip), of(skip, "ideal_s")), 1.03),
        Target("every byte: wall of the ideal", ratio(of(full), of(full, "ideal_s")), 1.03),
        Target("wall of etcher-sdk's", ratio(of(skip), of(etcher)), 0.52),
        Target("wall of bmaptool's, which does not verify", ratio(of(skip), of(flash_ways.BMAPTOOL)), 0.95),
        Target("every byte: wall of etcher-sdk's", ratio(of(full), of(etcher)), 1.0),
        Target("CPU of etcher-sdk's", ratio(of(skip, "cpu_s"), of(etcher, "cpu_s")), 0.55),
        Target("every byte: CPU of etcher-sdk's", ratio(of(full, "cpu_s"), of(etcher, "cpu_s")), 0.55),
        Target("fast card: CPU of etcher-sdk's", ratio(of(skip, "cpu_s", FAST), of(etcher, "cpu_s", FAST)), 0.55),
        Target("memory of the process that writes", memory / 1e6 or None, 90, "MB"),
        Target("update of an identical card, wall of a flash", ratio(of(flash_ways.UPDATE), of(skip)), 0.32),
        Target("four cards at once, wall of one", ratio(of(flash_ways.FOUR), of(skip)), 1.1),
    ]
