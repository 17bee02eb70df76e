"""What a lab run shows: one line now and then, and a table at the end."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.lab.children import Child, Ended, log_of
from tests.lab.images import FROM_CACHE
from tests.lab.plan import Job
from tests.lab.results import ERROR, FAILED, PASSED, SKIPPED, Tier

_STYLES = {PASSED: "green", FAILED: "bold red", ERROR: "bold red", SKIPPED: "yellow"}
_STATUS_EVERY_S = 20.0
_TAIL_LINES = 100
# pytest -v: the name of a test when it begins, then its outcome in the same line.
_TEST_LINE = re.compile(r"^\S*::(?:test_)?(?P<name>.+?)(?: (?P<end>PASSED|FAILED|SKIPPED|ERROR|XFAIL)\b.*)?\s*$", re.M)


class Screen:
    def __init__(self) -> None:
        terminal = Console()
        # A file or a pipe has no width, and 80 columns would break every line.
        self._console = terminal if terminal.is_terminal else Console(width=180)
        self._began = self._last = time.monotonic()

    def say(self, text: str) -> None:
        self._last = time.monotonic()
        self._console.print(f"lab {_clock(self._last - self._began)}  {escape(text)}", highlight=False)

    def began(self, job: Job) -> None:
        if job.kind == "tier":
            self.say(f"{job.name}: begins")

    def status(self, children: Sequence[Child]) -> None:
        """Only after a while in which nothing else was said."""
        if time.monotonic() - self._last > _STATUS_EVERY_S:
            self.say(" | ".join(f"{child.job.name}: {_now(child)}" for child in children))

    def image_ended(self, end: Ended) -> None:
        self.say(f"{end.job.name}: {image_outcome(end)}")
        if end.code:
            self._tail(end.job)

    def tier_ended(self, tier: Tier) -> None:
        self.say(f"{tier.name}: {tier.summary}, {tier.end.seconds:.0f} s")
        if tier.end.code:
            self._tail(tier.end.job)

    def finish(self, images: Sequence[Ended], tiers: Sequence[Tier], complaints: Sequence[str]) -> None:
        self._console.print(_table(images, tiers))
        for tier in tiers:
            for seen in tier.repeated:
                self._console.print(f"[yellow]{tier.name}: a boot had to be repeated[/]: {escape(seen)}")
        for complaint in complaints:
            self._console.print(f"[bold red]{escape(complaint)}[/]", soft_wrap=True)
        boots = sum(len(tier.repeated) for tier in tiers)
        verdict = "[bold red]not green[/]" if complaints else "[green]green[/]"
        took = _clock(time.monotonic() - self._began)
        self._console.print(f"lab: {verdict} after {took}; boots repeated: {boots}", highlight=False)

    def _tail(self, job: Job) -> None:
        lines = log_of(job).read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        self._console.rule(f"{job.name}: the end of {log_of(job)}")
        self._console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
        self._console.rule()


def where_it_is(log: str) -> str:
    """How many tests are done, and the name of the one that runs, from what `pytest -v` has printed so far."""
    tests = list(_TEST_LINE.finditer(log))
    done = sum(1 for test in tests if test["end"])
    now = next((test["name"].replace("_", " ") for test in reversed(tests) if not test["end"]), "")
    return f"{done} done, {now}" if now else f"{done} done"


def image_outcome(end: Ended, log: str | None = None) -> str:
    if end.code:
        return f"failed, exit {end.code}"
    said = log_of(end.job).read_text(errors="replace") if log is None else log
    return FROM_CACHE if said.strip().endswith(FROM_CACHE) else f"built in {end.seconds:.0f} s"


def _now(child: Child) -> str:
    if child.job.kind == "image":
        return f"{child.seconds:.0f} s"
    return where_it_is(log_of(child.job).read_text(errors="replace"))


def _table(images: Sequence[Ended], tiers: Sequence[Tier]) -> Table:
    table = Table(box=SIMPLE, title="The lab", title_justify="left")
    for heading in ("", "what", "outcome", "seconds", "note"):
        table.add_column(heading, justify="right" if heading == "seconds" else "left", overflow="fold")
    for end in images:
        style = "bold red" if end.code else ""
        table.add_row("image", end.job.name, image_outcome(end), f"{end.seconds:.1f}", style=style)
    for tier in tiers:
        table.add_section()
        for case in tier.cases:
            what, outcome = escape(f"{case.group}: {case.name}"), f"[{_STYLES[case.outcome]}]{case.outcome}[/]"
            table.add_row(tier.name, what, outcome, f"{case.seconds:.1f}", escape(case.note))
        table.add_row(tier.name, f"all: {tier.summary}", "", f"{tier.end.seconds:.1f}", style="bold")
    return table


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
