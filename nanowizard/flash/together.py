"""What is asked of the engine with several cards, and what it answers: plain data, as in `model`."""

from __future__ import annotations

from dataclasses import dataclass

from nanowizard.flash.model import FlashRequest, Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashManyRequest:
    """The same image for every card; what is asked for the cards may differ otherwise.

    `samples` are for all: those of the cards are not looked at.
    """

    cards: tuple[FlashRequest, ...]
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashManyReport:
    """Each card's own end was said before (CardSaid with a TaskFinished, whose result is its FlashReport)."""

    succeeded: int
