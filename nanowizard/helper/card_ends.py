"""How each of several cards ended, collected from what the helper says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import CardSaid, ErrorInfo, Event, Status, TaskFinished
from nanowizard.core.task import RunContext


class CardEnds:
    """Give `ctx` to the conversation, within `kept`; then `ends` has one for every card, by its path."""

    def __init__(self, task: str, cards: Sequence[str], ctx: RunContext) -> None:
        self._task = task
        self._cards = cards
        self._emit_on = ctx.emit
        self._begun = False
        self._ends: dict[str, TaskFinished] = {}
        self.ctx = RunContext(emit=self._emit, cancel=ctx.cancel)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """An error of the whole becomes the end of the cards that had none yet; it is raised where none had begun."""
        try:
            yield
        except Cancelled:
            if not self._begun:
                raise
            self._end_others(Status.CANCELLED)
        except NanoWizardError as error:
            if not self._begun:
                raise
            self._end_others(Status.FAILED, error.info)

    @property
    def ends(self) -> Mapping[str, TaskFinished]:
        return {card: self._ends[card] for card in self._cards}

    def _end_others(self, status: Status, error: ErrorInfo | None = None) -> None:
        for card in self._cards:
            if card not in self._ends:
                self._emit(CardSaid(card=card, said=TaskFinished(task=self._task, status=status, error=error)))

    def _emit(self, event: Event) -> None:
        if isinstance(event, CardSaid):
            self._begun = True
            if isinstance(event.said, TaskFinished):
                self._ends[event.card] = event.said
        self._emit_on(event)
