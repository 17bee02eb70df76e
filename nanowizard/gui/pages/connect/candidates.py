"""Which Nanos may be chosen, from what the searches found so far. No widgets; words in `rows`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.remote.address import USB_HOST, Address
from nanowizard.remote.discover.judge import UNFINISHED
from nanowizard.tasks.find import SILENT, address_in
from nanowizard.tasks.used import UsedNano

translate = QCoreApplication.translate

OTHER = "other"
USED_SHOWN = 3
"""Nanos of before that do not answer; with more of them those that do would be hard to find."""
_KNOWN_OF = frozenset({"last", "practice", SILENT})
"""Nobody found these; they stay in the list whatever a search says."""
_LIKELY = ({"practice"}, {"nano.found_usb"}, {"nano.found_known"}, {"nano.found_used"}, {"last", SILENT})
_MISSED_MOST = 2
"""Whole searches that a machine may miss before its row goes: a busy Nano answers late now and then."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`code`: the finding's, `practice`, or `last` for an address of before that has not answered yet.

    `used`: the login of before. `missed`: so many whole searches have not found it again.
    """

    key: str
    address: Address
    code: str
    name: str = ""
    is_known: bool = False
    missed: int = 0
    used: UsedNano | None = None

    @property
    def answers(self) -> bool:
        return self.code not in UNFINISHED | _KNOWN_OF


class Candidates:
    """By `Address.place`; the order is that in which they came, so that no row moves under a person's hand."""

    def __init__(self) -> None:
        self._rows: dict[str, Candidate] = {}
        self._names: dict[str, str] = {}
        """Of what was used under a name: the row's key by the place that a search found."""
        self.devices: list[str] = []
        """Serial ports of a Nano on the USB cable."""

    def offer(self, address: Address, code: str) -> str:
        """One that was not found but is known of; its key. What was found of it already stays."""
        key = address.place
        if key not in self._rows or self._rows[key].code in _KNOWN_OF:
            self._rows[key] = Candidate(key, address, code)
        return key

    def offer_used(self, nanos: Sequence[UsedNano]) -> None:
        """Those of before, the last one first."""
        for used in nanos[:USED_SHOWN]:
            key = used.address.place
            old = self._rows.get(key) or Candidate(key, used.address, "last")
            self._rows[key] = replace(old, address=used.address, name=used.name or old.name, used=used)

    def found(self, finding: Finding) -> str | None:
        """Take in what a search found; the key of its row, None where it is not about an address."""
        if finding.code == "nano.found_serial":
            self.devices = sorted({*self.devices, str(finding.params["device"])})
        if "host" not in finding.params:
            return None
        params = finding.params
        key = self._key_of(finding)
        before = self._rows.get(key)
        if finding.code == SILENT:
            return self._is_silent(before)
        address = before.address if before else address_in(finding) or _place_in(params)
        name = str(params.get("name") or (before.name if before else ""))
        is_known, used = bool(params.get("known")), before.used if before else None
        self._rows[key] = Candidate(key, address, finding.code, name, is_known, used=used)
        return key

    def _key_of(self, finding: Finding) -> str:
        """The row of an address; what was used under a name was found under the address of that name."""
        place = _place_in(finding.params)
        named = Address(str(finding.params.get("name") or ""), place.port).place
        if named in self._rows and place.place not in self._rows:
            self._names[place.place] = named
        return self._names.get(place.place, place.place)

    def _is_silent(self, before: Candidate | None) -> str | None:
        """A Nano of before did not answer this time; one that is busy answers the next time."""
        if before is None:
            return None  # one of long ago
        if before.code in _KNOWN_OF or before.missed + 1 >= _MISSED_MOST:
            self._rows[before.key] = replace(before, code=SILENT, missed=0)
        else:
            self._rows[before.key] = replace(before, missed=before.missed + 1)
        return before.key

    def ended(self, found: Sequence[Mapping[str, object]]) -> None:
        """A whole search ended: what it did not find again goes, after a while."""
        seen = {self._names.get(_key(wire), _key(wire)) for wire in found}
        self.devices = sorted(str(_params(wire)["device"]) for wire in found if wire["code"] == "nano.found_serial")
        for key, row in list(self._rows.items()):
            if key in seen or row.code in _KNOWN_OF or row.used is not None:
                continue
            if row.missed + 1 >= _MISSED_MOST:
                del self._rows[key]
            else:
                self._rows[key] = replace(row, missed=row.missed + 1)

    def address(self, key: str) -> Address | None:
        row = self._rows.get(key)
        return row.address if row else None

    def used(self, key: str | None) -> UsedNano | None:
        row = self._rows.get(key or "")
        return row.used if row else None

    def silent(self, key: str | None) -> UsedNano | None:
        """The Nano of before in that row, if it does not answer."""
        row = self._rows.get(key or "")
        return row.used if row and row.code == SILENT else None

    def answering(self) -> list[Candidate]:
        return [row for row in self._rows.values() if row.answers]

    def unfinished(self) -> Candidate | None:
        """A Nano that is on and waits for its first-boot setup; None where another one answers already."""
        waiting = [row for row in self._rows.values() if row.code in UNFINISHED]
        return waiting[0] if waiting and not self.answering() else None

    def likely(self) -> str | None:
        """The one that is probably meant: on the cable, or of before. Never another one in the network."""
        for codes in _LIKELY:
            for row in self._rows.values():
                if row.code in codes:
                    return row.key
        return None

    def rows(self) -> list[Choice]:
        return [_choice(row) for row in self._rows.values()] + [_other()]


def _place_in(params: Mapping[str, object]) -> Address:
    return Address(str(params["host"]), int(str(params["port"])))


def _params(wire: Mapping[str, object]) -> Mapping[str, object]:
    params = wire["params"]
    assert isinstance(params, Mapping)
    return params


def _key(wire: Mapping[str, object]) -> str:
    params = _params(wire)
    return _place_in(params).place if "host" in params else ""


def _choice(row: Candidate) -> Choice:
    place = row.address.host if row.address.port == Address("").port else row.address.place
    icon = "usb" if row.address.host == USB_HOST else "shield" if row.code == "practice" else "net"
    title = _title(row, place)
    reason = texts.join_facts([place if place != title else "", _why(row.code), _last_used(row.used)])
    return Choice(
        row.key,
        title,
        reason,
        icon,
        tags=_tags(row),
        choosable=row.code not in UNFINISHED,
        blocked_icon="clock",
    )


def _title(row: Candidate, place: str) -> str:
    if row.code == "practice":
        return translate("ConnectPage", "Practice Nano")
    if row.name:
        return row.name
    if row.address.host == USB_HOST:
        return translate("ConnectPage", "Nano on the USB cable")
    if row.code in {"last", SILENT}:
        return translate("ConnectPage", "Nano that was used before")
    return place


def _last_used(used: UsedNano | None) -> str:
    if used is None:
        return ""
    words = translate("ConnectPage", "last used {time} ago as {user}")
    return words.format(user=used.address.user, time=texts.duration(used.since_s()))


def _why(code: str) -> str:
    return {
        "practice": translate("ConnectPage", "pretend Nano"),
        "last": translate("ConnectPage", "does not answer yet"),
        SILENT: "",  # its tag says so
        "nano.found_usb": translate("ConnectPage", "answers on the USB cable"),
        "nano.unfinished_usb": translate("ConnectPage", "its first-boot setup is not finished"),
        "nano.unfinished_card": translate("ConnectPage", "its first-boot setup may not be finished"),
        "nano.found_known": translate("ConnectPage", "you have trusted it before"),
        "nano.found_card": translate("ConnectPage", "may be a Jetson, by its network card"),
        "nano.found_name": translate("ConnectPage", "may be a Nano, by its name"),
        "nano.found_used": translate("ConnectPage", "was used before"),
        "nano.found_ubuntu": translate("ConnectPage", "runs Ubuntu 18.04, as a Nano does"),
        "nano.found_announced": translate("ConnectPage", "may be any computer"),
    }[code]


def _tags(row: Candidate) -> tuple[TagSpec, ...]:
    if row.code in UNFINISHED:
        return (TagSpec(translate("ConnectPage", "Not set up"), Tone.WARN),)
    if row.code == SILENT:
        return (TagSpec(translate("ConnectPage", "No answer"), Tone.NEUTRAL),)
    if not row.answers:
        return ()
    if row.is_known:
        return (TagSpec(translate("ConnectPage", "Known"), Tone.GOOD),)
    return (TagSpec(translate("ConnectPage", "New"), Tone.INFO),)


def _other() -> Choice:
    words = translate("ConnectPage", "Another address"), translate("ConnectPage", "Type a name or an IP address")
    return Choice(OTHER, *words, "link")
