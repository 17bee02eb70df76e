"""Where pip on the Nano gets packages: one line in /etc/pip.conf, for everybody there.

The index is tried before it is written: one that does not answer changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root, show
from nanowizard.provision.pip import conf as pip_conf
from nanowizard.provision.pip.facts import CONF, PIP, PipFacts, PipOptions, decoded, encoded, gather_pip
from nanowizard.provision.pip.plan import host_of, new_conf, plan_pip
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.remote import command
from nanowizard.remote.shell import Connection

TRY_LIMIT_S = 180.0
"""pip itself waits 15 seconds for an answer, and asks twice."""


NO_PIP = "No module named pip"
"""What Python says where there is none: then the index is written untried, and a finding says so."""


class PipStep:
    """Options: `PipOptions`. Changes: nano.pip.*; findings: nano.pip_*."""

    id: ClassVar[str] = "nano.pip"

    def gather(self, conn: Connection, options: PipOptions, ctx: RunContext) -> PipFacts:
        del options
        return gather_pip(conn, ctx)

    def plan(self, facts: PipFacts, options: PipOptions) -> Plan:
        return plan_pip(facts, options)

    def undo_record(self, facts: PipFacts) -> UndoRecord:
        return {"conf": facts.conf, "mode": facts.mode}

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        match change.code.rpartition(".")[2]:
            case "try_index":
                try_index(conn, change.params["index_url"], change.params["package"], ctx)
            case "mend_conf":
                _write(conn, pip_conf.rewritten(_read(conn, ctx) or ""), ctx)
            case "make_readable":
                as_root(conn, ctx, "chmod", "0644", "--", CONF)
            case _:
                _write(conn, new_conf(_read(conn, ctx), change.params["index_url"]), ctx)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        old, now = record["conf"], _read(conn, ctx)
        before = old if old is None or pip_conf.unreadable_line(old) is None else None
        text = pip_conf.restored(now or "", before, ("index-url", "trusted-host"))
        if before is None and old is not None:
            text = old
        if text is None:
            as_root(conn, ctx, "rm", "-f", "--", CONF, again=True)
            return
        if text != now:
            _write(conn, text, ctx)
        if record["mode"] is not None:
            as_root(conn, ctx, "chmod", f"{record['mode']:04o}", "--", CONF, again=True)


def try_index(conn: Connection, index_url: str, package: str, ctx: RunContext) -> None:
    """Download one small package from this index and throw it away; other settings of pip play no part.

    Raises NanoError("nano.pip_index_failed", index_url=...) with what pip said.
    """
    argv = [*PIP, "--isolated", "--disable-pip-version-check", "download", "--no-cache-dir"]
    argv += ["--retries", "1", "--no-deps", "--index-url", index_url]
    argv += ["--trusted-host", host_of(index_url)] if index_url.startswith("http://") else []
    argv += [package]
    show(ctx, "$ " + " ".join(argv))
    in_folder = command.script(command.IN_NEW_FOLDER, *argv, "-d")
    said = conn.run(in_folder, ctx, check=False, timeout_s=TRY_LIMIT_S, on_line=lambda line: show(ctx, line))
    if not said.ok and NO_PIP not in said.stderr:
        raise NanoError("nano.pip_index_failed", index_url=index_url, detail=said.stderr[-2000:])


def _read(conn: Connection, ctx: RunContext) -> str | None:
    data = conn.read_file(CONF, ctx, sudo=True)
    return None if data is None else decoded(data)


def _write(conn: Connection, text: str, ctx: RunContext) -> None:
    show(ctx, f"# > {CONF}")
    conn.write_file(CONF, encoded(text), ctx)
