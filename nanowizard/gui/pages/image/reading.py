"""Reading a file that is here to its end when the person asks for it: all that is in it, or its checksum."""

from __future__ import annotations

from typing import Any

from nanowizard.core.task import Task
from nanowizard.gui.context import Context
from nanowizard.gui.pages.image.fetching import ImageFetch
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.inspect import InspectImage, InspectInput


class ImageReading(ImageFetch):
    """The file stays chosen when that is stopped, and is given up when it turns out to be wrong."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.file.inspect_wanted.connect(self._inspect)
        self.file.compare_wanted.connect(self._compare)

    def _inspect(self) -> None:
        """Unpack it to its end and look into it."""
        path = self.context.session.journey.image
        if path is not None:
            wish = InspectInput(file=path, catalog=self.selection.catalog_at)
            self._read(str(path), InspectImage(self.context.session), wish)

    def _compare(self, sha256: str) -> None:
        path = self.context.session.journey.image
        if path is not None:
            wish = FetchInput(image=str(path), sha256=sha256, catalog=self.selection.catalog_at)
            self._read(str(path), FetchImage(self.context.session), wish)

    def _read(self, path: str, task: Task, wish: Any) -> None:
        if self.runner.is_running:
            return
        self.is_ready, self.is_inspecting, self.wanted, self.at_hand = False, True, path, None
        self.download.prepare(None)
        self.start(task, wish)
        self.refresh()
        self.download.button.setFocus()  # else it would go from the button that has gone to the next one, such as Back
