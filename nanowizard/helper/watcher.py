"""Turns "something changed" into lists of drives: waits until it is quiet, lists, and says only what is new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from nanowizard.core.errors import Cancelled, DriveError, NanoWizardError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.backend import DriveBackend, Watch
from nanowizard.drives.model import Drive
from nanowizard.helper.access import list_drives
from nanowizard.helper.patience import LIST_GIVE_UP_S, patiently

# A card that is put in makes a handful of events within this time (measured with udev).
QUIET_S = 0.3


class Watcher:
    """Calls `tell` from a thread of its own: with the list at once, then after every change of it, until closed.

    A list that does not come is told as an error; when it comes after all, it is told as well.
    """

    def __init__(self, backends: Sequence[DriveBackend], tell: Callable[[list[Drive] | NanoWizardError], None]) -> None:
        """Raises DriveError where this system's drives cannot be watched."""
        self._backends = backends
        self._tell = tell
        self._changed = threading.Event()
        self._closed = CancelToken()
        self._watches: list[Watch] = []
        try:
            for backend in backends:
                self._watches.append(backend.watch(self._changed.set))
        except BaseException:
            self._close_watches()
            raise
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._changed.set()
        self._close_watches()
        self._thread.join()

    def _close_watches(self) -> None:
        for watch in self._watches:
            watch.close()

    def _run(self) -> None:
        last: object = None
        while not self._closed.is_set:
            self._changed.clear()
            found: list[Drive] | NanoWizardError
            try:
                found = listed(self._backends, RunContext(cancel=self._closed), late=self._changed.set)
            except Cancelled:
                return
            except NanoWizardError as error:
                found = error
            now = found.info if isinstance(found, NanoWizardError) else found
            if now != last:
                last = now
                self._tell(found)
            self._changed.wait()
            self._closed.wait(QUIET_S)


def listed(
    backends: Sequence[DriveBackend], ctx: RunContext, *, late: Callable[[], None] = lambda: None
) -> list[Drive]:
    """The list within half a minute; `late` is called where it comes after that.

    Raises DriveError (drive.list_stalled, or what listing raises), PrivilegeError or Cancelled.
    """
    try:
        return patiently(
            lambda _ctx: list_drives(backends),
            ctx,
            "",
            give_up_s=LIST_GIVE_UP_S,
            late=lambda _drives: late(),
            at_a_card=False,
        )
    except DriveError as error:
        if error.code != "drive.no_answer":
            raise
        raise DriveError("drive.list_stalled", waiting_s=error.params["waiting_s"]) from error
