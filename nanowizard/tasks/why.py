"""Why is my card not here? What is seen of drives and around them, made into questions, reasons and one action each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import ErrorInfo, Params, finding_to_wire
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.surroundings import REMEDIES, RemedyRequest, Surroundings, Unanswered
from nanowizard.drives.why import Explanation, explain
from nanowizard.drives.why_around import Reason
from nanowizard.tasks.card import findings_of
from nanowizard.tasks.session import Session

# What comes back after a remedy is there within some seconds: a disk of a USB reader 1 to 3 s after its port was reset.
LOOKS = 8
LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainInput:
    """With `image` the reasons say too what is too small for it; `image_bytes` is None while that is not certain.

    `help` does first what the program can do by itself for the likeliest reason.
    """

    image: Path | None = None
    image_bytes: int | None = None
    help: bool = False


class ExplainCards:
    """The result has `answers`, `reasons` and what was `tried`. A list that failed is a reason, not an error."""

    id: ClassVar[str] = "card.why"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ExplainInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: ExplainInput, ctx: RunContext) -> Params:
        explanation, tried = self._explain(inp), ""
        if inp.help and explanation.failed:
            first = explanation.reasons[0]
            tried = first.action if first.action in REMEDIES else "look_again"
            place = str(first.finding.params.get("place", ""))
            self._session.helper.remedy(RemedyRequest(action=tried, place=place))
            explanation = self._wait_for_another(explanation, inp, ctx)
        return {**_to_wire(explanation), "tried": tried}

    def _wait_for_another(self, before: Explanation, inp: ExplainInput, ctx: RunContext) -> Explanation:
        """A reader needs a moment to come back. Raises Cancelled."""
        for _ in range(LOOKS):
            if ctx.cancel.wait(LOOK_EVERY_S):
                raise Cancelled
            after = self._explain(inp)
            if after != before:
                break
        return after

    def _explain(self, inp: ExplainInput) -> Explanation:
        failed: ErrorInfo | None = None
        drives: list[Drive] = []
        try:
            drives = self._session.helper.list_drives()
        except NanoWizardError as error:
            failed = error.info
        seen = [(drive, findings_of(drive, inp.image, inp.image_bytes)) for drive in drives]
        return explain(look_around(self._session), seen, failed)


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
