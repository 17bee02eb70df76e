"""One unpacking of an image for several cards: each reads its own view of a ring of the last pieces.

Whoever wants the next piece unpacks it, into the place of the oldest one. Cards of one kind stay together: a short
pause of one is waited for. One that is slower, or hangs, is let go on with an unpacking of its own, from where it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeAlias

from nanowizard.core.errors import NanoWizardError, error_from_info
from nanowizard.core.task import CancelToken
from nanowizard.images.source import ImageSource
from nanowizard.transfer.buffers import aligned_buffer

OpenSource: TypeAlias = Callable[[], ImageSource]

PIECE_BYTES = 2 * 1024 * 1024
# 16 MiB: half a second of a card at 30 MB/s; its own buffers are a third more. A longer pause is waited for.
PIECES = 8
# For how long the others wait for one: for one piece, and altogether, in the beginning and as a share of the time.
PAUSE_S = 1.0
PATIENCE_S = 3.0
PATIENCE_SHARE = 0.02
_LOOK_S = 0.25


class SharedImage:
    """Opened with the first view, closed with the last one. Its views may be read by one thread each."""

    def __init__(
        self,
        open_source: OpenSource,
        *,
        pieces: int = PIECES,
        piece_bytes: int = PIECE_BYTES,
        patience_s: float = PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_source = open_source
        self._patience_s = patience_s
        self._clock = clock
        self._began = clock()
        self._waited_s = 0.0
        self._changed = threading.Condition()
        self._pieces = pieces
        self._ring: list[_Piece] = []
        self._piece_bytes = piece_bytes
        self._count = 0
        self._end = 0
        self._is_whole = False
        self._unpacking = False
        self._error: BaseException | None = None
        self._stack = ExitStack()
        self._source: ImageSource | None = None
        self._together: list[View] = []

    def opener(self, cancel: CancelToken) -> OpenSource:
        """For the `Flash` of one card: its view, and whenever it opens the image once more an unpacking of its own.

        `cancel` is that card's.
        """
        openings = iter([lambda: self._join(cancel)])

        def open_source() -> ImageSource:
            return next(openings, self._open_source)()

        return open_source

    @property
    def together(self) -> int:
        """How many cards read from the one unpacking at the moment."""
        with self._changed:
            return len(self._together)

    def _join(self, cancel: CancelToken) -> ImageSource:
        """A view, or for one that comes too late for the first piece an unpacking of its own.

        Raises what opening the image does.
        """
        with self._changed:
            if self._count + self._unpacking > self._pieces or (self._count and self._source is None):
                return self._open_source()
            if self._source is None:
                self._source = self._stack.enter_context(self._open_source())
                self._ring = [_Piece(aligned_buffer(self._piece_bytes)) for _ in range(self._pieces)]
            view = View(self, self._source, self._open_source, cancel)
            self._together.append(view)
            return view

    def leave(self, view: View) -> None:
        """It needs no more pieces. The last one closes the image."""
        with self._changed:
            if view in self._together:
                self._together.remove(view)
            self._close_if_unused()
            self._changed.notify_all()

    def read(self, view: View, into: memoryview) -> int | None:
        """As `ImageSource.readinto` at the view's position; None when it has been let go.

        Raises what the unpacking raised, for every view that gets there.
        """
        while True:
            with self._changed:
                if view not in self._together:
                    return None
                if view.position < self._end:
                    return self._copy(view, into)
                if self._error:
                    raise _again(self._error)
                if self._is_whole:
                    return 0
                if self._unpacking:
                    self._changed.wait(_LOOK_S)
                    continue
                self._unpacking = True
            self._unpack()

    def _copy(self, view: View, into: memoryview) -> int:
        piece = self._ring[view.position // self._piece_bytes % self._pieces]
        start = view.position % self._piece_bytes
        count = min(piece.length - start, len(into))
        into[:count] = piece.buffer[start : start + count]
        view.position += count
        view.archive_at = piece.archive_position
        self._changed.notify_all()
        return count

    def _unpack(self) -> None:
        """The next piece, by the one thread that has set `_unpacking`. Its error is raised here, and kept for all."""
        error: BaseException | None = None
        piece = self._ring[self._count % self._pieces]
        filled = 0
        try:
            with self._changed:
                self._make_room()
                source = self._source
            while source and filled < self._piece_bytes and (got := source.readinto(piece.buffer[filled:])):
                filled += got
        except BaseException as broken:
            error = broken
            raise
        finally:
            with self._changed:
                piece.length, piece.archive_position = filled, self._source.archive_position if self._source else 0
                self._count += 1
                self._end += filled
                self._error = error
                self._is_whole = error is None and filled < self._piece_bytes
                self._unpacking = False
                self._close_if_unused()
                self._changed.notify_all()

    def _close_if_unused(self) -> None:
        if not self._together and not self._unpacking:
            self._stack.close()
            self._source = None
            self._ring.clear()  # frees the memory: what comes now are the passes over the cards

    def _make_room(self) -> None:
        """Wait a little for those who still need the oldest piece, then let them go. With the lock held."""
        start = (self._count - self._pieces + 1) * self._piece_bytes
        began = self._clock()
        patience_s = self._patience_s + PATIENCE_SHARE * (began - self._began) - self._waited_s
        until = began + min(patience_s, PAUSE_S)
        while late := [view for view in self._together if view.position < start]:
            if self._clock() >= until:
                for view in late:
                    self._together.remove(view)
                break
            self._changed.wait(min(_LOOK_S, until - self._clock()))
        self._waited_s += self._clock() - began


@dataclass(slots=True)
class _Piece:
    buffer: memoryview
    length: int = 0
    archive_position: int = 0


class View(ImageSource):
    """The image as one card reads it: out of the shared unpacking, or out of one of its own when it was let go."""

    is_shared = True

    def __init__(self, shared: SharedImage, source: ImageSource, open_source: OpenSource, cancel: CancelToken) -> None:
        # No file and no stream of its own, so nothing of ImageSource's own beginning; only what it says of the image.
        self.path, self.kind, self.name, self.archive_bytes = (
            source.path,
            source.kind,
            source.name,
            source.archive_bytes,
        )
        self.raw_bytes, self.raw_bytes_exact = source.raw_bytes, source.raw_bytes_exact
        self.position = 0
        self.archive_at = 0
        self._shared = shared
        self._open_source = open_source
        self._cancel = cancel
        self._own: ImageSource | None = None
        self._stack = ExitStack()

    @property
    def archive_position(self) -> int:
        return self._own.archive_position if self._own else self.archive_at

    def readinto(self, into: memoryview) -> int:
        if self._own is None:
            count = self._shared.read(self, into)
            if count is not None:
                return count
            self._own = self._catch_up()
        return self._own.readinto(into)

    def _catch_up(self) -> ImageSource:
        """An unpacking of its own, as far as the view has read. Raises ImageError, Cancelled."""
        own = self._stack.enter_context(self._open_source())
        aside = aligned_buffer(PIECE_BYTES)
        left = self.position
        while left and (got := own.readinto(aside[:left])):
            self._cancel.raise_if_set()
            left -= got
        return own

    def close(self) -> None:
        self._shared.leave(self)
        self._stack.close()


def _again(error: BaseException) -> BaseException:
    """An error of its own for each card: an exception that several threads raise mixes up their traces."""
    return error_from_info(error.info) if isinstance(error, NanoWizardError) else error
