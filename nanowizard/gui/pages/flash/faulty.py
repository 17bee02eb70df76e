"""The map of a run once more, in three rows, for the error panel: where the card did not keep what was written."""

from __future__ import annotations

from nanowizard.core.events import ErrorInfo
from nanowizard.gui.pages.flash.progress import FlashProgress
from nanowizard.gui.widgets.card_map import CardMap, CellState


class FaultyMap(CardMap):
    def __init__(self) -> None:
        super().__init__(rows=3)

    def show_run(self, run: FlashProgress, error: ErrorInfo) -> bool:
        """False where a place on the card is not what went wrong."""
        faulty = run.map_section.map.faulty_ranges()
        if not faulty or not error.code.startswith("flash.") or not run.extent:
            return False
        self.set_extent(run.extent)
        self.mark(CellState.CHECKED, 0, run.extent)
        for start, end in faulty:
            self.mark(CellState.FAULTY, start, end)
        return True
