"""Where may my Nano be? Looks on the USB cable and in the directly attached networks, and logs in nowhere."""

from __future__ import annotations

from collections.abc import Callable
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
    `address` that answers can be logged in to. `not_searched`: attached networks that are too large or not private.
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
        return {"found": [finding_to_wire(finding) for finding in found], "not_searched": left_out}


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


def used_addresses(session: Session) -> list[Address]:
    """The last one first, then those whose host key is pinned, the latest first."""
    places = [session.journey.nano, *session.pins.places()]
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
    if "host" not in finding.params or finding.code in UNFINISHED:
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
