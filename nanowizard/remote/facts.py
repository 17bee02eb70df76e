"""What a Nano says about itself: parsed here from the plain output of a handful of commands.

The parsers are pure functions on text. A fact that cannot be had is None, never an error.
Sources: `/etc/nv_tegra_release`; L4T's zram set-up.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nanowizard.core.events import Finding, Severity
from nanowizard.core.l4t import JETPACK_OF_L4T, parse_l4t
from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together, read_files

MODEL = "/proc/device-tree/model"
RELEASE = "/etc/nv_tegra_release"
MEMINFO = "/proc/meminfo"
SWAPS = "/proc/swaps"
UPTIME = "/proc/uptime"


@dataclass(frozen=True, slots=True)
class SwapArea:
    """A line of /proc/swaps. `kind` is `file` or `partition` (zram too); `size_bytes` is without the header page."""

    path: str
    kind: str
    size_bytes: int
    used_bytes: int
    priority: int

    @property
    def is_zram(self) -> bool:
        return self.path.startswith("/dev/zram")


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """The file system that holds a path: its kind, its size, and what an ordinary program may still use."""

    fs_type: str
    size_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NanoFacts:
    """`clock_ahead_s`: how much later the Nano's clock is than ours. `swap` is empty where there is none."""

    model: str | None = None
    l4t: str | None = None
    jetpack: str | None = None
    host_name: str | None = None
    kernel: str | None = None
    architecture: str | None = None
    memory_bytes: int | None = None
    swap: Sequence[SwapArea] | None = None
    disk: DiskSpace | None = None
    python: str | None = None
    uptime_s: float | None = None
    clock_ahead_s: float | None = None

    @property
    def is_nano(self) -> bool:
        return self.model is not None and "Jetson Nano" in self.model


def df_argv(path: str) -> tuple[str, ...]:
    """What `parse_df` reads."""
    return ("df", "-B1", "--output=fstype,size,avail", "--", path)


def gather_facts(conn: Connection, ctx: RunContext) -> NanoFacts:
    """Ask the board, in one round; needs no root. Raises only for a link that breaks and Cancelled."""
    asked = time.time()
    said = ask_together(conn, ctx, QUESTIONS, settled=False)
    return nano_facts(said, (asked + time.time()) / 2)


QUESTIONS: Mapping[str, Sequence[str]] = {
    **read_files(MODEL, RELEASE, MEMINFO, SWAPS, UPTIME),
    "uname": ("uname", "-n", "-r", "-m"),
    "core": ("dpkg-query", "--showformat=${Version}", "--show", "nvidia-l4t-core"),
    "clock": ("date", "+%s.%N"),
    "df": df_argv("/"),
    "python": ("python3", "--version"),
}


def nano_facts(said: Mapping[str, CommandResult], ours: float) -> NanoFacts:
    """The facts in the answers to QUESTIONS; `ours` is what our own clock said then."""
    text = {name: answer.stdout if answer.ok else "" for name, answer in said.items()}
    names = text["uname"].split()
    l4t = parse_l4t(text[RELEASE]) or parse_package_version(text["core"])
    clock = _number(text["clock"])
    return NanoFacts(
        model=text[MODEL].strip("\0\n ") or None,
        l4t=l4t,
        jetpack=JETPACK_OF_L4T.get(l4t or ""),
        host_name=names[0] if len(names) == 3 else None,
        kernel=names[1] if len(names) == 3 else None,
        architecture=names[2] if len(names) == 3 else None,
        memory_bytes=parse_meminfo(text[MEMINFO]).get("MemTotal"),
        swap=parse_swaps(text[SWAPS]) if text[SWAPS] else None,
        disk=parse_df(text["df"]),
        python=text["python"].removeprefix("Python").strip() or None,
        uptime_s=_number(text[UPTIME].partition(" ")[0]),
        clock_ahead_s=None if clock is None else clock - ours,
    )


def facts_findings(facts: NanoFacts) -> list[Finding]:
    """What of the facts a person should know. A machine that is no Nano is a warning: practice and labs are allowed."""
    if facts.is_nano:
        return []
    return [Finding(code="nano.not_a_nano", severity=Severity.WARNING, params={"model": facts.model or "?"})]


def disk_space(conn: Connection, ctx: RunContext, path: str) -> DiskSpace | None:
    result = conn.run(df_argv(path), ctx, check=False)
    return parse_df(result.stdout) if result.ok else None


def parse_headed(text: str, paths: Sequence[str]) -> dict[str, str]:
    """Takes apart what `head -v` prints: `==> PATH <==` before each file, an empty line before all but the first."""
    found: dict[str, str] = {}
    places = sorted(
        (match.start(), match.end(), path)
        for path in paths
        if (match := re.search(rf"^==> {re.escape(path)} <==\n", text, re.MULTILINE))
    )
    for index, (_start, end, path) in enumerate(places):
        if index + 1 == len(places):
            found[path] = text[end:]
        else:
            found[path] = text[end : places[index + 1][0]].removesuffix("\n")
    return found


def parse_package_version(text: str) -> str | None:
    """`32.7.1` of nvidia-l4t-core's package version `32.7.1-20220219090344`."""
    match = re.match(r"(\d+\.\d+(\.\d+)?)-", text.strip())
    return match[1] if match else None


def parse_meminfo(text: str) -> dict[str, int]:
    """Bytes by name (`MemTotal`, `MemAvailable`, ...)."""
    return {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}


def parse_swaps(text: str) -> list[SwapArea]:
    areas = []
    for line in text.splitlines()[1:]:
        fields = line.split()
        if len(fields) == 5 and all(re.fullmatch(r"-?\d+", field) for field in fields[2:]):
            size, used, priority = (int(field) for field in fields[2:])
            areas.append(SwapArea(_unescaped(fields[0]), fields[1], size * 1024, used * 1024, priority))
    return areas


def parse_df(text: str) -> DiskSpace | None:
    """The last line of `df -B1 --output=fstype,size,avail`."""
    fields = (text.strip().splitlines() or [""])[-1].split()
    if len(fields) != 3 or not fields[1].isdigit() or not fields[2].isdigit():
        return None
    return DiskSpace(fields[0], int(fields[1]), int(fields[2]))


def _unescaped(path: str) -> str:
    """The kernel writes blanks in paths as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), path)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", text) else None


def facts_params(facts: NanoFacts) -> Mapping[str, object]:
    """The facts as a task's result: JSON-able, unknown ones left out."""
    plain: dict[str, object] = {
        name: getattr(facts, name)
        for name in ("model", "l4t", "jetpack", "host_name", "kernel", "architecture", "python")
    }
    plain |= {"memory_bytes": facts.memory_bytes, "uptime_s": facts.uptime_s, "clock_ahead_s": facts.clock_ahead_s}
    if facts.swap is not None:
        plain["swap_bytes"] = sum(area.size_bytes for area in facts.swap)
    if facts.disk is not None:
        plain |= {"disk_bytes": facts.disk.size_bytes, "free_bytes": facts.disk.free_bytes}
    return {name: value for name, value in plain.items() if value is not None}
