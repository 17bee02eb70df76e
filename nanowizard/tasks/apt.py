"""Where the Nano's system packages come from, or back to what was found; and how fast mirrors are from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Params
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.apt.archive import Target, is_plain, mirrors_of, target_of, without_password
from nanowizard.provision.apt.facts import AptFacts, AptOptions, gather_apt
from nanowizard.provision.apt.measure import PIP_PAGE, Candidate, Measured, fastest, measure
from nanowizard.provision.apt.step import AptStep
from nanowizard.provision.mirrors import load_mirrors
from nanowizard.remote.share import lent_internet
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class AptInput(StepInput[AptOptions]):
    options: AptOptions = field(default_factory=AptOptions)


class MirrorApt(StepTask[AptFacts, AptOptions]):
    """The result adds `release`, `architecture`, `archive`, `mirror` (its id; None for a mixture or one without a
    name), `addresses` (what the lists name now), `lists` (paths) and `https` (whether certificates are new enough).
    """

    id: ClassVar[str] = "nano.apt"

    def __init__(self, session: Session) -> None:
        super().__init__(session, AptStep())

    def describe(self, facts: AptFacts) -> Mapping[str, Any]:
        addresses = list(dict.fromkeys(without_password(uri) for _source, uri in facts.addresses()))
        return {
            "release": facts.release,
            "architecture": facts.architecture,
            "archive": facts.archive.name if facts.archive else None,
            "mirror": mirror_in_use(facts),
            "addresses": addresses,
            "lists": list(facts.lists),
            "https": facts.https,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureInput:
    """`custom`: addresses of further apt mirrors. `pip` measures the Python package indexes along with them.

    `lend_internet`: through this computer's internet, as apt and pip will use it then.
    """

    login: NanoLogin | None = None
    custom: tuple[str, ...] = ()
    pip: bool = True
    lend_internet: bool = False


class MeasureMirrors:
    """Measure from the Nano, all at once; changes nothing.

    The result: `apt` and `pip`, each a list of {id, name (by language), host, url, bytes_per_s, age_s, error, stale,
    fastest, in_use}; `in_use` of a pip index is None: that is the pip task's to say.
    """

    id: ClassVar[str] = "nano.mirrors"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: MeasureInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: MeasureInput, ctx: RunContext) -> Params:
        conn = self._session.connect(inp.login, ctx)
        facts = gather_apt(conn, ctx)
        if facts.archive is None:
            raise NanoError("nano.apt_unknown_system", system=facts.distribution or "?")
        targets = _targets(facts, inp.custom)
        candidates = [Candidate(id=t.mirror, host=t.host, url=t.url) for t in targets]
        indexes = load_mirrors().pip if inp.pip else ()
        candidates += [Candidate(id=i.id, host=i.host, url=i.url, page=PIP_PAGE) for i in indexes]
        with lent_internet(conn, ctx, wanted=inp.lend_internet):
            rows = measure(conn, ctx, facts.archive, candidates)
        apt, pip = rows[: len(targets)], rows[len(targets) :]
        names = {mirror.id: mirror.name for mirror in mirrors_of(facts.archive, facts.mirrors)}
        used = {t.mirror: any(t.is_at(uri) for _source, uri in facts.addresses()) for t in targets}
        return {
            "apt": [_plain(row, names.get(row.candidate.id), apt, used[row.candidate.id]) for row in apt],
            "pip": [_plain(row, index.name, pip, None) for row, index in zip(pip, indexes, strict=True)],
        }


def mirror_in_use(facts: AptFacts) -> str | None:
    """The id of the mirror that serves all of the archive's addresses."""
    addresses = [uri for _source, uri in facts.addresses()]
    for target in _targets(facts, ()) if addresses else ():
        if all(target.is_at(uri) for uri in addresses):
            return target.mirror
    return None


def _targets(facts: AptFacts, custom: Sequence[str]) -> list[Target]:
    """Every mirror, then the given addresses, then one that is in use without being any of these."""
    archive = facts.archive
    if archive is None:
        return []
    named = [mirror.id for mirror in mirrors_of(archive, facts.mirrors)]
    in_use = [uri for _source, uri in facts.addresses() if archive.is_named_by(uri) and is_plain(uri)]
    found: list[Target] = []
    for wish in (*named, *custom, *in_use):
        target = target_of(wish, archive, facts.mirrors, https=facts.https)
        if target and not any(other.is_at(target.url) for other in found):
            found.append(target)
    return found


def _plain(
    row: Measured, name: Mapping[str, str] | None, rows: Sequence[Measured], used: bool | None
) -> dict[str, Any]:
    return {
        "id": row.candidate.id,
        "name": dict(name or {"en": row.candidate.host}),
        "host": row.candidate.host,
        "url": row.candidate.url,
        "bytes_per_s": row.bytes_per_s,
        "age_s": row.age_s,
        "error": row.error,
        "stale": row.is_stale,
        "fastest": row is fastest(rows),
        "in_use": used,
    }
