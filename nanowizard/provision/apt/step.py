"""Where the Nano's system packages come from: another mirror of the Ubuntu archive, proved before it stays.

The lists are changed together, `apt-get update` is the proof, and if that fails they are as they were before. Between
change and proof a note on the Nano says so: a run that was cut off there is proved, or taken back, by the next one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.provision.apt.archive import NVIDIA_LIST, host_of, with_soc
from nanowizard.provision.apt.facts import (
    JOURNAL,
    AptFacts,
    AptOptions,
    Journal,
    decoded,
    encoded,
    gather_apt,
    journal_text,
)
from nanowizard.provision.apt.locks import LISTS_LOCK, wait_for_locks
from nanowizard.provision.apt.measure import STALE_S
from nanowizard.provision.apt.plan import lists_concerned, lists_restored, plan_apt, rewritten, wished_target
from nanowizard.provision.apt.update import update_lists
from nanowizard.provision.nano_commands import as_root, show
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.remote.shell import Connection


class AptStep:
    """Options: `AptOptions`. Changes: nano.apt.*; findings: nano.apt_*."""

    id: ClassVar[str] = "nano.apt"

    def gather(self, conn: Connection, options: AptOptions, ctx: RunContext) -> AptFacts:
        del options
        return gather_apt(conn, ctx)

    def plan(self, facts: AptFacts, options: AptOptions) -> Plan:
        return plan_apt(facts, options)

    def undo_record(self, facts: AptFacts) -> UndoRecord:
        # After a run that was cut off, what it found is what was there first.
        before = {**lists_concerned(facts), **(facts.unproved.lists if facts.unproved else {})}
        return {"lists": {path: encoded(text) for path, text in before.items()}}

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        facts = gather_apt(conn, ctx)
        if change.code == "nano.apt.repair_nvidia":
            lists = {NVIDIA_LIST: with_soc(facts.lists[NVIDIA_LIST])}
            _write(conn, lists, ctx)
        elif change.code == "nano.apt.use_mirror":
            _use_mirror(conn, facts, change.params, ctx)
        else:
            _prove(conn, facts.unproved or Journal(), change.params["mirror"], ctx)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        facts = gather_apt(conn, ctx)
        original = {path: decoded(data) for path, data in record["lists"].items()}
        lists = lists_restored(facts, original)
        _write(conn, {path: text for path, text in lists.items() if text != facts.lists.get(path)}, ctx)
        as_root(conn, ctx, "rm", "-f", "--", JOURNAL, again=True)
        _fetch_again(conn, ctx)


def _use_mirror(conn: Connection, facts: AptFacts, params: Mapping[str, Any], ctx: RunContext) -> None:
    target = wished_target(facts, AptOptions(mirror=params["id"]))
    if target is None:
        raise NanoError("nano.apt_changed_meanwhile")
    changed = {path: text for path, text in rewritten(facts, target).items() if text != facts.lists[path]}
    noted = facts.unproved or Journal(dates=facts.newest())
    before = {**{path: facts.lists[path] for path in changed}, **noted.lists}
    journal = Journal(lists=before, dates=noted.dates)
    wait_for_locks(conn, ctx, {LISTS_LOCK})  # whoever fetches lists now fetches those that were there
    conn.write_file(JOURNAL, journal_text(journal).encode(), ctx, mode=0o600)
    try:
        _write(conn, changed, ctx)
    except BaseException:
        _take_back(conn, journal, ctx)
        raise
    _prove(conn, journal, target.host, ctx)


def _prove(conn: Connection, journal: Journal, mirror: str, ctx: RunContext) -> None:
    """Fetch what the lists name now; if that fails they become again what `journal` says."""
    try:
        addresses = {uri for _source, uri in gather_apt(conn, ctx).addresses()}
        update_lists(conn, ctx, addresses, mirror=mirror)
        _check_age(journal, gather_apt(conn, ctx), mirror)
    except BaseException:
        _take_back(conn, journal, ctx)
        raise
    as_root(conn, ctx, "rm", "-f", "--", JOURNAL, again=True)


def _check_age(journal: Journal, facts: AptFacts, mirror: str) -> None:
    newest = facts.newest()
    behind_s = max((old - newest[suite] for suite, old in journal.dates.items() if suite in newest), default=0.0)
    if behind_s > STALE_S:
        raise NanoError("nano.apt_stale", mirror=mirror, detail=f"{behind_s:.0f} s behind what was there before")


def _take_back(conn: Connection, journal: Journal, ctx: RunContext) -> None:
    """The lists as they were. The wish to stop must not stop this; a lost link does, and then the next run does it."""
    quiet = RunContext(emit=ctx.emit)
    with contextlib.suppress(NanoError):
        _write(conn, journal.lists, quiet)
        as_root(conn, quiet, "rm", "-f", "--", JOURNAL)


def _fetch_again(conn: Connection, ctx: RunContext) -> None:
    """After an undo. The first server may never have been reachable from here: then that is said, and is no failure."""
    addresses = {uri for _source, uri in gather_apt(conn, ctx).addresses()}
    try:
        update_lists(conn, ctx, addresses, mirror=", ".join(sorted(map(host_of, addresses))) or "?")
    except NanoError as error:
        if error.code in {"nano.lost", "nano.timed_out", "nano.sudo_refused"}:
            raise
        finding = Finding(code=error.code, severity=Severity.WARNING, params=error.params)
        ctx.emit(FindingReported(finding=finding))


def _write(conn: Connection, lists: Mapping[str, str], ctx: RunContext) -> None:
    for path, text in lists.items():
        show(ctx, f"# {path}")
        conn.write_file(path, text.encode("utf-8", "surrogateescape"), ctx, backup=True)
