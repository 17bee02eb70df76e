"""What an address may be, by all that was seen of it: pure rules. Nothing is called a Nano before it said so itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nanowizard.core.events import Finding, Severity
from nanowizard.remote.address import DEFAULT_PORT
from nanowizard.remote.discover.model import Answer, How, Reply, is_nvidia_card

_USUAL_NAME = re.compile(r"jetson|tegra|nano", re.IGNORECASE)
_UBUNTU_18 = re.compile(r"OpenSSH_7\.6p1 Ubuntu-")
"""The SSH server of Ubuntu 18.04, on which all of JetPack 4 is built."""

RANKS = (
    "nano.found_usb",
    "nano.unfinished_usb",
    "nano.found_known",
    "nano.found_card",
    "nano.found_name",
    "nano.unfinished_card",
    "nano.found_used",
    "nano.found_ubuntu",
    "nano.found_announced",
)
"""The most likely first."""
UNFINISHED = frozenset({"nano.unfinished_usb", "nano.unfinished_card"})


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one address. `card`: its network card's address, "" while unknown.

    `is_new`: the system met that card during this search, so that it is there now; an old entry outlives its machine.
    """

    host: str
    port: int
    hows: frozenset[How]
    answer: Answer
    name: str = ""
    card: str = ""
    is_new: bool = False
    is_known: bool = False

    @property
    def place(self) -> str:
        """As a person writes it: the port only where it is not the usual one."""
        return self.host if self.port == DEFAULT_PORT else f"{self.host}:{self.port}"


def judge(seen: Seen) -> Finding | None:
    """The finding for an address; None for one that is not worth mentioning."""
    code = _speaking(seen) if seen.answer.reply is Reply.SSH else _silent(seen)
    if code is None:
        return None
    return Finding(
        code=code,
        severity=_SEVERITIES.get(code, Severity.GOOD),
        params={
            "host": seen.host,
            "port": seen.port,
            "address": seen.place,
            "name": seen.name,
            "banner": seen.answer.banner,
            "known": seen.is_known,
            "how": sorted(how.value for how in seen.hows),
        },
    )


def _speaking(seen: Seen) -> str | None:
    reasons = (
        ("nano.found_usb", How.USB in seen.hows),
        ("nano.found_known", seen.is_known),
        ("nano.found_card", is_nvidia_card(seen.card)),
        ("nano.found_name", bool(_USUAL_NAME.search(seen.name))),
        ("nano.found_used", How.USED in seen.hows),
        ("nano.found_ubuntu", bool(_UBUNTU_18.search(seen.answer.banner))),
        ("nano.found_announced", How.NAME in seen.hows and bool(seen.name)),
    )
    return next((code for code, holds in reasons if holds), None)


def _silent(seen: Seen) -> str | None:
    """A machine that is on and lets nobody log in: before its set-up is finished, L4T starts no SSH server."""
    if How.USB in seen.hows:
        return "nano.unfinished_usb"
    is_on = seen.answer.reply is Reply.REFUSED or seen.is_new
    return "nano.unfinished_card" if is_on and is_nvidia_card(seen.card) else None


_SEVERITIES = {
    "nano.unfinished_usb": Severity.WARNING,
    "nano.unfinished_card": Severity.WARNING,
    "nano.found_used": Severity.INFO,
    "nano.found_ubuntu": Severity.INFO,
    "nano.found_announced": Severity.INFO,
}
