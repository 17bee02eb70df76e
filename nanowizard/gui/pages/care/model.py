"""What a care page tells its base: the words of the page, and the steps that it shows while it works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CareWords:
    """All texts that the base shows, translated. Sentences end with a full stop, headlines and buttons do not.

    `start` is the footer's button where nothing is erased and the hold button's label where it is; `consequence` names
    the hold button for a screen reader and has {card} and {size}. `facts` (label, value) stand under the question and
    `then` below them; an empty `then` leaves its row out. `changed` says in what state the card is left when the work
    broke off after its first write.
    """

    title: str
    purpose: str
    running: str
    start: str
    consequence: str
    then: str
    stop: str
    stopped: str
    changed: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CareStep:
    """A row of the running view. `id` is the step's of the events; `caption` says why the step exists.

    `counts`: the row says how much of how much is done, besides its bar.
    """

    id: str
    name: str
    caption: str = ""
    counts: bool = False
