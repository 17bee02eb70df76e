"""Log in with a key instead of a password: one line in the Nano's authorized_keys, or exactly that line less."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.events import Finding, Params, Severity, StepFinished, StepStarted
from nanowizard.core.task import Check, RunContext
from nanowizard.remote.authorized import (
    FILE,
    add_line,
    comment_of,
    has_key,
    has_our_line,
    read_keys,
    remove_line,
)
from nanowizard.remote.own_key import make_key, read_public_key
from nanowizard.tasks.session import NanoLogin, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInput:
    """`public_key`: the person's own .pub file; None takes NanoWizard's key, which is made where there is none yet."""

    login: NanoLogin | None = None
    public_key: Path | None = None
    undo: bool = False


class InstallKey:
    """The result: `key` (what it is called), `path` on the Nano, whether it `may_log_in` now, whether `can_undo` (the
    line is ours), and `changes` as a step has them.
    """

    id: ClassVar[str] = "nano.key"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: KeyInput, ctx: RunContext) -> Check:
        line = self._line(inp)
        text = read_keys(self._session.connect(inp.login, ctx), ctx)
        if inp.undo:
            return Check(satisfied=not has_our_line(text, line), facts=_facts(line, text))
        if not has_key(text, line):
            return Check(satisfied=False, facts=_facts(line, text))
        params = {"comment": comment_of(line), "user": self._session.connect(inp.login, ctx).user}
        there = Finding(code="nano.key_added", severity=Severity.GOOD, params=params)
        return Check(satisfied=True, findings=[there], facts=_facts(line, text))

    def run(self, inp: KeyInput, ctx: RunContext) -> Params:
        line = self._line(inp)
        conn = self._session.connect(inp.login, ctx)
        step, change = ("nano.key.remove", remove_line) if inp.undo else ("nano.key.add", add_line)
        params = {"comment": comment_of(line), "path": FILE}
        ctx.emit(StepStarted(step=step, params=params))
        change(conn, ctx, line)
        ctx.emit(StepFinished(step=step, params=params))
        return {**_facts(line, read_keys(conn, ctx)), "changes": [{"code": step, "params": params}]}

    def _line(self, inp: KeyInput) -> str:
        if inp.public_key is not None:
            return read_public_key(inp.public_key.expanduser())
        return make_key(self._session.places.state)


def _facts(line: str, text: str | None) -> dict[str, object]:
    may_log_in, can_undo = has_key(text, line), has_our_line(text, line)
    return {"key": comment_of(line), "path": FILE, "may_log_in": may_log_in, "can_undo": can_undo, "changes": []}
