"""The helper that was started with more rights than the program has, where there is one."""

from __future__ import annotations

import threading
import time

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.steps import step
from nanowizard.core.task import RunContext
from nanowizard.helper.child import Child
from nanowizard.helper.launch import Launcher


class ElevatedChild:
    """Started when a card is first opened, kept for the program run: the person is asked once, unless it dies."""

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._asking = False
        self._closed = False

    def ready(self, path: str, ctx: RunContext) -> Child:
        """The living child, or after a question to the person a new one. `path` names the card that it is for.

        Raises PrivilegeError, Cancelled, HelperError; helper.busy while the person is being asked for another card.
        """
        with self._lock:
            if self._child and self._child.alive:
                return self._child
            if self._asking:
                raise HelperError("helper.busy")
            self._asking = True
            dead, self._child = self._child, None
        try:
            if dead:
                dead.close()
            return self._keep(self._start(path, ctx))
        finally:
            with self._lock:
                self._asking = False

    def close(self) -> None:
        """End it and wait for it. May be called twice."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child:
            child.close()

    def _start(self, path: str, ctx: RunContext) -> Child:
        with step(ctx, "privilege.asking", path=path) as facts:
            began = time.monotonic()
            process = self._launcher.start_elevated(path, ctx.cancel)
            facts["waited_s"] = round(time.monotonic() - began, 1)
        return Child(process)

    def _keep(self, child: Child) -> Child:
        with self._lock:
            if not self._closed:
                self._child = child
                return child
        child.close()  # the program ended while the person was being asked
        raise Cancelled
