"""How the packages for TensorFlow get onto the Nano: apt, pip, and what h5py needs to be built there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.provision import package_jobs
from nanowizard.provision.apt.locks import wait_for_locks
from nanowizard.provision.nano_commands import as_root, show
from nanowizard.provision.nano_scripts import REACH, START, nano_script
from nanowizard.provision.tensorflow.facts import CACHE, ENVIRONMENT, PYTHON, STARTED, XLOCALE
from nanowizard.provision.tensorflow.said import why_failed
from nanowizard.remote.command import in_brief
from nanowizard.remote.jobs import run_job
from nanowizard.remote.shell import CommandResult, Connection

WHEELS = f"{CACHE}/wheels"
PIP_CACHE = f"{CACHE}/pip"
"""What was downloaded is not downloaded again after a break; it goes when TensorFlow has started."""
GUARD = "OPENBLAS_CORETYPE"
_H5PY_ENVIRONMENT = {"H5PY_SETUP_REQUIRES": "0"}
"""Without it, its set-up fetches a numpy of its own, which is built for an hour and fails (h5py issue 1760)."""

Params = Mapping[str, Any]


def reach(conn: Connection, params: Params, ctx: RunContext) -> None:
    """Ask NVIDIA's server from the Nano, before an hour of work. Raises NanoError nano.tensorflow_no_internet or
    nano.tensorflow_clock.
    """
    argv = [PYTHON, "-c", nano_script(REACH), params["index_url"]]
    said = run(conn, ctx, "reach", argv, as_root=False, check=False, fresh=True)
    if not said.ok:
        error = why_failed(said, PYTHON)
        known = error.code != "nano.command_failed"
        raise error if known else NanoError("nano.tensorflow_no_internet", detail=error.detail)


def apt(conn: Connection, params: Params, ctx: RunContext) -> None:
    """A list that cannot be fetched need not matter; a package that cannot be installed does."""
    wait_for_locks(conn, ctx)
    package_jobs.apt_get(conn, ctx, "nano.tensorflow.update", "update", check=False, fresh=True)
    said = package_jobs.apt_get(conn, ctx, "nano.tensorflow.apt", "install", "--", *params["packages"], check=False)
    succeed(said, "apt-get")


def make_venv(conn: Connection, params: Params, ctx: RunContext) -> None:
    """One that sees the system's packages: NVIDIA's own bindings (TensorRT) exist only there."""
    argv = [PYTHON, "-m", "venv", "--system-site-packages", params["folder"]]
    run(conn, ctx, "venv", argv, as_root=params["as_root"])


def xlocale(conn: Connection, params: Params, ctx: RunContext) -> None:
    as_root(conn, ctx, "ln", "-s", "-f", "--", "/usr/include/locale.h", XLOCALE)


def guard(conn: Connection, params: Params, ctx: RunContext) -> None:
    """For all users and all programs; a login reads this file, a shell's own start-up file is not read over SSH."""
    old = (conn.read_file(ENVIRONMENT, ctx) or b"").decode("utf-8", "surrogateescape")
    kept = "".join(line for line in re.findall(r"[^\n]*\n|[^\n]+", old) if not line.startswith(f"{GUARD}="))
    ended = kept if kept.endswith("\n") or not kept else f"{kept}\n"
    conn.write_file(ENVIRONMENT, f"{ended}{params['line']}\n".encode("utf-8", "surrogateescape"), ctx)


def install(conn: Connection, params: Params, ctx: RunContext, *, job: str) -> None:
    """Exactly these packages and nothing that they ask for: the list is complete."""
    for name in params.get("replaces", []):
        uninstall(conn, ctx, params["program"], [name], as_root=params["as_root"])
    words = ["--no-deps"]
    if params.get("pushed"):
        words += ["--no-index", "--find-links", WHEELS]
    packages = list(params["packages"])
    if job == "h5py":
        words.append("--no-build-isolation")
    if job == "wheel" and not params.get("pushed"):
        if params["wheel_url"]:
            packages = [params["wheel_url"]]
        else:
            words += ["--extra-index-url", params["wheel_index_url"], *trusted(params["wheel_index_url"])]
    environment = _H5PY_ENVIRONMENT if job == "h5py" else None
    pip(conn, ctx, job, params, ["install", *words, *packages], environment=environment)


def trusted(index_url: str) -> list[str]:
    """pip refuses http without being told; it stands in the table only where a person wrote it there."""
    parts = urlsplit(index_url)
    return ["--trusted-host", parts.hostname or ""] if parts.scheme == "http" else []


def uninstall(conn: Connection, ctx: RunContext, program: str, names: Sequence[str], *, as_root: bool) -> None:
    pip(conn, ctx, "uninstall", {"program": program, "as_root": as_root}, ["uninstall", "-y", *names])


def pip(
    conn: Connection,
    ctx: RunContext,
    job: str,
    params: Params,
    words: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Root's has a home and a cache of its own, so that nothing of it is left in the login user's."""
    settings = dict(environment or {})
    if params["as_root"]:
        settings |= {"HOME": "/root", "PIP_CACHE_DIR": PIP_CACHE}
    said = package_jobs.pip(
        conn,
        ctx,
        f"nano.tensorflow.{job}",
        *words,
        python=params["program"],
        sudo=params["as_root"],
        environment=settings,
        check=False,
    )
    succeed(said, "pip")


def start(conn: Connection, params: Params, ctx: RunContext) -> None:
    """Import it as the person would, and note that it worked. Raises NanoError as `why_failed` says."""
    environment = guard_of(conn, ctx)
    argv = [params["program"], "-c", nano_script(START)]
    said = run(conn, ctx, "start", argv, environment=environment, as_root=False, fresh=True)
    report_start(said, ctx)
    note_started(conn, ctx, f"{params['version']} {params['program']}")
    as_root(conn, ctx, "rm", "-rf", "--", PIP_CACHE)


def guard_of(conn: Connection, ctx: RunContext) -> dict[str, str]:
    """The setting as the next login will have it; the present one may be older than the file."""
    text = (conn.read_file(ENVIRONMENT, ctx) or b"").decode("utf-8", "replace")
    found = re.search(rf"^{GUARD}=(\S+)$", text, re.MULTILINE)
    return {GUARD: found[1]} if found else {}


def report_start(said: CommandResult, ctx: RunContext) -> None:
    answers = [answer for line in said.stdout.splitlines() if (answer := event_of(line))]
    gpus = next((answer["gpus"] for answer in answers if answer.get("event") == "started"), 0)
    found = Finding(code="nano.tensorflow_gpu", severity=Severity.GOOD, params={"number": gpus})
    none = Finding(code="nano.tensorflow_no_gpu", severity=Severity.WARNING)
    ctx.emit(FindingReported(finding=found if gpus else none))


def event_of(line: str) -> dict[str, Any] | None:
    """What a script of ours said in this line; None for anybody else's."""
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "event" in answer else None


def note_started(conn: Connection, ctx: RunContext, line: str) -> None:
    as_root(conn, ctx, "install", "-d", "-m", "0755", "--", CACHE)
    lines = (conn.read_file(STARTED, ctx) or b"").decode("utf-8", "replace").splitlines()
    place = line.rpartition(" ")[2]
    kept = [old for old in lines if old.rpartition(" ")[2] != place]
    conn.write_file(STARTED, "".join(f"{text}\n" for text in [*kept, line]).encode(), ctx)


def run(
    conn: Connection,
    ctx: RunContext,
    job: str,
    argv: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    as_root: bool = True,
    check: bool = True,
    fresh: bool = False,
    on_line: Callable[[str], None] | None = None,
) -> CommandResult:
    """A long command in the log, with the errors of `why_failed`; `on_line` gets its lines too."""
    show(ctx, f"{'#' if as_root else '$'} {in_brief(argv)}")

    def heard(line: str) -> None:
        show(ctx, line)
        if on_line:
            on_line(line)

    said = run_job(
        conn,
        ctx,
        f"nano.tensorflow.{job}",
        argv,
        sudo=as_root,
        environment=environment,
        on_line=heard,
        check=False,
        fresh=fresh,
    )
    if check:
        succeed(said, argv[0])
    return said


def succeed(said: CommandResult, program: str) -> None:
    """Raises NanoError as `why_failed` says."""
    if not said.ok:
        raise why_failed(said, program)
