"""A download and a flash side by side: one thread brings the archive, the caller's writes what has arrived to the card.

The download outlives a flash that has to begin anew, since the file on the server was changed; it is cancelled where
the card fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import Cancelled, DriveError, ImageError, NanoWizardError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.flash.model import FlashReport
from nanowizard.flash.shrink import MOST_MISSING_BYTES
from nanowizard.helper.supply import Supply
from nanowizard.images.download.model import FetchResult, Follower

_LOOK_S = 0.25
_HEAD_BYTES = 64

Download = Callable[[RunContext, Follower], FetchResult]
Flash = Callable[[Path, Supply], FlashReport]
"""The file that grows, and what is told of it."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """`report` is None where nothing was streamed: the file was here, or can only be read when it is whole.

    `head`: the first bytes of the archive. `not_kept`: why it could not be kept after all; the card is right.
    """

    result: FetchResult
    report: FlashReport | None
    head: bytes
    not_kept: NanoWizardError | Cancelled | None = None


class StreamRun:
    """One run, and the follower of its download. `flash` is called in the thread that calls `run`.

    `is_kept`: what arrives stays, so that the download may end without a flash.
    """

    def __init__(self, download: Download, flash: Flash, ctx: RunContext, *, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._download = download
        self._flash = flash
        self._ctx = ctx
        self._stop = CancelToken()
        self._changed = threading.Condition()
        self._part: Path | None = None
        self._have = 0
        self._size: int | None = None
        self._hashes: dict[str, str] = {}
        self._supply: Supply | None = None
        self._is_stale = False
        self._is_over = False
        self._result: FetchResult | None = None
        self._failure: NanoWizardError | Cancelled | None = None
        self._head = b""
        self.has_begun = False
        """Whether a flash was begun."""

    def run(self) -> Streamed:
        """Raises what the download or the flash raise first, or Cancelled."""
        forget = self._ctx.cancel.on_set(self._stop.set)
        thread = threading.Thread(target=self._work, name="stream-download", daemon=True)
        thread.start()
        try:
            report = self._flash_it()
        except BaseException:
            self._end(stop=True)
            raise
        else:
            self._end(stop=False)
        finally:
            thread.join()
            forget()
        if report and self._part and self._hashes:
            gone = FetchResult(self._part, self._have, self._hashes, 0)
            return Streamed(self._result or gone, report, self._head, self._failure)
        if self._result is None:
            raise self._failure or ImageError("image.stopped")
        return Streamed(self._result, None, self._head)

    # --- the flash

    def _flash_it(self) -> FlashReport | None:
        while True:
            part = self._wait_for_bytes()
            if part is None:
                return None
            try:
                return self._flash_once(part)
            except ImageError as error:
                if error.code != "image.needs_whole" or not self._is_kept:
                    raise
                return None
            except DriveError as error:
                self._judge_too_small(part, error)
                return None
            except _AgainError:
                continue

    def _judge_too_small(self, part: Path, error: DriveError) -> None:
        """Returns where the image may be made to fit once all of it is here; else raises why not."""
        missing_bytes = error.params.get("missing_bytes", 0)
        if error.code != "drive.too_small" or missing_bytes > MOST_MISSING_BYTES:
            raise error
        if not self._is_kept:
            file = part.name.removesuffix(".part")
            raise ImageError("image.needs_whole_to_fit", file=file, missing_bytes=missing_bytes) from error
        params = {"missing_bytes": missing_bytes}
        finding = Finding(code="flash.whole_first", severity=Severity.WARNING, params=params)
        self._ctx.emit(FindingReported(finding=finding))

    def _wait_for_bytes(self) -> Path | None:
        """Where they lie; None where the download has ended without any. Raises what it did, or Cancelled."""
        with self._changed:
            while not self._have and not self._is_ended():
                self._changed.wait(_LOOK_S)
                self._ctx.cancel.raise_if_set()
            if self._failure:
                raise self._failure
            return self._part if self._have else None

    def _flash_once(self, part: Path) -> FlashReport:
        supply = Supply()
        with self._changed:
            self._supply, self._is_stale = supply, False
            self._feed(supply)
        self.has_begun = True
        try:
            self._head = _head(part)
            return self._flash(part, supply)
        except NanoWizardError as error:
            if self._is_stale:
                raise _AgainError from error
            if self._failure:
                raise self._failure from error
            raise
        finally:
            with self._changed:
                self._supply = None
                self._changed.notify_all()

    def _feed(self, supply: Supply) -> None:
        if self._have:
            supply.arrived(self._have, self._size)
        if self._hashes:
            supply.whole(self._hashes["sha256"])

    # --- the download

    def _work(self) -> None:
        error: NanoWizardError | Cancelled | None = None
        result: FetchResult | None = None
        try:
            result = self._download(RunContext(emit=self._ctx.emit, cancel=self._stop), self)
        except (NanoWizardError, Cancelled) as failure:
            error = failure
        finally:  # also where a mistake of ours ends it: nobody may wait for this thread for ever
            with self._changed:
                self._result = result
                if result is None:
                    self._failure = error or ImageError("image.stopped")
                    if self._supply:
                        self._supply.failed(error if isinstance(error, ImageError) else ImageError("image.stopped"))
                self._changed.notify_all()

    def _end(self, *, stop: bool) -> None:
        with self._changed:
            self._is_over = True
            if stop and not self._hashes:
                self._stop.set()
            self._changed.notify_all()

    def _is_ended(self) -> bool:
        return self._failure is not None or self._result is not None

    # --- as a follower, in the thread of the download

    def arrived(self, part: Path, have: int, size: int | None) -> None:
        with self._changed:
            is_first = not self._have
            self._part, self._have, self._size = part, have, size
            if self._supply and not self._is_stale:
                self._supply.arrived(have, size)
            if is_first:
                self._changed.notify_all()

    def restarted(self) -> None:
        """Returns when nobody reads the part any more."""
        with self._changed:
            self._have, self._hashes = 0, {}
            if self._supply:
                self._is_stale = True
                self._supply.failed(ImageError("image.stopped"))
            while self._supply and not self._is_over:
                self._changed.wait(_LOOK_S)

    def proved(self, hashes: dict[str, str]) -> None:
        """Returns when the flash is over, so that the file stays where it is read."""
        with self._changed:
            self._hashes = hashes
            if self._supply:
                self._supply.whole(hashes["sha256"])
            while not self._is_over:
                self._changed.wait(_LOOK_S)

    def used_bytes(self) -> int:
        supply = self._supply
        if supply is None:
            return 0
        supply.keep_alive()  # whoever asks may wait for what is to be read first
        return supply.read_bytes


class _AgainError(Exception):
    """What was written is of a file that is not on the server any more."""


def _head(part: Path) -> bytes:
    try:
        with part.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""
