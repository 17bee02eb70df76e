"""Brings what is missing of a part from one source, over as many connections as it allows.

Requests run in threads of their own (`link`); everything else happens in the one that calls `run`.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from nanowizard.core.errors import ImageError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import CancelToken
from nanowizard.images.download.answers import AgainError, Ask, Offer, offer_of, refuse_web_page
from nanowizard.images.download.content import FIRST_BYTES, refuse_other_content
from nanowizard.images.download.link import CHUNK_BYTES, Answered, Arrived, Ended, Inbox, Link, StalledError
from nanowizard.images.download.model import Options, Wanted
from nanowizard.images.download.opening import DiffersError, Way, first_ask, way_of
from nanowizard.images.download.pace import Judgement, Pace, Throttle
from nanowizard.images.download.part import PartFile
from nanowizard.images.download.ranges import next_piece, piece_bytes, unasked_bytes
from nanowizard.images.download.state import Record
from nanowizard.images.download.web import Web

_INBOX_BLOCKS = 8
_LOOK_S = 0.2
_FAST_BYTES_PER_S = 200_000_000
"""Beyond this nothing is gained by more connections at once; what comes in order needs less work (measured)."""
_KNOWN_S = 0.25
"""After this long it is known how fast the first connection is. Waiting for it costs a slow link next to nothing."""
_CHUNKS_PER_S = 8
"""With a limit: in how many steps a second it is kept to."""


class CrawlError(Exception):
    """Hardly anything comes."""


class SlowError(Exception):
    """There is another source that may be faster."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all sources of one download share. `kept`: the finished file that stands unless there is a newer one.

    `leave` is asked whether a source that brings so many bytes/s is to be left, `answered` hears of the first good
    answer of each, `restarted` of bytes that are thrown away since the file was changed.
    """

    part: PartFile
    web: Web
    cancel: CancelToken
    options: Options
    meter: ProgressMeter
    throttle: Throttle
    wanted: Wanted
    kept: Record | None
    leave: Callable[[float], bool]
    answered: Callable[[], None]
    restarted: Callable[[], None]


@dataclass(slots=True)
class _Lane:
    """One request under way. `at`: where its next byte belongs; `end`: the one behind its last, 0 while unknown.

    What lies before `new` is there already and is only compared.
    """

    ask: Ask
    at: int
    end: int
    new: int
    offer: Offer | None = None


class Transfer:
    """From one source. `is_unchanged` when the kept file is the server's one."""

    def __init__(self, job: Job, url: str) -> None:
        self._job, self._url = job, url
        self._part, self._options = job.part, job.options
        self._inbox: Inbox = queue.Queue(_INBOX_BLOCKS)
        self._lanes: dict[Link, _Lane] = {}
        self._most = self._cap = job.options.pieces.connections
        self._pace = Pace(job.options.patience, job.options.limit_bytes_per_s, job.options.clock)
        self._looked = self._saved = job.options.clock()
        self._is_ranged = self._is_over = False
        self._restart: Record | None = None
        self._first = b""
        self.is_unchanged = False

    def run(self) -> None:
        """Until everything is there.

        Raises Cancelled, ImageError, SlowError, CrawlError, StalledError, FAILURES of `web`, and what `way_of` does.
        """
        part, pieces = self._part, self._options.pieces
        ask = first_ask(part.record, part.have, self._url, self._job.kept, pieces)
        gap = part.have.first_gap(part.record.size_bytes)
        look_s = min(_LOOK_S, self._options.patience.stall_s / 4, self._options.checkpoint_s)
        try:
            self._begin(ask, new=gap[0] if part.have.total and gap else ask.first)
            while not self._is_over:
                self._job.cancel.raise_if_set()
                with suppress(queue.Empty):
                    self._handle(self._inbox.get(timeout=look_s or _LOOK_S))
                if not self._is_over and self._options.clock() - self._looked >= look_s:
                    self._look()
        finally:
            for link in self._lanes:
                link.close()

    # --- what comes

    def _handle(self, item: Answered | Arrived | Ended) -> None:
        item.link.took()
        lane = self._lanes.get(item.link)
        if lane is None:  # given up before
            return
        if isinstance(item, Arrived):
            self._take(item.link, lane, item.data)
            return
        try:
            if isinstance(item, Answered):
                self._judge(item, lane)
            elif item.error:
                self._lose(item.link, item.error)
            else:
                self._close(item.link, lane)
        except (AgainError, ImageError) as error:
            if item.link not in self._lanes:
                raise
            self._lose(item.link, error)

    def _judge(self, item: Answered, lane: _Lane) -> None:
        offer = offer_of(item.head, lane.ask, self._url)
        lane.offer = offer
        if self._is_ranged:  # one of several: it must be more of the same
            if not offer.ranged or self._part.record.is_other_than(offer.record):
                raise AgainError("the file on the server has changed", afresh=True)
            return
        part = self._part
        way = way_of(offer, lane.ask, part.record, part.have, self._url)
        if way is Way.UNCHANGED:
            self.is_unchanged = self._is_over = True
        elif way is Way.WHOLE:
            part.adopt(offer.record)
            self._is_over = True
        else:
            self._accept(item, lane, offer, way)

    def _accept(self, item: Answered, lane: _Lane, offer: Offer, way: Way) -> None:
        total, expected = offer.record.size_bytes, self._job.wanted.expected_bytes
        if expected and total not in (None, expected):
            # A page that says that the file is gone has another length too, and is to be called what it is.
            refuse_web_page(item.head, b"", self._part.target.name, self._url)
            raise ImageError(
                "image.wrong_length", file=self._part.target.name, expected_bytes=expected, actual_bytes=total
            )
        lane.at = offer.first
        if way is Way.RESTART:
            self._restart, lane.new = offer.record, 0
            lane.end = lane.end if offer.ranged else 0
        if total is not None:
            lane.end = min(lane.end or total, total)
        self._head, self._is_ranged = item.head, offer.ranged
        if way is Way.CONTINUE:
            self._started()
            if lane.at == lane.new:
                self._join(offer.record)

    def _started(self) -> None:
        part = self._part
        part.check_place()
        if not part.is_open:
            part.resume()
        self._job.meter.start("download", part.record.size_bytes, done=part.have.total)
        self._job.answered()

    def _join(self, record: Record) -> None:
        """It is the same file: go on with these marks, and with as many connections as may be."""
        self._part.adopt(record)
        self._fill()

    def _begin_again(self, data: bytes) -> None:
        """The first bytes are here and can be those of the file: now what is there of another version may go."""
        record = self._restart
        assert record
        refuse_other_content(self._job.wanted, self._head, data, record, self._part.target.name)
        self._restart, self._first = None, b""
        if self._part.have.total:
            self._job.restarted()
        self._part.restart(record)
        self._started()
        self._fill()

    def _take(self, link: Link, lane: _Lane, data: bytes, *, is_last: bool = False) -> None:
        data = self._first + data
        if lane.end:
            data = data[: lane.end - lane.at]  # more than was asked for, or than there is
        if self._restart:
            is_last = is_last or lane.at + len(data) == lane.end
            if len(data) < FIRST_BYTES and not is_last:
                self._first = data
                return
            self._begin_again(data)
        if lane.at < lane.new:
            data = self._compare(lane, data)
        if not data:
            return
        if self._part.write(lane.at, data):
            self._pace.again()
        lane.at += len(data)
        self._job.meter.add(len(data))
        self._pace.add(len(data))
        self._is_over = self._part.is_whole
        pause_s = self._job.throttle.wait_s(len(data))
        if pause_s > 0:
            self._job.cancel.wait(pause_s)

    def _compare(self, lane: _Lane, data: bytes) -> bytes:
        known = data[: lane.new - lane.at]
        if self._part.read(lane.at, len(known)) != known:
            raise DiffersError("another file with the same length")
        lane.at += len(known)
        if lane.at == lane.new and lane.offer:
            self._join(lane.offer.record)
        return data[len(known) :]

    def _close(self, link: Link, lane: _Lane) -> None:
        if self._restart:
            self._take(link, lane, b"", is_last=True)
        if not lane.end:  # nobody said how much there is: this is all
            self._part.adopt(replace(self._part.record, size_bytes=lane.at))
        # A server with ranges may send less than it was asked for.
        if lane.at < lane.end and not (self._is_ranged and lane.at > lane.ask.first):
            raise AgainError(f"the link ended {lane.end - lane.at} bytes too early")
        del self._lanes[link]
        self._most = min(self._most + 1, self._cap)
        self._is_over = self._part.is_whole
        if not self._is_over:
            self._fill()

    # --- connections

    def _begin(self, ask: Ask, *, new: int) -> None:
        limit = self._options.limit_bytes_per_s
        chunk = min(max(limit // _CHUNKS_PER_S, 1024), CHUNK_BYTES) if limit else CHUNK_BYTES
        link = Link(self._job.web, self._url, ask.headers(), self._inbox, self._options.clock, chunk_bytes=chunk)
        self._lanes[link] = _Lane(ask, ask.first, ask.end, new)

    def _fill(self) -> None:
        """As many connections as may be, each with the first piece that nobody brings yet."""
        part, pieces = self._part, self._options.pieces
        size, rate = part.record.size_bytes, self._pace.rate()
        gains_by_more = self._pace.age_s() >= _KNOWN_S and rate <= _FAST_BYTES_PER_S
        most = self._most if gains_by_more else 1
        while self._is_ranged and size is not None and len(self._lanes) < most:
            busy = [(lane.at, lane.end) for lane in self._lanes.values()]
            aim = piece_bytes(pieces, most, rate / most, unasked_bytes(part.have, busy, size))
            reach = part.reach(size)
            piece = next_piece(part.have, busy, reach, aim, pieces.ahead_bytes)
            if piece is None or (piece[1] == reach < size and piece[1] - piece[0] < pieces.least_bytes):
                return
            self._begin(Ask(*piece, validator=part.record.validator), new=piece[0])

    def _lose(self, link: Link, error: Exception) -> None:
        """A connection broke. While others bring something, theirs is enough; the last one's error is the source's."""
        link.close()
        del self._lanes[link]
        if not self._lanes or (isinstance(error, AgainError) and error.afresh):
            raise error
        self._most = max(len(self._lanes), 1)
        if isinstance(error, ImageError) or (isinstance(error, AgainError) and error.status is not None):
            self._cap = self._most  # it does not want so many

    def _look(self) -> None:
        now = self._looked = self._options.clock()
        if not self._lanes:  # who reads along is behind, and the server is not to blame
            self._pace.again()
        if self._part.is_open and not self._restart:
            self._fill()
        for link in [link for link in self._lanes if link.silent_s() > self._options.patience.stall_s]:
            self._lose(link, StalledError(has_begun=bool(self._first)))
        if now - self._saved >= self._options.checkpoint_s and self._part.is_open:
            self._saved = now
            self._part.check_space()
            self._part.save()
        judgement = self._pace.judge()
        if judgement is Judgement.CRAWLING:
            raise CrawlError
        if judgement is Judgement.SLOW and self._job.leave(self._pace.rate()):
            raise SlowError
