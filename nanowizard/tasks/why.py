"""Why is my card not here? What is seen of drives and around them, made into questions, reasons and one action each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import ErrorInfo, Params, finding_to_wire
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.surroundings import Surroundings, Unanswered
from nanowizard.drives.why import Explanation, explain
from nanowizard.drives.why_around import Reason
from nanowizard.tasks.card import findings_of
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainInput:
    """With `image` the reasons say too what is too small for it; `image_bytes` is None while that is not certain."""

    image: Path | None = None
    image_bytes: int | None = None


class ExplainCards:
    """The result has `answers` and `reasons`; nothing is changed. A list that failed is a reason, not an error."""

    id: ClassVar[str] = "card.why"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ExplainInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: ExplainInput, ctx: RunContext) -> Params:
        failed: ErrorInfo | None = None
        drives: list[Drive] = []
        try:
            drives = self._session.helper.list_drives()
        except NanoWizardError as error:
            failed = error.info
        seen = [(drive, findings_of(drive, inp.image, inp.image_bytes)) for drive in drives]
        return _to_wire(explain(look_around(self._session), seen, failed))


def look_around(session: Session) -> Surroundings:
    """What the helper sees; a helper that cannot say it is a reason like any other."""
    try:
        return session.helper.surroundings()
    except NanoWizardError as error:
        detail = f"{error.code} {error.detail}".strip()
        return Surroundings(unanswered=(Unanswered(about="readers", detail=detail),))


def _to_wire(explanation: Explanation) -> Params:
    return {
        "failed": explanation.failed,
        "answers": [asdict(answer) for answer in explanation.answers],
        "reasons": [_reason_to_wire(reason) for reason in explanation.reasons],
    }


def _reason_to_wire(reason: Reason) -> Params:
    return {**finding_to_wire(reason.finding), "action": reason.action, "question": reason.question}
