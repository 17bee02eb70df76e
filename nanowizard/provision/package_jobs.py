"""apt-get and pip on the Nano as jobs: they ask nothing, go on without a link, and say how far they are."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence

from nanowizard.core.task import RunContext
from nanowizard.provision.apt.progress import AptProgress
from nanowizard.provision.nano_commands import show
from nanowizard.provision.pip.progress import WATCH, PipProgress
from nanowizard.remote.command import script
from nanowizard.remote.jobs import run_job
from nanowizard.remote.jobs_scripts import STATUS_FD
from nanowizard.remote.shell import CommandResult, Connection

APT_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
APT_OPTIONS = (f"APT::Status-Fd={STATUS_FD}", "Dpkg::Options::=--force-confold", "Dpkg::Options::=--force-confdef")
"""Settings that the person changed stay; a question would never be answered."""
PIP_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PYTHONUNBUFFERED": "1",
}
"""Python 3.6 in the plain C locale cannot print what some packages say."""
RAW_PROGRESS_SINCE = (24, 1)


def apt_get(
    conn: Connection,
    ctx: RunContext,
    job_id: str,
    *arguments: str,
    check: bool = True,
    fresh: bool = False,
    on_line: Callable[[str], None] | None = None,
) -> CommandResult:
    """`apt-get ARGUMENTS` as root, in the log, with Progress of the phase `job_id` in percent.

    A cancel waits for packages that are half-made. `on_line` gets each line without the machine's own.
    Raises as `run_job` does.
    """
    options = [word for option in APT_OPTIONS for word in ("-o", option)]
    progress = AptProgress(ctx.emit, job_id, _heard(ctx, on_line))
    show(ctx, f"# {shlex.join(['apt-get', *arguments])}")
    return run_job(
        conn,
        ctx,
        job_id,
        ["apt-get", "-q", "-y", *options, *arguments],
        environment=APT_ENVIRONMENT,
        on_line=progress.feed,
        check=check,
        fresh=fresh,
        protect="dpkg",
    )


def pip(
    conn: Connection,
    ctx: RunContext,
    job_id: str,
    *arguments: str,
    python: str = "python3",
    version: Sequence[int] | None = None,
    sudo: bool = True,
    environment: Mapping[str, str] | None = None,
    check: bool = True,
    fresh: bool = False,
    on_line: Callable[[str], None] | None = None,
) -> CommandResult:
    """`PYTHON -m pip ARGUMENTS` in the log, with Progress of the phase `job_id` in bytes for each file that comes in.

    Always as a module: the program `pip3` is apt's, and breaks when pip itself is a newer one. `version` is pip's where
    the caller knows it. Raises as `run_job` does.
    """
    command = [python, "-m", "pip"]
    raw = ["--progress-bar=raw"] if version and tuple(version) >= RAW_PROGRESS_SINCE and _downloads(arguments) else []
    progress = PipProgress(ctx.emit, job_id, _heard(ctx, on_line))
    show(ctx, f"{'#' if sudo else '$'} {shlex.join([*command, *arguments])}")
    argv = [*command, *arguments[:1], *raw, *arguments[1:]]
    return run_job(
        conn,
        ctx,
        job_id,
        argv if raw or not _downloads(arguments) else script(WATCH, *argv),
        sudo=sudo,
        environment={**PIP_ENVIRONMENT, **(environment or {})},
        on_line=progress.feed,
        check=check,
        fresh=fresh,
        name="pip",
    )


def _downloads(arguments: Sequence[str]) -> bool:
    return arguments[:1] in {("install",), ("download",), ("wheel",)}


def _heard(ctx: RunContext, on_line: Callable[[str], None] | None) -> Callable[[str], None]:
    def heard(line: str) -> None:
        show(ctx, line)
        if on_line:
            on_line(line)

    return heard
