"""Fetches a file from the web: resumes, reconnects, changes the source, and returns only what is whole and right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import LimitedBy
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.images.download import causes
from nanowizard.images.download.answers import AgainError
from nanowizard.images.download.content import FIRST_BYTES, can_be, refuse_too_small, says_packed
from nanowizard.images.download.kept import first_bytes, is_copy, kept_file
from nanowizard.images.download.last_words import given_up
from nanowizard.images.download.link import StalledError
from nanowizard.images.download.model import USUAL, FetchResult, Options, Wanted
from nanowizard.images.download.opening import DiffersError, OtherMarksError
from nanowizard.images.download.owner import owned
from nanowizard.images.download.pace import Throttle
from nanowizard.images.download.part import PartFile, set_aside
from nanowizard.images.download.ring import for_follower, part_for
from nanowizard.images.download.sources import Sources
from nanowizard.images.download.state import load_record, record_path
from nanowizard.images.download.telling import Telling
from nanowizard.images.download.transfer import CrawlError, Job, SlowError, Transfer
from nanowizard.images.download.web import FAILURES, Web
from nanowizard.images.names import fit_name, name_in

_LONGEST_RETRY_S = 120.0
_LOOK_S = 0.2
_BROUGHT_BYTES = 64 * 1024
"""An attempt that brings less is no reason to hope."""
# Hashing what an earlier run left goes on beside the download; what is left of it at the end is short.
_FRESH, _RESUMED = {"download": 1.0, "check": 0.0}, {"download": 50.0, "check": 1.0}
_NO_USE = frozenset({"image.no_space", "image.too_large_for_disk", "image.not_saved", "image.portal"})
"""What no other source helps against: this computer's disk, and a network that wants a login."""


def fetch(
    urls: str | Sequence[str],
    into_dir: Path,
    ctx: RunContext,
    *,
    sha256: str | None = None,
    published: Mapping[str, str] | None = None,
    expected_bytes: int | None = None,
    approx_bytes: int | None = None,
    name: str | None = None,
    options: Options = USUAL,
) -> FetchResult:
    """Download one file to `into_dir/name` (default: the name in the first URL). All `urls` are to have the same file.

    A finished file is used again when it has the pinned hash or size, or when the server says that it is unchanged.
    `sha256` and `published` (checksums by algorithm) decide: what differs is set aside and the next source asked.
    Raises Cancelled (what has arrived is kept) or ImageError: image.bad_url, image.busy, image.empty,
    image.wrong_length, image.checksum_mismatch, and what `answers`, `content`, `causes`, `last_words`, `part` name.
    """
    urls = (urls,) if isinstance(urls, str) else tuple(urls)
    suggested = [name_in(url) for url in urls]  # all of them: each must be an address
    target = into_dir / (fit_name(name) if name else suggested[0])
    digests = {**(published or {}), **({"sha256": sha256.lower()} if sha256 else {})}
    wanted = Wanted(urls, digests, expected_bytes, approx_bytes, is_packed=says_packed(target.name))
    part = part_for(target, tuple(dict.fromkeys(("sha256", *digests, *options.also))), options, ctx.cancel)
    with ExitStack() as stack:
        with part.errors():
            into_dir.mkdir(parents=True, exist_ok=True)
            stack.enter_context(owned(part.target))
        stack.enter_context(closing(part))
        return _Download(wanted, part, ctx, for_follower(options)).run()


class _Download:
    """One call of `fetch`. `_most_there`: how many bytes there were at best, so that going round and round shows."""

    def __init__(self, wanted: Wanted, part: PartFile, ctx: RunContext, options: Options) -> None:
        self._wanted = wanted
        self._part = part
        self._ctx = ctx
        self._options = options
        self._says = Telling(ctx.emit, part.target.name)
        self._sources = Sources(wanted.urls, options.patience)
        self._served: dict[str, None] = {}
        self._most_there = 0

    def run(self) -> FetchResult:
        part = self._part
        with part.errors():
            kept = kept_file(part.target, self._wanted, part.algorithms, self._ctx)
        if kept and self._wanted.is_pinned:
            return kept
        self._look()
        resumed_from = self._most_there = part.have.total
        weights = _RESUMED if resumed_from else _FRESH
        self._meter = ProgressMeter(self._ctx.emit, weights, clock=self._options.clock)
        try:
            while True:
                if not part.is_whole and not self._receive(kept):
                    assert kept
                    return kept
                if part.record.size_bytes == 0:
                    raise ImageError("image.empty", file=part.target.name)
                self._finish_hash(anew=not resumed_from)
                hashes = part.hashes()
                if self._is_right(hashes):
                    break
                resumed_from = self._most_there = 0
        except Cancelled:
            self._says.paused(part.have.total)
            raise
        if self._options.follower:
            part.save()
            self._options.follower.proved(hashes)
        size = part.have.total
        if part.is_kept:
            self._make_room(kept, hashes["sha256"], size)
        part.finish(hashes["sha256"])
        return FetchResult(part.target, size, hashes, min(resumed_from, size), tuple(self._served))

    def _look(self) -> None:
        """Whether what an earlier run left may be continued: something must vouch that it is of the same file."""
        part, record = self._part, self._part.look()
        is_vouched = record.url in self._wanted.urls and bool(record.validator or self._wanted.digests)
        if not is_vouched or not self._can_be_it():
            part.forget()
        else:
            self._sources.begin_with(record.url)

    def _can_be_it(self) -> bool:
        """What is there of it; where the beginning is not, nothing speaks against it."""
        part, wanted = self._part, self._wanted
        size = wanted.least_bytes if part.record.size_bytes is None else part.record.size_bytes
        with part.errors():
            return part.have.frontier < FIRST_BYTES or can_be(wanted, first_bytes(part.path), size)

    # --- over the network

    def _receive(self, kept: FetchResult | None) -> bool:
        """Fetch what is missing, from whichever source; False when the kept file is the server's one."""
        patience, options = self._options.patience, self._options
        ask_about = load_record(record_path(self._part.target)) if kept and not self._part.have.total else None
        if ask_about:
            self._sources.begin_with(ask_about.url)
        self._meter.limited_by = LimitedBy.NETWORK
        with closing(Web(stall_s=patience.stall_s, connections=options.pieces.connections)) as web:
            job = Job(
                part=self._part,
                web=web,
                cancel=self._ctx.cancel,
                options=options,
                meter=self._meter,
                throttle=Throttle(options.limit_bytes_per_s, options.clock),
                wanted=self._wanted,
                kept=ask_about,
                leave=self._sources.slow,
                answered=self._say_source,
                restarted=self._say_restarted,
            )
            while True:
                is_unchanged = self._attempt(job)
                if is_unchanged is not None:
                    return not is_unchanged

    def _attempt(self, job: Job) -> bool | None:
        """One source until it is done (then whether the kept file stands) or broke (None). Raises when all is lost."""
        part, url = self._part, self._sources.current.url
        gap = part.have.first_gap(part.record.size_bytes)
        if self._sources.current.differs or (part.record.url != url and gap and gap[0] == 0):
            part.forget()
        transfer = Transfer(job, url)
        try:
            transfer.run()
            return transfer.is_unchanged
        except SlowError:
            self._says.log(f"{url} is slow")
        except DiffersError as error:
            self._says.log(f"{url}: {error}")
            self._sources.differs()
        except OtherMarksError as error:
            part.adopt(error.record)
        except ImageError as error:
            self._refused(error)
        except (*FAILURES, AgainError, StalledError, CrawlError) as error:
            self._broke(error)
        return None

    def _refused(self, error: ImageError) -> None:
        self._says.log(f"{self._sources.current.url}: {error}")
        if error.code in _NO_USE:
            raise error
        if not self._sources.refused(error):
            raise self._sources.verdict() or error

    def _broke(self, error: Exception) -> None:
        part, source = self._part, self._sources.current
        if causes.is_lasting(error):
            self._refused(causes.named(error, source.url, self._options.now()))
            return
        if isinstance(error, AgainError) and error.afresh and part.have.total:
            self._say_restarted()
            part.forget()
        has_come = part.have.total >= self._most_there + _BROUGHT_BYTES
        if has_come:
            self._most_there = part.have.total
            self._sources.brought()
        pause_s = self._sources.failed(stay=has_come and not isinstance(error, (StalledError, CrawlError)))
        why = given_up(error, source.url, part, self._options.now(), was_answered=bool(self._served))
        self._says.log(f"{source.url}: {why}")
        if pause_s is None:
            raise why from error
        if isinstance(error, AgainError) and self._sources.current is source:
            if error.after_s > _LONGEST_RETRY_S:
                raise why from error
            pause_s = max(pause_s, error.after_s)
        if pause_s:
            self._says.waits(source.url, pause_s, why)
            self._ctx.cancel.wait(pause_s)
        self._ctx.cancel.raise_if_set()

    # --- the end

    def _finish_hash(self, *, anew: bool) -> None:
        """The hash may be behind by what an earlier run left; it is waited for."""
        part = self._part
        if not part.is_open:
            part.resume()
        part.hash_all()
        is_done = part.is_hashed(_LOOK_S)
        if not (is_done and anew):
            self._meter.limited_by = None
            self._meter.start("check", part.have.total, done=part.hashed_bytes)
        while not part.is_hashed(_LOOK_S):
            self._ctx.cancel.raise_if_set()
            self._meter.at(part.hashed_bytes)
        self._meter.finish()

    def _is_right(self, hashes: Mapping[str, str]) -> bool:
        """False when another source is to be asked. Raises ImageError where none is left; what came is set aside."""
        part = self._part
        try:
            self._check(hashes)
            return True
        except ImageError as error:
            kept_as, brought = part.set_aside(), self._served or {part.record.url: None}
            part.forget()
            if not self._sources.wrong(brought, error):
                raise ImageError(error.code, detail=error.detail, **error.params, kept_as=str(kept_as)) from None
            self._says.wrong(next(iter(brought)), error)
            self._served = {}
            return False

    def _check(self, hashes: Mapping[str, str]) -> None:
        """Raises ImageError."""
        part, file, wanted = self._part, self._part.target.name, self._wanted
        size = part.have.total
        if wanted.expected_bytes and size != wanted.expected_bytes:
            raise ImageError("image.wrong_length", file=file, expected_bytes=wanted.expected_bytes, actual_bytes=size)
        refuse_too_small(wanted, size, file, self._sources.current.host)
        for algorithm, expected in wanted.digests.items():
            if hashes[algorithm] != expected:
                params = {"algorithm": algorithm, "expected": expected, "actual": hashes[algorithm]}
                raise ImageError("image.checksum_mismatch", file=file, **params)

    def _make_room(self, kept: FetchResult | None, sha256: str, size: int) -> None:
        """What is in the way was not what was wanted, but perhaps somebody's; the same bytes from elsewhere are not."""
        target = self._part.target
        with self._part.errors():
            if kept is None and target.exists() and not is_copy(target, sha256, size, self._ctx):
                set_aside(target, target.name)

    def _say_source(self) -> None:
        self._served[self._sources.current.url] = None
        self._says.source(self._sources.current.url)

    def _say_restarted(self) -> None:
        self._says.restarted(self._part.have.total)
