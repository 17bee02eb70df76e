"""Takes TensorFlow away again, with everything that came along, and brings back what it replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.provision import package_jobs
from nanowizard.provision.apt.locks import wait_for_locks
from nanowizard.provision.container.step import restore_started
from nanowizard.provision.nano_commands import as_root, show
from nanowizard.provision.nano_scripts import PACKAGES, nano_script
from nanowizard.provision.tensorflow.facts import (
    ENVIRONMENT,
    STARTED,
    XLOCALE,
    parse_installed,
    parse_python,
)
from nanowizard.provision.tensorflow.install import GUARD, PIP_CACHE, WHEELS, pip, succeed, trusted, uninstall
from nanowizard.remote.shell import Connection
from nanowizard.remote.together import ask_together, read_files

_REMOVED = re.compile(r"^(?:Remv|Purg) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is still there of all that an undo takes away, so that one which broke off goes on where it was."""

    packages: Mapping[str, str]
    apt: Mapping[str, bool]
    xlocale: bool
    caches: bool
    environment: str
    started: Sequence[str]


def undo_tensorflow(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    """Python packages first: they need pip, which one of apt's packages may have brought."""
    rest = _look(conn, record, ctx)
    if record["new_venv"]:
        _remove_venv(conn, record["new_venv"], ctx, as_root_=record["as_root"])
    else:
        _restore_packages(conn, record, rest.packages, ctx)
    _remove_apt(conn, [name for name in record["apt"] if rest.apt[name]], ctx)
    if not record["xlocale"] and rest.xlocale:
        as_root(conn, ctx, "rm", "-f", "--", XLOCALE, again=True)
    if f"{GUARD}=" in rest.environment:
        _restore_guard(conn, record["environment"], ctx)
    if rest.caches:
        as_root(conn, ctx, "rm", "-rf", "--", WHEELS, PIP_CACHE, again=True)
    ours = {line for line in rest.started if line.rpartition(" ")[2] == record["program"]} - set(record["started"])
    if ours:
        restore_started(conn, ctx, [line for line in rest.started if line not in ours])


def _look(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> _Rest:
    """One round."""
    questions: dict[str, Sequence[str]] = {
        **read_files(ENVIRONMENT, STARTED),
        "python": (record["program"], "-c", nano_script(PACKAGES)),
        "xlocale": ("stat", "-c", "%n", "--", XLOCALE),
        "caches": ("stat", "-c", "%n", "--", WHEELS, PIP_CACHE),
    }
    if record["apt"]:
        questions["apt"] = (
            "dpkg-query",
            "--showformat=${Package} ${db:Status-Abbrev}\\n",
            "--show",
            "--",
            *record["apt"],
        )
    said = ask_together(conn, ctx, questions)
    python = parse_python(said["python"].stdout)
    return _Rest(
        packages=python.installed if python else {},
        apt=parse_installed(said["apt"].stdout, record["apt"]) if record["apt"] else {},
        xlocale=said["xlocale"].ok,
        caches=bool(said["caches"].stdout.strip()),
        environment=said[ENVIRONMENT].stdout,
        started=said[STARTED].stdout.splitlines(),
    )


def _remove_venv(conn: Connection, folder: str, ctx: RunContext, *, as_root_: bool) -> None:
    """Only what is a virtual environment: the note may be old and the folder somebody else's by now."""
    if conn.run(["stat", "-c", "%n", "--", f"{folder}/pyvenv.cfg"], ctx, sudo=as_root_, check=False).ok:
        show(ctx, f"# rm -rf {folder}")
        conn.run(["rm", "-rf", "--", folder], ctx, sudo=as_root_, timeout_s=300.0)


def _restore_packages(conn: Connection, record: Mapping[str, Any], there: Mapping[str, str], ctx: RunContext) -> None:
    program, as_root_ = record["program"], record["as_root"]
    added = [name for name, old in record["packages"].items() if old is None and name in there and name != "pip"]
    changed = {name: old for name, old in record["packages"].items() if old and there.get(name) != old}
    if added:
        uninstall(conn, ctx, program, added, as_root=as_root_)
    lost = [name for name, old in changed.items() if "+nv" in old and not record["indexes"].get(name)]
    for name, old in changed.items():
        if name not in lost:
            index = record["indexes"].get(name)
            words = ["--extra-index-url", index, *trusted(index)] if index else []
            old_words = ["install", "--no-deps", *words, f"{name}=={old}"]
            pip(conn, ctx, "restore", {"program": program, "as_root": as_root_}, old_words)
    if lost:
        params = {"packages": [f"{name} {changed[name]}" for name in lost]}
        finding = Finding(code="nano.tensorflow_not_restored", severity=Severity.WARNING, params=params)
        ctx.emit(FindingReported(finding=finding))
    if record["packages"].get("pip") is None and "pip" in there:
        uninstall(conn, ctx, program, ["pip"], as_root=as_root_)


def _remove_apt(conn: Connection, present: Sequence[str], ctx: RunContext) -> None:
    """Those that we added, unless something that came later needs them. What apt brought along stays installed."""
    if not present:
        return
    simulation = ("apt-get", "-s", "purge", "--", *present)
    would = ask_together(conn, ctx, {"would": simulation}, sudo=True)["would"]
    others = sorted(set(_REMOVED.findall(would.stdout)) - set(present))
    if others or not would.ok:
        params = {"packages": present, "others": others}
        finding = Finding(code="nano.tensorflow_kept_packages", severity=Severity.INFO, params=params)
        ctx.emit(FindingReported(finding=finding))
        return
    wait_for_locks(conn, ctx)
    said = package_jobs.apt_get(conn, ctx, "nano.tensorflow.purge", "purge", "--", *present, check=False)
    succeed(said, "apt-get")


def _restore_guard(conn: Connection, original: str, ctx: RunContext) -> None:
    now = (conn.read_file(ENVIRONMENT, ctx) or b"").decode("utf-8", "surrogateescape")
    lines = re.findall(r"[^\n]*\n|[^\n]+", now)
    rest = "".join(line for line in lines if not line.startswith(f"{GUARD}="))
    if rest != now and f"{GUARD}=" not in original:
        # The end of the last line may have been ours.
        text = original if rest in (original, f"{original}\n") else rest
        conn.write_file(ENVIRONMENT, text.encode("utf-8", "surrogateescape"), ctx)
