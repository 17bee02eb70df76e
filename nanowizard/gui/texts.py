"""The only place where the GUI makes sentences, numbers, sizes and times; the words stand in `core.messages`.

Everything follows the language that `QLocale()` is set to, so call these functions again after a language change.
A number and its unit are joined by U+00A0 so that a line never breaks between them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from nanowizard.core.events import ErrorInfo, Finding, LimitedBy, Params, Progress, Severity, Status
from nanowizard.core.messages.model import Formats, Message, fill
from nanowizard.core.messages.table import message
from nanowizard.core.task import Verdict
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate

NBSP = "\u00a0"
KB, MB, GB, TB = 1000, 1000**2, 1000**3, 1000**4
GIB = 1 << 30
MINUTE_S = 60
DAY_H = 24


def sentence(code: str, params: Params | None = None) -> Message:
    """The words of a code in the language in use, with its parameters filled in."""
    words = message(code)
    # Swap is counted like memory, in powers of two: "4 GB", not "4.3 GB".
    is_memory = code.startswith("nano.swap") or code.endswith("_memory")
    shown = Formats(size=memory if is_memory else size, duration=duration, comma=comma())
    return Message(*(_filled(text, params or {}, shown) for text in (words.what, words.safe, words.do)))


def finding_text(finding: Finding) -> str:
    """All that a finding says, as one paragraph."""
    words = sentence(finding.code, finding.params)
    rest = sentences(words.safe, words.do)
    if not rest:
        return words.what
    return sentences(translate("Texts", "{headline}.", "made a whole sentence").format(headline=words.what), rest)


def sentences(*parts: str) -> str:
    """Whole sentences behind each other, those that are there. Chinese has no space between them."""
    pattern = translate("Texts", "{first} {next}", "two whole sentences")
    joined = ""
    for part in parts:
        joined = pattern.format(first=joined, next=part) if joined and part else joined or part
    return joined


def listed(names: Iterable[str]) -> str:
    """Names behind each other: "Photos, Music"."""
    return comma().join(names)


def comma() -> str:
    """What stands between names in a list."""
    return translate("Texts", ", ", "separates names in a list")


def _filled(text: str, params: Params, shown: Formats) -> str:
    return fill(translate("Messages", text), params, shown) if text else ""


def number(value: float, decimals: int = 0) -> str:
    return QLocale().toString(float(value), "f", decimals)


def percent(fraction: float) -> str:
    return translate("Texts", "{number}%").format(number=number(math.floor(min(max(fraction, 0.0), 1.0) * 100)))


def size(count_bytes: float) -> str:
    """Decimal units as cards and downloads are sold: "63.9 GB", "512 MB"."""
    return _with_unit(count_bytes, _unit_of(count_bytes))


def memory(count_bytes: float) -> str:
    """Binary gigabytes, called GB as on a memory module: "4 GB", "3.9 GB". For RAM and swap."""
    value = round(count_bytes / GIB, 1)
    return _joined(translate("Texts", "{number} GB"), number(value, 0 if value.is_integer() else 1))


def rate(bytes_per_s: float) -> str:
    if bytes_per_s < MB:
        return _joined(translate("Texts", "{number} kB/s"), number(bytes_per_s / KB))
    value = bytes_per_s / MB
    return _joined(translate("Texts", "{number} MB/s"), number(value, 0 if value >= 10 else 1))


def size_of_total(done_bytes: float, total_bytes: float) -> str:
    """Both in the unit of the total: "5.8 of 13.8 GB"."""
    unit = _unit_of(total_bytes)
    return translate("Texts", "{done} of {total}").format(
        done=_number_in(done_bytes, unit), total=_with_unit(total_bytes, unit)
    )


def _unit_of(count_bytes: float) -> int:
    # What would be rounded up to 1000 MB is 1.0 GB.
    for unit in (TB, GB, MB, KB):
        if count_bytes >= unit * 0.9995:
            return unit
    return 1


def _number_in(count_bytes: float, unit: int) -> str:
    value = count_bytes / unit
    return number(value, 1 if unit in (TB, GB) or (unit == MB and value < 10) else 0)


def _with_unit(count_bytes: float, unit: int) -> str:
    patterns = {
        TB: translate("Texts", "{number} TB"),
        GB: translate("Texts", "{number} GB"),
        MB: translate("Texts", "{number} MB"),
        KB: translate("Texts", "{number} kB"),
        1: translate("Texts", "{number} B"),
    }
    return _joined(patterns[unit], _number_in(count_bytes, unit))


def _joined(pattern: str, shown: str) -> str:
    return pattern.replace(" ", NBSP).format(number=shown)


def duration(seconds: float) -> str:
    """ "20 s", "11 min", "1 h 06 min", "3 days"; never more than two numbers, and never nothing: "1 s"."""
    whole = max(round(seconds), 1)
    hours, minutes = divmod(round(whole / MINUTE_S), 60)
    if whole < MINUTE_S:
        pattern = translate("Texts", "{seconds} s")
    elif hours == 0:
        pattern = translate("Texts", "{minutes} min")
    elif hours < 2 * DAY_H:
        pattern = translate("Texts", "{hours} h {minutes:02} min")
    else:
        pattern = translate("Texts", "{days} days")
    return pattern.replace(" ", NBSP).format(days=hours // DAY_H, hours=hours, minutes=minutes, seconds=whole)


def elapsed(seconds: float) -> str:
    """To the second, for something that is being waited for: "12 s", "1 min 12 s"."""
    minutes, rest = divmod(int(max(seconds, 0)), MINUTE_S)
    if minutes == 0:
        return translate("Texts", "{seconds} s").replace(" ", NBSP).format(seconds=rest)
    return translate("Texts", "{minutes} min {seconds} s").replace(" ", NBSP).format(minutes=minutes, seconds=rest)


class TimeLeft:
    """Rounds a forecast so that it can be read: to 10 s below a minute, to 1 min below ten, to 5 min above.

    It does not grow by one step, because that is noise; make a new one for each run.
    """

    def __init__(self) -> None:
        self._shown_s: int | None = None

    def update(self, eta_s: float | None) -> int | None:
        """The seconds to show."""
        if eta_s is None:
            return self._shown_s
        tick = self._tick(eta_s)
        rounded = max(math.ceil(eta_s / tick) * tick, 10)
        if self._shown_s is not None and 0 < rounded - self._shown_s <= self._tick(rounded):
            return self._shown_s
        self._shown_s = rounded
        return rounded

    @staticmethod
    def _tick(seconds: float) -> int:
        if seconds <= MINUTE_S:
            return 10
        return MINUTE_S if seconds <= 10 * MINUTE_S else 5 * MINUTE_S


def time_left(seconds: int, *, checking_included: bool = False) -> str:
    if checking_included:
        return translate("Texts", "about {time} left, checking included").format(time=duration(seconds))
    return translate("Texts", "about {time} left").format(time=duration(seconds))


def join_facts(facts: Iterable[str]) -> str:
    """Short facts behind each other: "5.8 of 13.8 GB · 38 MB/s"."""
    return translate("Texts", " · ", "separates short facts").join(fact for fact in facts if fact)


def progress_facts(progress: Progress, left: TimeLeft, *, checking_included: bool = False) -> str:
    """The line under the words of a progress block: done of total, rate, time left, as far as they are known."""
    facts = []
    if progress.unit == "bytes":
        known = progress.total is not None
        facts.append(size_of_total(progress.done, progress.total or 0) if known else size(progress.done))
        if progress.rate:
            facts.append(rate(progress.rate))
    elif progress.total:
        facts.append(
            translate("Texts", "{done} of {total}").format(done=number(progress.done), total=number(progress.total))
        )
    seconds = left.update(progress.eta_s)
    if seconds is not None:
        facts.append(time_left(seconds, checking_included=checking_included))
    return join_facts(facts)


def limited_by(what: LimitedBy | None) -> str:
    """The caption of the speed graph; empty while nothing is known."""
    return {
        LimitedBy.NETWORK: translate("Texts", "Limited by: the network"),
        LimitedBy.DECOMPRESSION: translate("Texts", "Limited by: unpacking"),
        LimitedBy.CARD: translate("Texts", "Limited by: the card"),
        None: "",
    }[what]


def verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.SATISFIED: translate("Texts", "Good"),
        Verdict.NEEDED: translate("Texts", "Needs repair"),
        Verdict.BLOCKED: translate("Texts", "Needs you"),
        Verdict.UNKNOWN: translate("Texts", "Not checked"),
    }[verdict]


def status_words(status: Status) -> str:
    return {
        Status.SUCCEEDED: translate("Texts", "Done"),
        Status.SATISFIED: translate("Texts", "Already in order"),
        Status.FAILED: translate("Texts", "Failed"),
        Status.CANCELLED: translate("Texts", "Stopped by you"),
        Status.BLOCKED: translate("Texts", "Needs you"),
    }[status]


VERDICT_STATES = {
    Verdict.SATISFIED: State.DONE,
    Verdict.NEEDED: State.FAILED,
    Verdict.BLOCKED: State.ATTENTION,
    Verdict.UNKNOWN: State.UNKNOWN,
}
STATUS_STATES = {
    Status.SUCCEEDED: State.DONE,
    Status.SATISFIED: State.DONE,
    Status.FAILED: State.FAILED,
    Status.CANCELLED: State.ATTENTION,
    Status.BLOCKED: State.ATTENTION,
}
SEVERITY_TONES = {
    Severity.GOOD: Tone.GOOD,
    Severity.INFO: Tone.INFO,
    Severity.WARNING: Tone.WARN,
    Severity.BLOCKING: Tone.BAD,
}


def details(error: ErrorInfo) -> str:
    """The technical fold: the code, its parameters and what the system said; never translated."""
    lines = [f"code  {error.code}"]
    lines += [f"{key}  {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in error.params.items()]
    return "\n".join(lines + ([error.detail] if error.detail else []))
