"""Looks for Nanos with all senses at once; what it finds is told as soon as it is known.

Only directly attached private networks are searched, never anything behind a router. Nobody is logged in anywhere.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import CancelToken
from nanowizard.remote.address import DEFAULT_PORT, USB_HOST, Address
from nanowizard.remote.discover.judge import RANKS, Seen, judge
from nanowizard.remote.discover.model import Answer, How, Reply, Sighting, Sources, is_nvidia_card
from nanowizard.remote.discover.networks import is_attached, machines
from nanowizard.remote.discover.prober import Place, Prober

LIMIT_S = 4.8
_TICK_S = 0.1
_CARDS_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for. `used`: addresses of before. `is_known`: whether the host key of an `Address.place` is pinned.

    `around` False asks the USB cable, the neighbours that are known already and `used` alone: a glance of a second.
    """

    sources: Sources
    used: Sequence[Address] = ()
    is_known: Callable[[str], bool] = lambda _place: False
    around: bool = True
    limit_s: float = LIMIT_S


def find(search: Search, tell: Callable[[Finding], None], cancel: CancelToken) -> list[Finding]:
    """What was found, the most likely first. `tell` gets each finding as it comes, and again where more became known.

    Ends after `limit_s` at the latest, and at once when `cancel` is set: with what there is then.
    """
    return _Finder(search, tell, cancel).run()


class _Finder:
    """Threads put what they notice into one queue; everything is decided in the caller's thread."""

    def __init__(self, search: Search, tell: Callable[[Finding], None], cancel: CancelToken) -> None:
        self._search = search
        self._tell = tell
        self._cancel = cancel
        self._news: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._prober = Prober(lambda place, answer: self._news.put(lambda: self._answered(place, answer)))
        self._stop = CancelToken()
        self._working = 0
        self._seen: dict[Place, Seen] = {}
        self._cards: Mapping[str, str] = {}
        self._old: Mapping[str, str] = {}
        self._told: dict[str, Finding] = {}

    def run(self) -> list[Finding]:
        end = time.monotonic() + self._search.limit_s
        prober = threading.Thread(target=self._prober.run, args=(lambda: self._stop.is_set,), name="look", daemon=True)
        try:
            self._begin()
            prober.start()
            next_cards = 0.0
            while time.monotonic() < end and not self._cancel.is_set and not self._is_over():
                self._take()
                if time.monotonic() > next_cards:
                    self._look_at_cards()
                    next_cards = time.monotonic() + _CARDS_EVERY_S
            self._look_at_cards()
        finally:
            self._stop.set()
        return sorted(self._told.values(), key=_rank)

    # --- what there is to ask -----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        search, sources = self._search, self._search.sources
        networks = sources.networks()
        self._old = self._cards = dict(sources.neighbours())
        if is_attached(USB_HOST, networks):
            self._sighted(Sighting(USB_HOST, DEFAULT_PORT, How.USB))
        for address in search.used:
            self._ask_used(address)
        self._start(self._look_at_cable)
        for host, card in self._cards.items():
            if is_nvidia_card(card) and is_attached(host, networks):
                self._sighted(Sighting(host, DEFAULT_PORT, How.NETWORK))
        if search.around:
            self._start(lambda: sources.names(self._named, self._stop))
            for host in machines(networks):
                self._prober.ask((host, DEFAULT_PORT))

    def _ask_used(self, address: Address) -> None:
        with contextlib.suppress(ValueError):
            ipaddress.IPv4Address(address.host)
            self._sighted(Sighting(address.host, address.port, How.USED))
            return
        self._start(lambda: self._resolve(address))

    def _resolve(self, address: Address) -> None:
        try:
            found = socket.getaddrinfo(address.host, address.port, socket.AF_INET, socket.SOCK_STREAM)
        except OSError:
            return
        host = str(found[0][4][0])
        self._news.put(lambda: self._sighted(Sighting(host, address.port, How.USED, address.host)))

    def _look_at_cable(self) -> None:
        for device in self._search.sources.serial_ports():
            finding = Finding(code="nano.found_serial", severity=Severity.INFO, params={"device": device})
            self._news.put(lambda finding=finding: self._report(f"serial {finding.params['device']}", finding))  # type: ignore[misc]
        for release in self._search.sources.readme_disks():
            finding = Finding(code="nano.found_readme", severity=Severity.INFO, params={"l4t": release or "?"})
            self._news.put(lambda finding=finding: self._report("readme", finding))  # type: ignore[misc]

    def _named(self, sighting: Sighting) -> None:
        self._news.put(lambda: self._sighted(sighting))

    def _start(self, look: Callable[[], None]) -> None:
        """In a thread that may hang in the system: nobody waits for it longer than the limit."""

        def work() -> None:
            try:
                look()
            finally:
                self._news.put(self._one_less)

        self._working += 1
        threading.Thread(target=work, name="look", daemon=True).start()

    # --- in the caller's thread ---------------------------------------------------------------------------------------

    def _is_over(self) -> bool:
        return self._working == 0 and self._prober.is_idle and self._news.empty()

    def _one_less(self) -> None:
        self._working -= 1

    def _take(self) -> None:
        with contextlib.suppress(queue.Empty):
            self._news.get(timeout=_TICK_S)()
            while True:
                self._news.get_nowait()()

    def _sighted(self, sighting: Sighting) -> None:
        place = (sighting.host, sighting.port)
        old = self._seen.get(place) or self._new(place)
        self._see(replace(old, hows=old.hows | {sighting.how}, name=sighting.name or old.name))
        self._prober.ask(place)

    def _answered(self, place: Place, answer: Answer) -> None:
        old = self._seen.get(place) or self._new(place)
        # One of many that were only asked because they might be there.
        hows = old.hows or frozenset({How.NETWORK})
        self._see(replace(old, answer=answer, hows=hows))

    def _new(self, place: Place) -> Seen:
        address = Address(*place)
        known = self._search.is_known(address.place)
        return Seen(place[0], place[1], frozenset(), _NOT_YET, card=self._cards.get(place[0], ""), is_known=known)

    def _look_at_cards(self) -> None:
        self._cards = dict(self._search.sources.neighbours())
        for seen in list(self._seen.values()):
            card = self._cards.get(seen.host, "")
            if card and (seen.card != card or not seen.is_new):
                self._see(replace(seen, card=card, is_new=seen.host not in self._old))

    def _see(self, seen: Seen) -> None:
        self._seen[(seen.host, seen.port)] = seen
        if seen.answer is _NOT_YET:
            return
        finding = judge(seen)
        if finding is not None:
            self._report(seen.place, finding)

    def _report(self, key: str, finding: Finding) -> None:
        if self._told.get(key) != finding:
            self._told[key] = finding
            self._tell(finding)


_NOT_YET = Answer(Reply.SILENT, "not yet")


def _rank(finding: Finding) -> tuple[int, str]:
    rank = RANKS.index(finding.code) if finding.code in RANKS else len(RANKS)
    return rank, str(finding.params.get("address", ""))
