"""A watch over the drives, as the helper's client has it: it outlives the helper that began it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from nanowizard.core.errors import NanoWizardError
from nanowizard.drives.model import Drive
from nanowizard.helper.answers import is_stuck, watched
from nanowizard.helper.child import Answer, Child

Changed: TypeAlias = Callable[[Sequence[Drive] | NanoWizardError], None]


class Owner(Protocol):
    """The client that a watch belongs to."""

    def revive(self, watch: ClientWatch) -> None:
        """A fresh helper for a watch whose helper hung and has gone. Raises HelperError."""

    def end_watch(self, watch: ClientWatch) -> None: ...


class ClientWatch:
    """Implements `drives.backend.Watch`. Its thread makes sure that `changed` may call the client."""

    def __init__(self, owner: Owner, changed: Changed, message: Mapping[str, Any]) -> None:
        self._owner = owner
        self._changed = changed
        self._message = message
        self._lines: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._at: tuple[Child, int] | None = None
        self._thread = threading.Thread(target=self._run, name="helper-watch", daemon=True)
        self._thread.start()

    def begin(self, child: Child) -> None:
        self._at = (child, child.ask(self._message, self._lines.put))

    def close(self) -> None:
        self._owner.end_watch(self)

    def stop(self) -> None:
        if self._at:
            child, number = self._at
            child.forget(number)
            child.tell({"op": "unwatch", "run": number})
        self._lines.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                if is_stuck(line):
                    self._owner.revive(self)
                else:
                    self._changed(watched(line))
            except NanoWizardError as error:
                self._changed(error)
