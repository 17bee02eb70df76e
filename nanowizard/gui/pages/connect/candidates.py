"""Which Nanos may be chosen, from what the searches found so far. No widgets; words in `rows`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.remote.address import Address
from nanowizard.remote.discover.judge import UNFINISHED
from nanowizard.tasks.find import address_in

translate = QCoreApplication.translate

OTHER = "other"
_MISSED_MOST = 2
"""Whole searches that a machine may miss before its row goes: a busy Nano answers late now and then."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`code`: the finding's, `practice`, or `last` for an address of before that has not answered yet."""

    key: str
    address: Address
    code: str
    name: str = ""
    is_known: bool = False
    missed: int = 0

    @property
    def answers(self) -> bool:
        return self.code not in {*UNFINISHED, "last", "practice"}


class Candidates:
    """By `Address.place`; the order is that in which they came, so that no row moves under a person's hand."""

    def __init__(self) -> None:
        self._rows: dict[str, Candidate] = {}
        self.devices: list[str] = []
        """Serial ports of a Nano on the USB cable."""

    def offer(self, address: Address, code: str) -> str:
        """One that was not found but is known of; its key. What was found of it already stays."""
        key = address.place
        if key not in self._rows or self._rows[key].code in {"last", "practice"}:
            self._rows[key] = Candidate(key, address, code)
        return key

    def found(self, finding: Finding) -> str | None:
        """Take in what a search found; the key of its row, None where it is not about an address."""
        if finding.code == "nano.found_serial":
            self.devices = sorted({*self.devices, str(finding.params["device"])})
        if "host" not in finding.params:
            return None
        params = finding.params
        address = address_in(finding) or Address(str(params["host"]), int(params["port"]))
        key = address.place
        before = self._rows.get(key)
        if before is not None:
            address = Address(address.host, address.port, before.address.user)
        name = str(params.get("name") or (before.name if before else ""))
        self._rows[key] = Candidate(key, address, finding.code, name, bool(params.get("known")))
        return key

    def ended(self, found: Sequence[Mapping[str, object]]) -> None:
        """A whole search ended: what it did not find again goes, after a while."""
        seen = {_key(wire) for wire in found}
        self.devices = sorted(str(_params(wire)["device"]) for wire in found if wire["code"] == "nano.found_serial")
        for key, row in list(self._rows.items()):
            if key in seen or row.code in {"last", "practice"}:
                continue
            if row.missed + 1 >= _MISSED_MOST:
                del self._rows[key]
            else:
                self._rows[key] = Candidate(key, row.address, row.code, row.name, row.is_known, row.missed + 1)

    def address(self, key: str) -> Address | None:
        row = self._rows.get(key)
        return row.address if row else None

    def answering(self) -> list[Candidate]:
        return [row for row in self._rows.values() if row.answers]

    def unfinished(self) -> Candidate | None:
        """A Nano that is on and waits for its first-boot setup; None where another one answers already."""
        waiting = [row for row in self._rows.values() if row.code in UNFINISHED]
        return waiting[0] if waiting and not self.answering() else None

    def likely(self) -> str | None:
        """The one that is probably meant: on the cable, or of before. Never another one in the network."""
        for code in ("practice", "nano.found_usb", "nano.found_known", "nano.found_used", "last"):
            for row in self._rows.values():
                if row.code == code:
                    return row.key
        return None

    def rows(self) -> list[Choice]:
        return [_choice(row) for row in self._rows.values()] + [_other()]


def _params(wire: Mapping[str, object]) -> Mapping[str, object]:
    params = wire["params"]
    assert isinstance(params, Mapping)
    return params


def _key(wire: Mapping[str, object]) -> str:
    params = _params(wire)
    return Address(str(params["host"]), int(str(params["port"]))).place if "host" in params else ""


def _choice(row: Candidate) -> Choice:
    place = row.address.host if row.address.port == Address("").port else row.address.place
    usb = row.code in {"nano.found_usb", "nano.unfinished_usb"}
    icon = "usb" if usb else "shield" if row.code == "practice" else "net"
    reason = texts.join_facts([place, _why(row.code)])
    return Choice(
        row.key,
        _title(row, place),
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
    if row.code in {"nano.found_usb", "nano.unfinished_usb"}:
        return translate("ConnectPage", "Nano on the USB cable")
    if row.code == "last":
        return translate("ConnectPage", "Nano that was used last")
    return place


def _why(code: str) -> str:
    return {
        "practice": translate("ConnectPage", "pretend Nano"),
        "last": translate("ConnectPage", "does not answer yet"),
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
    if not row.answers:
        return ()
    if row.is_known:
        return (TagSpec(translate("ConnectPage", "Known"), Tone.GOOD),)
    return (TagSpec(translate("ConnectPage", "New"), Tone.INFO),)


def _other() -> Choice:
    words = translate("ConnectPage", "Another address"), translate("ConnectPage", "Type a name or an IP address")
    return Choice(OTHER, *words, "link")
