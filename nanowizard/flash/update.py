"""Makes a card equal to an image by writing only what differs: reads each range first, and writes nothing to a card
that holds the image already.

The marker NOT READY goes on the card before the first write that turns out to be needed; from then on the order is that
of every flash (`write`): the image's first MiB comes last, when what was written has been read back.
"""

from __future__ import annotations

import hashlib
import threading

from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.steps import step
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import Range
from nanowizard.flash.fit import Fit
from nanowizard.flash.update_runs import joined, read_or_not, rest, unequal
from nanowizard.flash.wrap import to_read_again
from nanowizard.flash.write import CardWriter, Written, tail_of
from nanowizard.transfer.buffers import aligned_buffer

# Eight workers read at once, so half a MiB each keeps a card busy; whole buffers would need 16 MiB more.
_READ_BYTES = 512 * 1024
# So many ranges in a row with nothing right in them, and from then on only every sixteenth is read first: a write that
# broke off is right up to some place, and reading behind it would cost a third of the writing.
ENOUGH_MISSES = 32
_LOOK_EVERY = 16


class UpdatingWriter(CardWriter):
    """The `Writer` that compares first: `written` was wrong and is right now, as far as the card says.

    `image_bytes`: how large the image is, where that is certain. `patient`: each range is read first, at any cost.
    """

    def __init__(
        self,
        device: RawDevice,
        ctx: RunContext,
        *,
        full: bool,
        name: str,
        image_bytes: int | None,
        patient: bool = True,
        fit: Fit | None = None,
    ) -> None:
        super().__init__(device, full=full, name=name, fit=fit)
        self._ctx = ctx
        self._image_bytes = image_bytes
        self._lock = threading.Lock()
        self._tail = tail_of(device)
        self._tail_is_right = False
        self._planned_in_tail: list[Range] = []
        self._kept: list[Written] = []
        self._cleared: list[Written] = []
        self._patient = patient
        self._misses = 0

    @property
    def expected(self) -> list[Written]:
        late = super().expected
        return [*late, *to_read_again(self._kept, late, [*self.written, *self._cleared], found=self._kept)]

    @property
    def everything(self) -> list[Written]:
        return [*super().expected, *self._kept]

    @property
    def written_bytes(self) -> int:
        return 0 if self.untouched else super().written_bytes

    @property
    def kept_bytes(self) -> int:
        return sum(one.length for one in self._kept) + (self.head.length if self.untouched else 0)

    @property
    def untouched(self) -> bool:
        return not self._marker

    def prepare(self, device: RawDevice) -> None:
        """Clear the end of the card, where the backup GPT of whatever was on it lies, if the image ends before it.

        Now and not later: on a card whose memory begins anew somewhere that destroys what the pass then finds. But a
        table that shall take the whole card has its copy there.
        """
        if self._image_bytes is not None and self._image_bytes <= self._tail[0] and not self.fit.grows:
            self._clear(device, self._tail)
            self._tail_is_right = True

    def plan(self, offset: int, view: memoryview) -> list[Range]:
        ranges = super().plan(offset, view)
        self._planned_in_tail += [one for one in ranges if one[1] > self._tail[0]]
        return ranges

    def work(self, offset: int, view: memoryview) -> None:
        end = offset + len(view)
        runs = joined(self._differing(offset, view)) if self._is_worth_a_look() else [(offset, end)]
        self._count_miss(runs == [(offset, end)])
        for start, stop in rest(offset, end, runs):
            self._keep(start, view[start - offset : stop - offset])
        for start, stop in runs:
            self._mark_first(self._device)
            super().work(start, view[start - offset : stop - offset])

    def settle(self, device: RawDevice) -> None:
        """The end of the card where it has not been seen to, and whether its head is the image's."""
        self._planned_in_tail += [one for one in self._put_fitted() if one[1] > self._tail[0]]
        if not self._tail_is_right:
            for start, end in rest(*self._tail, sorted(self._planned_in_tail)):
                if self._clear(device, (start, end)):
                    self._cleared.append(Written(start, end - start, b""))
        head = self.head
        found = aligned_buffer(head.length)
        if not read_or_not(device, 0, found) or hashlib.sha256(found).digest() != head.sha256:
            self._mark_first(device)
        if self.untouched:
            found_it = Finding(code="flash.already_there", severity=Severity.GOOD)
            self._ctx.emit(FindingReported(finding=found_it))
        else:
            device.flush()

    def _differing(self, offset: int, view: memoryview) -> list[Range]:
        runs: list[Range] = []
        buffer = aligned_buffer(min(_READ_BYTES, len(view)))
        for start in range(0, len(view), _READ_BYTES):
            expected = view[start : start + _READ_BYTES]
            mine = buffer[: len(expected)]
            if read_or_not(self._device, offset + start, mine):
                runs += unequal(expected, bytes(mine), offset + start)
            else:
                runs.append((offset + start, offset + start + len(expected)))
        return runs

    def _keep(self, offset: int, view: memoryview) -> None:
        self._kept.append(Written(offset, len(view), hashlib.sha256(view).digest()))

    def _is_worth_a_look(self) -> bool:
        with self._lock:
            return self._patient or self._misses < ENOUGH_MISSES or self._misses % _LOOK_EVERY == 0

    def _count_miss(self, is_miss: bool) -> None:
        with self._lock:
            self._misses = self._misses + 1 if is_miss else 0

    def _clear(self, device: RawDevice, place: Range) -> bool:
        """Zeros in that place; False where they were there."""
        start, end = place
        found = aligned_buffer(end - start) if start < end else memoryview(b"")
        if read_or_not(device, start, found) and not any(bytes(found)):
            return False
        self._mark_first(device)
        device.write_at(start, aligned_buffer(end - start))
        return True

    def _mark_first(self, device: RawDevice) -> None:
        with self._lock:
            if self.untouched:
                with step(self._ctx, "flash.mark"):
                    self._device.check_same()
                    self.mark(device)
