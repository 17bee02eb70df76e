"""Where may my Nano be? Looks on the USB cable and in the directly attached networks, and logs in nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Params, Severity, finding_to_wire
from nanowizard.core.task import Check, RunContext
from nanowizard.remote.address import DEFAULT_PORT, USB_HOST, Address, parse_address
from nanowizard.remote.discover.finder import LIMIT_S, Search, find
from nanowizard.remote.discover.judge import UNFINISHED
from nanowizard.remote.discover.networks import is_searched
from nanowizard.remote.reach import ssh_banner
from nanowizard.tasks.session import Session
from nanowizard.tasks.used import UsedNano

SILENT = "nano.used_silent"
USED_MOST = 8
WHOLE_EVERY = 4
"""Of so many looks for a Nano that starts, one asks every machine of the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindInput:
    """`around` False is a glance: the USB cable, neighbours that the system knows already, and addresses of before."""

    around: bool = True
    limit_s: float = LIMIT_S


class FindNano:
    """Each find is a FindingReported, and again when more became known of the same `address`.

    The result: `found`, those findings with the most likely first, each with `code`, `severity` and `params`; an
    `address` that answers can be logged in to. `silent`: those that were used before and do not answer now, the last
    one first. `not_searched`: attached networks that are too large or not private.
    """

    id: ClassVar[str] = "nano.find"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FindInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: FindInput, ctx: RunContext) -> Params:
        def tell(finding: Finding) -> None:
            ctx.emit(FindingReported(finding=finding))

        found = look_for_nanos(self._session, inp, tell, ctx)
        ctx.cancel.raise_if_set()
        networks = self._session.sources.networks() if inp.around else ()
        left_out = [str(network) for network in networks if not is_searched(network)]
        if not found:
            tell(Finding(code="nano.none_found", severity=Severity.WARNING))
        if not found and left_out:
            params = {"networks": left_out}
            tell(Finding(code="nano.not_searched", severity=Severity.INFO, params=params))
        silent = silent_nanos(self._session, found)
        for finding in silent:
            tell(finding)
        return {
            "found": [finding_to_wire(finding) for finding in found],
            "silent": [finding_to_wire(finding) for finding in silent],
            "not_searched": left_out,
        }


def look_for_nanos(session: Session, inp: FindInput, tell: Callable[[Finding], None], ctx: RunContext) -> list[Finding]:
    """One search with the session's own senses, pins and addresses of before."""
    search = Search(
        sources=session.sources,
        used=used_addresses(session),
        is_known=lambda place: session.pins.pinned(place) is not None,
        around=inp.around,
        limit_s=inp.limit_s,
    )
    return find(search, tell, ctx.cancel)


def silent_nanos(session: Session, found: Sequence[Finding]) -> list[Finding]:
    """Those that were used before and are not among what was `found`."""
    seen = {
        (str(f.params[key]), int(f.params["port"])) for f in found for key in ("host", "name") if "host" in f.params
    }
    silent = [used for used in session.used.all() if (used.address.host, used.address.port) not in seen]
    return [Finding(code=SILENT, severity=Severity.INFO, params=silent_params(used)) for used in silent]


def silent_params(used: UsedNano) -> dict[str, object]:
    address = used.address
    return {
        "host": address.host,
        "port": address.port,
        "address": address.host if address.port == DEFAULT_PORT else address.place,
        "user": address.user,
        "name": used.name,
        "used_s": used.since_s(),
    }


def used_addresses(session: Session) -> list[Address]:
    """The last one first: those that somebody logged in to, then those whose host key is pinned."""
    logged_in = [str(used.address) for used in session.used.all()]
    places = [session.journey.nano, *logged_in, *session.pins.places()]
    found: dict[str, Address] = {}
    for place in places:
        try:
            address = parse_address(place) if place else None
        except NanoError:
            continue
        if address is not None:
            found.setdefault(address.place, address)
    return list(found.values())[:USED_MOST]


def address_in(finding: Finding) -> Address | None:
    """Where somebody answers who may be a Nano; None for a finding that is about something else."""
    if "host" not in finding.params or finding.code in {SILENT, *UNFINISHED}:
        return None
    return Address(str(finding.params["host"]), int(finding.params.get("port", DEFAULT_PORT)))


class Lookout:
    """Looks again and again for a Nano that starts: at `addresses`, with `around` on the USB cable and in the network.

    A Nano in the network that answered from the beginning is somebody else's.
    """

    def __init__(self, session: Session, addresses: tuple[Address, ...], *, around: bool) -> None:
        self._session = session
        self._addresses = addresses
        self._around = around
        self._rounds = 0
        self._there_before: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    def glance(self) -> dict[str, object]:
        """`host`, `port` and `banner` of the first of `addresses` that answers; {} if none does."""
        for address in self._addresses:
            banner = ssh_banner(address.host, address.port)
            if banner:
                return {"host": address.host, "port": address.port, "banner": banner}
        return {}

    def look_around(self, ctx: RunContext) -> dict[str, object]:
        """As `glance`, for what the senses notice; an unfinished setup is reported once."""
        if not self._around:
            return {}
        # All machines of a network are asked now and then only: a Nano takes a minute to start.
        whole = self._rounds % WHOLE_EVERY == 0
        found = look_for_nanos(self._session, FindInput(around=whole), lambda _finding: None, ctx)
        for finding in found:
            self._report(finding, ctx)
        likely = [f for f in found if address_in(f) is not None and f.severity is Severity.GOOD]
        if self._rounds == 0:
            self._there_before = {str(f.params["address"]) for f in likely if f.params["host"] != USB_HOST}
        self._rounds += 1
        for finding in likely:
            if str(finding.params["address"]) not in self._there_before:
                return {name: finding.params[name] for name in ("host", "port", "banner")}
        return {}

    def _report(self, finding: Finding, ctx: RunContext) -> None:
        key = (finding.code, str(finding.params.get("address", "")))
        if finding.code in UNFINISHED and key not in self._told:
            self._told.add(key)
            ctx.emit(FindingReported(finding=finding))
