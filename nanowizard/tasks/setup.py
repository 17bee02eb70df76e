"""The journey: image, card, flash, boot, login and the steps on the Nano; it stops where one does not end well."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.errors import Blocked, Cancelled, UsageError, error_from_info
from nanowizard.core.events import ErrorInfo, Event, Finding, FindingReported, Params, Severity, Status, TaskFinished
from nanowizard.core.profile import Profile
from nanowizard.core.task import Check, RunContext, Task, TaskRun
from nanowizard.drives.model import DriveIdentity
from nanowizard.tasks.card import FlashCard, FlashInput, find_card
from nanowizard.tasks.deeds import Deeds
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.nano import BootInput, CheckNano, WaitForNano
from nanowizard.tasks.nano_steps import nano_steps, proof_of
from nanowizard.tasks.proof import ProveTensorFlow
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.stream import StreamCard, StreamInput, is_from_web


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpInput:
    """`confirmed`: the person agreed that the card of the profile is erased; `very_large` as in `FlashInput`.

    `card` is that card as it was then; without it, it is the one that has this name when the journey begins.
    With `dry_run` nothing is changed: what would be is said.
    """

    profile: Profile = field(default_factory=Profile)
    login: NanoLogin | None = None
    card: DriveIdentity | None = None
    confirmed: bool = False
    very_large: bool = False
    dry_run: bool = False


class SetUp:
    """The result is the report: `steps`, each with its task, status, duration and facts; of a dry run also `changes`,
    all that would be made. The outcomes of the session's journey say the same, also where it ends badly.

    A profile without image and card is for a Nano that runs already. A TensorFlow that was asked for is proved at the
    end, unless the profile leaves that out.
    """

    id: ClassVar[str] = "setup"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: SetUpInput, ctx: RunContext) -> Check:
        _complete(inp)
        return Check(satisfied=None)

    def run(self, inp: SetUpInput, ctx: RunContext) -> Params:
        began = time.monotonic()
        login = _complete(inp)
        session, profile = self._session, inp.profile
        if inp.dry_run:
            changes = self._rehearse(login, inp, ctx)
            return {"steps": self.report(), "took_s": time.monotonic() - began, "changes": changes}
        if profile.image is not None and profile.card is not None:
            self._write_card(profile.image, profile.card, inp, ctx)
            self._part(WaitForNano(session), BootInput(addresses=(login.address,)), ctx)
        self._part(CheckNano(session), login, ctx)
        for task, wish in nano_steps(session, profile, login):
            self._part(task, wish, ctx)
        if proof := proof_of(session, profile, login):
            self._part(*proof, ctx)
        return {"steps": self.report(), "took_s": time.monotonic() - began}

    def _rehearse(self, login: NanoLogin, inp: SetUpInput, ctx: RunContext) -> list[dict[str, Any]]:
        """All changes, as a step's result has them. A step that needs an earlier one first may say that it is blocked:
        the others are looked at all the same. What a card will need that is not written yet nobody can see.
        """
        session, profile = self._session, inp.profile
        if profile.image is not None and profile.card is not None:
            drive = find_card(session, profile.card)
            params = {"image": profile.image, "name": drive.name, "path": drive.path, "size_bytes": drive.size_bytes}
            ctx.emit(FindingReported(finding=Finding(code="setup.nano_is_later", severity=Severity.INFO)))
            return [{"code": "setup.write_card", "params": params}]
        self._part(CheckNano(session), login, ctx)
        changes: list[dict[str, Any]] = []
        for task, wish in nano_steps(session, profile, login, dry_run=True):
            try:
                changes += self._part(task, wish, ctx).get("changes", [])
            except Blocked:
                continue
        if proof_of(session, profile, login):
            changes.append({"code": f"task.{ProveTensorFlow.id}", "params": {}})
        return changes

    def _write_card(self, image: str, card: str, inp: SetUpInput, ctx: RunContext) -> None:
        session = self._session
        # Before the download: after it, another disk may have the name that the person agreed to.
        chosen = inp.card or find_card(session, card).identity
        fetch = FetchInput(image=image)
        flash = FlashInput(image=Path(image), card=chosen, confirmed=inp.confirmed, very_large=inp.very_large)
        if is_from_web(session, fetch, ctx):
            self._part(StreamCard(session), StreamInput(fetch=fetch, flash=flash), ctx)
        else:
            self._part(FetchImage(session), fetch, ctx)
            self._part(FlashCard(session), flash, ctx)
        if session.world:
            session.world.switch_on()

    def report(self) -> list[dict[str, Any]]:
        outcomes = self._session.journey.outcomes.values()
        return [
            {"task": o.task, "status": o.status.value, "took_s": o.took_s, "facts": dict(o.facts)} for o in outcomes
        ]

    def _part(self, task: Task, inp: Any, ctx: RunContext) -> Params:
        """Run one task of the journey; whatever is not a good end becomes the journey's own end."""
        began = time.monotonic()
        witness = _Witness()
        finished = TaskRun(task, inp, RunContext(emit=witness.before(ctx.emit), cancel=ctx.cancel)).check_then_run()
        self._session.journey.note(finished, time.monotonic() - began, witness.deeds.facts(task.id))
        return _result_or_raise(finished, witness)


def _complete(inp: SetUpInput) -> NanoLogin:
    """The login. Raises UsageError("usage.missing") where something is not there that cannot be done without."""
    profile = inp.profile
    wanted = [("nano", inp.login)]
    if profile.image or profile.card or not inp.login:
        wanted = [("image", profile.image), ("card", profile.card), *wanted]  # type: ignore[list-item]
    missing = [name for name, value in wanted if not value]
    if missing or inp.login is None:
        raise UsageError("usage.missing", what=", ".join(missing))
    return inp.login


class _Witness:
    """Keeps what the last event of a part does not carry: blocking findings, and what was done before it broke off."""

    def __init__(self) -> None:
        self.blocking: list[Any] = []
        self.deeds = Deeds()

    def before(self, emit: Any) -> Any:
        def both(event: Event) -> None:
            if isinstance(event, FindingReported) and event.finding.severity is Severity.BLOCKING:
                self.blocking.append(event.finding)
            self.deeds.observe(event)
            emit(event)

        return both


def _result_or_raise(finished: TaskFinished, witness: _Witness) -> Params:
    if finished.status is Status.CANCELLED:
        raise Cancelled
    if finished.status is Status.BLOCKED:
        raise Blocked(witness.blocking)
    if finished.status is Status.FAILED:
        raise error_from_info(finished.error or ErrorInfo(code="internal.error"))
    return finished.result
