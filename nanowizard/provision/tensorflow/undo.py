"""Takes TensorFlow away again, with everything that came along, and brings back what it replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

_REMOVED = re.compile(r"^(?:Remv|Purg) (\S+)", re.MULTILINE)


def undo_tensorflow(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    """Python packages first: they need pip, which one of apt's packages may have brought."""
    if record["new_venv"]:
        _remove_venv(conn, record["new_venv"], ctx, as_root_=record["as_root"])
    else:
        _restore_packages(conn, record, ctx)
    _remove_apt(conn, record["apt"], ctx)
    if not record["xlocale"]:
        as_root(conn, ctx, "rm", "-f", "--", XLOCALE)
    _restore_guard(conn, record["environment"], ctx)
    as_root(conn, ctx, "rm", "-rf", "--", WHEELS, PIP_CACHE)
    lines = (conn.read_file(STARTED, ctx) or b"").decode("utf-8", "replace").splitlines()
    ours = {line for line in lines if line.rpartition(" ")[2] == record["program"]} - set(record["started"])
    restore_started(conn, ctx, [line for line in lines if line not in ours])


def _remove_venv(conn: Connection, folder: str, ctx: RunContext, *, as_root_: bool) -> None:
    """Only what is a virtual environment: the note may be old and the folder somebody else's by now."""
    if conn.run(["stat", "-c", "%n", "--", f"{folder}/pyvenv.cfg"], ctx, sudo=as_root_, check=False).ok:
        show(ctx, f"# rm -rf {folder}")
        conn.run(["rm", "-rf", "--", folder], ctx, sudo=as_root_, timeout_s=300.0)


def _restore_packages(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    program, as_root_ = record["program"], record["as_root"]
    now = parse_python(conn.run([program, "-c", nano_script(PACKAGES)], ctx, check=False).stdout)
    there = now.installed if now else {}
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


def _remove_apt(conn: Connection, added: Sequence[str], ctx: RunContext) -> None:
    """Those that we added, unless something that came later needs them. What apt brought along stays installed."""
    query = ["dpkg-query", "--showformat=${Package} ${db:Status-Abbrev}\\n", "--show", *added]
    there = parse_installed(conn.run(query, ctx, check=False).stdout, added) if added else {}
    present = [name for name in added if there[name]]
    if not present:
        return
    would = conn.run(["apt-get", "-s", "purge", "--", *present], ctx, sudo=True, check=False)
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
