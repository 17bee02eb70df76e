"""What a measurement found, as Markdown: two tables, and under which conditions. Printed, and put into a document."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

_QUIET = 0.15
"""How much of the processors others may use before the numbers are marked as rough."""
_LOOK_S = 3.0


@dataclass(frozen=True)
class Target:
    """`value` is None where something was not measured. Met when it is at most `limit`, or at least with `least`."""

    name: str
    value: float | None
    limit: float
    unit: str = "x"
    least: bool = False

    def cells(self) -> tuple[str, ...]:
        bound = f"{'≥' if self.least else '≤'} {self.limit:g} {self.unit}"
        if self.value is None:
            return self.name, bound, "-", "not measured"
        met = self.value >= self.limit if self.least else self.value <= self.limit
        return self.name, bound, f"{self.value:.3g} {self.unit}", "met" if met else "**MISSED**"


def busy() -> float:
    """How much of the processors is in use while this does nothing; what the host takes away counts too."""

    def times() -> list[int]:
        return [int(word) for word in Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]]

    before = times()
    time.sleep(_LOOK_S)
    spent = [after - then for after, then in zip(times(), before, strict=True)]
    return 1 - (spent[3] + spent[4]) / sum(spent)


@dataclass
class Report:
    """Of one command. `rough`: why the numbers are. How busy the machine is, is looked at before and after."""

    name: str
    work: str
    rough: list[str] = field(default_factory=list)
    head: Sequence[str] = ()
    rows: list[Sequence[str]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    busy: float = field(default_factory=busy)

    def markdown(self) -> str:
        shares = f"{self.busy:.0%} of its processors in use by others before, {(after := busy()):.0%} after"
        rough = [*self.rough, *(["the machine was busy"] if max(self.busy, after) > _QUIET else [])]
        said = [f"`./dev bench {self.name}`, {_today()}: {self.work}. {machine()}; {shares}."]
        if rough:
            said.append(f"**Rough**: {'; '.join(rough)}.")
        tables = ["\n".join(said), table(self.head, self.rows)]
        if self.targets:
            tables.append(table(("target", "limit", "measured", ""), [one.cells() for one in self.targets]))
        if self.notes:
            tables.append("\n".join(f"- {note}" for note in self.notes))
        return "\n\n".join(tables)

    def put_into(self, document: Path, text: str) -> None:
        """Put the tables in `text` between the two comments of this name, which must stand there."""
        begin, end = f"<!-- bench {self.name} -->", f"<!-- end of bench {self.name} -->"
        before = document.read_text(encoding="utf-8")
        if begin not in before or end not in before:
            raise SystemExit(f"bench: {document} has no place for this table: {begin} ... {end}")
        pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
        made = f"{begin}\n{text}\n{end}"
        document.write_text(re.sub(pattern, lambda _found: made, before, count=1, flags=re.DOTALL), encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    cpu = f"{os.cpu_count()} cores of {model[1].strip() if model else platform.machine()}"
    size = f", {int(memory[1]) / 1048576:.0f} GiB" if memory else ""
    return f"{cpu}{size}, Linux {platform.release()}, Python {platform.python_version()}"


def version_of(*command: str) -> str:
    """The first line that a program says of itself."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.partition("\n")[0].strip()


def say(text: str) -> None:
    """While it goes on."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def _today() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
