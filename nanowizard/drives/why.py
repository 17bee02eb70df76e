"""Why is my card not here? Pure rules over what is seen of drives and around them.

The questions are asked in order, and the first that is answered with no says what to do. Every reason has exactly one
action. Rules for what is around the drives are in `why_around`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nanowizard.core.events import ErrorInfo, Finding, Severity
from nanowizard.drives.model import Drive
from nanowizard.drives.surroundings import Surroundings
from nanowizard.drives.why_around import SILENT, Reason, reasons_around

QUESTIONS: Final = ("system", "driver", "reader", "card", "answer", "switch", "fit", "permission")
# Of a system that says nothing of its surroundings (a practice card) these are not asked.
_NEED_SURROUNDINGS = frozenset({"system", "driver", "permission"})
NEVER_A_CARD: Final = frozenset({"drive.is_system", "drive.internal", "drive.is_readme"})

# What a finding about a drive is an answer to, and what to do then.
_ABOUT_DRIVES: Final = {
    "drive.no_medium": ("card", "reseat"),
    "drive.silent": ("answer", "other_reader"),
    "drive.silent_error": ("answer", "other_reader"),
    "drive.write_protected": ("switch", "lock_switch"),
    "drive.read_only_by_system": ("switch", "repair"),
    "drive.too_small": ("fit", "larger_card"),
    "drive.holds_image": ("fit", "move_image"),
}
_ELSE: Final = ("fit", "other_drive")
_ORDER: Final = (Severity.BLOCKING, Severity.WARNING, Severity.INFO, Severity.GOOD)

Seen = tuple[Drive, Sequence[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`passed` is None for a question behind one that failed. `proof` names what answers it: a reader, a driver."""

    question: str
    passed: bool | None
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`reasons` begin with those of the question that failed, if one did: the first is the likeliest."""

    answers: tuple[Answer, ...]
    reasons: tuple[Reason, ...]

    @property
    def failed(self) -> str:
        """The question that failed, or ""."""
        return next((answer.question for answer in self.answers if answer.passed is False), "")


def explain(around: Surroundings, seen: Sequence[Seen], failed: ErrorInfo | None = None) -> Explanation:
    """`seen` are the drives with what speaks against each; `failed` says that they could not be listed."""
    cards = [one for one in seen if not _is_never_a_card(one)]
    has_card = any(drive.answers and drive.size_bytes for drive, _ in cards)
    reasons = [*reasons_around(around, has_card=has_card), *_of_drives(seen)]
    if failed:
        finding = Finding(code=failed.code, severity=Severity.BLOCKING, params=failed.params)
        reasons.insert(0, Reason(finding, "look_again", "system"))
    answers = list(_answers(around, cards, reasons))
    last = next((answer.question for answer in answers if answer.passed is False), "")
    if last == "reader":
        reasons.append(_no_reader(around))
    elif last and not any(reason.question == last and reason.speaks_against for reason in reasons):
        reasons.append(_no_card(around))
    reasons.sort(key=lambda reason: _rank(reason, last))
    return Explanation(answers=tuple(answers), reasons=tuple(reasons))


def _rank(reason: Reason, failed: str) -> tuple[bool, bool, bool, int, int]:
    """Those of the failed question first, its hints too; what can never be a card behind what could be one."""
    is_asked = reason.question == failed
    is_never = reason.finding.code in NEVER_A_CARD
    severity, question = _ORDER.index(reason.finding.severity), QUESTIONS.index(reason.question)
    return not (is_asked and reason.speaks_against), is_never, not is_asked, severity, question


def _answers(around: Surroundings, cards: Sequence[Seen], reasons: Sequence[Reason]) -> Iterator[Answer]:
    """For all drives together: a question about cards is answered by whichever passes it and all before it."""
    against = {reason.question for reason in reasons if reason.speaks_against}
    left, has_failed = list(cards), False
    for question in QUESTIONS:
        if question in _NEED_SURROUNDINGS and not around.system and question not in against:
            continue
        if has_failed:
            yield Answer(question=question, passed=None)
            continue
        if question in _NEED_SURROUNDINGS:
            passed, proof = question not in against, _proof_around(around, question)
        elif question == "reader" and not cards:
            passed, proof = bool(around.readers), _name_of_reader(around)
        elif question == "card" and not any(drive.medium_present for drive, _ in cards):
            silent = [reason for reason in reasons if reason.finding.code in SILENT]
            left, passed, proof = [], bool(silent), "".join(reason.where for reason in silent[:1])
        else:
            left = [one for one in left if _passes(question, one)]
            passed, proof = bool(left), _name_of(left[0][0], question) if left else ""
        has_failed = not passed
        yield Answer(question=question, passed=passed, proof=proof if passed else "")


def _name_of(drive: Drive, question: str) -> str:
    return drive.reader or drive.name if question == "reader" else drive.name


def _passes(question: str, one: Seen) -> bool:
    drive, findings = one
    against = {_about(finding)[0] for finding in findings if finding.severity is Severity.BLOCKING}
    return {
        "reader": True,
        "card": drive.medium_present,
        "answer": drive.answers and drive.size_bytes > 0,
        "switch": "switch" not in against,
        "fit": not against,
    }[question]


def _about(finding: Finding) -> tuple[str, str]:
    """The question that a finding about a drive answers with no, and the action."""
    return _ABOUT_DRIVES.get(finding.code, _ELSE)


def _proof_around(around: Surroundings, question: str) -> str:
    if question == "driver":
        return ", ".join(
            sorted({driver for reader in around.readers for driver in reader.drivers if reader.kind != "slot"})
        )
    if question == "permission" and not around.may_open:
        return ", ".join(
            {"udisks": "UDisks", "polkit": "polkit"}[service.name]
            for service in around.services
            if service.name in ("udisks", "polkit") and service.state == "ready"
        )
    return ""


def _name_of_reader(around: Surroundings) -> str:
    return next((reader.name or reader.place for reader in around.readers), "")


def _is_never_a_card(one: Seen) -> bool:
    return any(finding.code in NEVER_A_CARD for finding in one[1])


def _of_drives(seen: Iterable[Seen]) -> Iterator[Reason]:
    for drive, findings in seen:
        for finding in findings:
            if finding.severity is Severity.BLOCKING:
                question, action = _about(finding)
                yield Reason(finding, action, question)
        if not _is_never_a_card((drive, findings)):
            yield from _hints(drive, findings)


def _hints(drive: Drive, findings: Sequence[Finding]) -> Iterator[Reason]:
    """What other programs do not show, and this one does."""
    params = {"name": drive.name, "path": drive.path}
    if drive.silent is not None:
        return
    if drive.medium_present and drive.size_bytes == 0:
        yield Reason(Finding(code="why.no_size", severity=Severity.WARNING, params=params), "other_reader", "answer")
    elif drive.medium_present and drive.contents == "unknown" and not drive.volumes:
        yield Reason(Finding(code="why.unreadable", severity=Severity.INFO, params=params), "choose", "fit")
    elif drive.identity.backend == "windows" and drive.volumes and not drive.mount_points:
        yield Reason(Finding(code="why.no_letter", severity=Severity.INFO, params=params), "choose", "fit")
    for finding in findings:
        if finding.code == "drive.offline":
            yield Reason(finding, "choose", "fit")


def _no_reader(around: Surroundings) -> Reason:
    if around.enclosed == "vm":
        return Reason(Finding(code="why.no_reader_in_vm", severity=Severity.BLOCKING), "hand_over", "reader")
    return Reason(Finding(code="why.no_reader", severity=Severity.BLOCKING), "plug_in", "reader")


def _no_card(around: Surroundings) -> Reason:
    """A reader of which the list of drives shows nothing."""
    params = {"name": _name_of_reader(around)}
    return Reason(Finding(code="why.no_card", severity=Severity.WARNING, params=params), "reseat", "card")
