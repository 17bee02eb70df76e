"""Long commands on the Nano."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection


def run_job(
    conn: Connection,
    ctx: RunContext,
    job_id: str,
    argv: Sequence[str],
    *,
    sudo: bool = True,
    environment: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
    check: bool = True,
) -> CommandResult:
    """Run a command that may take minutes or hours, with every line handed on as it comes.

    `job_id` is a slug that names this work ("nano.apt.update"). `environment` is no place for secrets.
    Raises as `Connection.run` does.
    """
    del job_id
    settings = [f"{name}={value}" for name, value in (environment or {}).items()]
    return conn.run(["env", *settings, *argv], ctx, sudo=sudo, timeout_s=None, on_line=on_line, check=check)
