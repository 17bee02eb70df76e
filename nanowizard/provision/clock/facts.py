"""What time the Nano believes it is, measured together with other questions in the same round."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nanowizard.remote.shell import CommandResult

_DATE = ("date", "+%s.%N")
_SYNCHRONIZED = re.compile(r"^\s*(?:System clock|NTP) synchronized: (yes|no)", re.MULTILINE)
_NTP = re.compile(
    r"^\s*(?:systemd-timesyncd\.service active|NTP service|NTP enabled|Network time on): (\S+)", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """`ahead_s`: how much later the Nano's clock is than this computer's; None where it could not be read.

    `synchronized`: a time server has set it; `ntp`: the Nano asks one. None where systemd does not say.
    """

    ahead_s: float | None = None
    synchronized: bool | None = None
    ntp: bool | None = None


def with_clock(questions: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The questions between two looks at the clock, for `clock_ahead_s`."""
    return {"date_first": _DATE, **questions, "date_last": _DATE}


def clock_ahead_s(answers: Mapping[str, CommandResult], before: float, after: float) -> float | None:
    """From the answers to `with_clock`, asked between these two times of ours (seconds since 1970).

    What the commands themselves took is known from the Nano's own two times; the rest was the way there and back,
    and half of it the way there.
    """
    first, last = (_number(answers[name].stdout) for name in ("date_first", "date_last"))
    if first is None or last is None:
        return None
    way_s = max(after - before - (last - first), 0.0)
    return first - (before + way_s / 2)


def parse_timedatectl(text: str) -> tuple[bool | None, bool | None]:
    """Whether the clock is synchronized and whether the Nano asks time servers, in the words of systemd 229 to 252."""
    synchronized, ntp = _SYNCHRONIZED.search(text), _NTP.search(text)
    return (
        None if synchronized is None else synchronized[1] == "yes",
        None if ntp is None else ntp[1] in {"yes", "active"},
    )


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", text) else None
