"""The report on a Nano: everything that the pages for it build on, in three rounds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nanowizard.core.errors import NanoError
from nanowizard.core.events import StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.report.board import Board, parse_board
from nanowizard.provision.report.parse import (
    Lock,
    Place,
    PowerMode,
    parse_alarms,
    parse_audit,
    parse_cuda,
    parse_locks,
    parse_place,
    parse_power_mode,
    parse_temperature,
)
from nanowizard.remote.facts import QUESTIONS, NanoFacts, facts_params, nano_facts, parse_headed
from nanowizard.remote.jobs_list import JobFact, jobs_question, parse_jobs
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together, read_files

HOST = "ports.ubuntu.com"
"""Where a Nano's own packages come from: asked by name, and knocked at."""
NETWORK_LIMIT_S = "5"
COMPATIBLE, DTS_NAME = "/proc/device-tree/compatible", "/proc/device-tree/nvidia,dtsfilename"
ZONES = tuple(f"/sys/class/thermal/thermal_zone{number}/{name}" for number in range(8) for name in ("type", "temp"))
ALARMS = "dmesg | grep -F 'soctherm: OC ALARM' | tail -n 99"
KNOCK = f'exec 3<>"/dev/tcp/{HOST}/80"'

NetworkState = Literal["ok", "no_route", "no_names", "no_web"]

_OF_THE_BOARD: Mapping[str, Sequence[str]] = {
    **QUESTIONS,
    **read_files(COMPATIBLE, DTS_NAME),
    "zones": ("head", "-v", "-c", "64", "--", *ZONES),
    "root": ("findmnt", "-n", "-o", "SOURCE", "/"),
    "disks": ("lsblk", "-b", "-r", "-n", "-o", "NAME,TYPE,SIZE"),
    "cuda": ("readlink", "-f", "/usr/local/cuda"),
    "audit": ("dpkg", "--audit"),
    "route": ("ip", "-o", "route", "show", "default"),
}
_OF_ROOT: Mapping[str, Sequence[str]] = {
    "power": ("nvpmodel", "-q"),
    "alarms": ("sh", "-c", ALARMS, "sh"),
    "locks": ("lslocks", "--raw", "-n", "-o", "COMMAND,PID,PATH"),
}
_OF_THE_NETWORK: Mapping[str, Sequence[str]] = {
    "names": ("timeout", NETWORK_LIMIT_S, "getent", "hosts", HOST),
    "web": ("timeout", NETWORK_LIMIT_S, "bash", "-c", KNOCK),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`alarms`: how often since the start the supply was too weak. `broken`: packages that are half set up.

    `jobs`: long work of ours that runs, or whose end nobody has seen.

    What only root may ask is None or empty where the person is no administrator; `asked_root` says so.
    """

    nano: NanoFacts
    board: Board = field(default_factory=Board)
    cuda: str | None = None
    place: Place | None = None
    temperature_c: float | None = None
    network: NetworkState = "ok"
    broken: Sequence[str] = ()
    asked_root: bool = True
    power_mode: PowerMode | None = None
    alarms: int = 0
    locks: Sequence[Lock] = ()
    jobs: Sequence[JobFact] = ()


def gather_report(conn: Connection, ctx: RunContext) -> Report:
    """Raises only for a link that breaks and Cancelled."""
    asked = time.time()
    said = _ask(conn, ctx, "nano.check.board", _OF_THE_BOARD)
    ours = (asked + time.time()) / 2
    try:
        questions = {**_OF_ROOT, "jobs": jobs_question(conn.user)}
        root = _ask(conn, ctx, "nano.check.health", questions, sudo=True)
    except NanoError as error:
        if error.code != "nano.sudo_refused":
            raise
        root = {}
    network: Mapping[str, CommandResult] = {}
    if said["route"].stdout.strip():
        network = _ask(conn, ctx, "nano.check.network", _OF_THE_NETWORK)
    text = {name: answer.stdout if answer.ok else "" for name, answer in {**said, **root, **network}.items()}
    return Report(
        nano=nano_facts(said, ours),
        board=parse_board(text[COMPATIBLE], text[DTS_NAME]),
        cuda=parse_cuda(text["cuda"]),
        place=parse_place(text["root"], text["disks"]),
        temperature_c=parse_temperature(parse_headed(said["zones"].stdout, ZONES)),
        network=_network(network),
        broken=parse_audit(text["audit"]),
        asked_root=bool(root),
        power_mode=parse_power_mode(text.get("power", "")),
        alarms=parse_alarms(text.get("alarms", "")),
        locks=parse_locks(text.get("locks", "")),
        jobs=parse_jobs(text.get("jobs", "")),
    )


def report_params(report: Report) -> dict[str, Any]:
    """The report as a task's result: JSON-able, unknown facts left out."""
    place, mode = report.place, report.power_mode
    more: dict[str, Any] = {
        "board": report.board.kind,
        "module": report.board.module,
        "revision": report.board.revision,
        "cuda": report.cuda,
        "partition_bytes": place.partition_bytes if place else None,
        "card_bytes": place.disk_bytes if place else None,
        "temperature_c": report.temperature_c,
        "power_mode": mode.name if mode else None,
        "power_alarms": report.alarms if report.asked_root else None,
        "network": report.network,
        "half_installed": list(report.broken),
        "package_locks": [f"{lock.program} ({lock.pid})" for lock in report.locks],
        "jobs": [{"id": job.id, "state": job.state, "running_s": job.running_s} for job in report.jobs],
    }
    return {**facts_params(report.nano), **{name: value for name, value in more.items() if value is not None}}


def _ask(
    conn: Connection, ctx: RunContext, step: str, questions: Mapping[str, Sequence[str]], *, sudo: bool = False
) -> dict[str, CommandResult]:
    ctx.emit(StepStarted(step=step))
    said = ask_together(conn, ctx, questions, sudo=sudo, settled=False)
    ctx.emit(StepFinished(step=step))
    return said


def _network(said: Mapping[str, CommandResult]) -> NetworkState:
    if not said:
        return "no_route"
    if not said["names"].ok:
        return "no_names"
    return "ok" if said["web"].ok else "no_web"
