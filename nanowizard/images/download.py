"""Fetches an image from the web: resumes, reconnects, and returns a file only when it is whole and right."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from nanowizard.core.errors import ImageError
from nanowizard.core.events import LimitedBy, LogLine
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.images.answers import (
    AgainError,
    record_of,
    refuse_web_page,
    request_headers,
    says_complete,
    total_bytes,
)
from nanowizard.images.connection import FAILURES, Connection
from nanowizard.images.names import fit_name, name_in
from nanowizard.images.part import PartFile, Record, hash_file, load_record, record_path

# Hashing what an earlier run left takes about a twelfth of downloading it on a line of 100 MB/s, less on any real one.
_WEIGHTS = {"check": 1.0, "download": 12.0}


@dataclass(frozen=True, slots=True)
class Patience:
    """After `stall_s` without a byte the link is given up; `attempts` links in a row may bring nothing.

    The pause before the second of them is `pause_s` and doubles each time.
    """

    stall_s: float = 15.0
    attempts: int = 4
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True)
class FetchResult:
    """`resumed_from`: how many bytes were there before; equal to `bytes` when nothing had to be fetched."""

    path: Path
    bytes: int
    sha256: str
    resumed_from: int


def fetch(
    url: str,
    into_dir: Path,
    ctx: RunContext,
    *,
    sha256: str | None = None,
    expected_bytes: int | None = None,
    name: str | None = None,
    patience: Patience = Patience(),
) -> FetchResult:
    """Download `url` to `into_dir/name` (default: the name in the URL).

    A finished file is used again when it has the pinned hash or size, or when the server says that it is unchanged.
    Raises Cancelled (what has arrived is kept) or ImageError: image.bad_url, image.unreachable, image.http_status,
    image.is_web_page, image.wrong_length, image.truncated, image.checksum_mismatch, image.no_space, image.not_saved.
    """
    name_from_url = name_in(url)
    part = PartFile(into_dir / (fit_name(name) if name else name_from_url))
    with part.errors():
        into_dir.mkdir(parents=True, exist_ok=True)
    with closing(part):
        wanted = _Wanted(url, sha256.lower() if sha256 else None, expected_bytes)
        return _Download(wanted, part, ctx, patience).run()


@dataclass(frozen=True, slots=True)
class _Wanted:
    url: str
    sha256: str | None
    expected_bytes: int | None


class _Download:
    """One call of `fetch`. `_unchanged` is a finished file that stands unless the server has something newer."""

    def __init__(self, wanted: _Wanted, part: PartFile, ctx: RunContext, patience: Patience) -> None:
        self._url = wanted.url
        self._sha256 = wanted.sha256
        self._expected_bytes = wanted.expected_bytes
        self._part = part
        self._ctx = ctx
        self._patience = patience
        first_time = not part.found_bytes() and not part.target.exists()
        self._meter = ProgressMeter(ctx.emit, {"download": 1.0} if first_time else _WEIGHTS)
        self._unchanged: FetchResult | None = None
        self._was_answered = False

    def run(self) -> FetchResult:
        pinned = bool(self._sha256 or self._expected_bytes)
        kept = self._kept_file()
        if kept and pinned:
            return kept
        self._unchanged = kept
        self._resume()
        resumed_from = self._part.done
        whole = self._part.done == self._part.record.size_bytes
        if not whole and not self._receive() and kept:
            return kept
        self._check_hash()
        self._part.finish()
        return self._result(min(resumed_from, self._part.done))

    def _result(self, resumed_from: int) -> FetchResult:
        return FetchResult(self._part.target, self._part.done, self._part.sha256, resumed_from)

    # --- what is there already

    def _kept_file(self) -> FetchResult | None:
        """The finished file of an earlier run, if it is what is wanted or may be (nothing pinned: ask the server)."""
        target = self._part.target
        with self._part.errors():
            size = target.stat().st_size if target.is_file() else None
            if size is None or (self._expected_bytes and size != self._expected_bytes):
                return None
            record = load_record(record_path(target))
            if not self._sha256 and not self._expected_bytes and not self._is_ours(record, size):
                return None
            self._meter.start("check", size)
            found = hash_file(target, self._checked).hexdigest()
        wanted = self._sha256 or record.sha256 or found
        return FetchResult(target, size, found, size) if found == wanted else None

    def _is_ours(self, record: Record, size: int) -> bool:
        return record.url == self._url and record.size_bytes == size and bool(record.etag or record.last_modified)

    def _resume(self) -> None:
        found, record = self._part.found_bytes(), self._part.record
        may_continue = record.url == self._url and bool(record.validator or self._sha256)
        if found and may_continue and (record.size_bytes is None or found <= record.size_bytes):
            self._meter.start("check", found)
            self._part.resume(self._checked)

    def _checked(self, amount: int) -> None:
        self._ctx.cancel.raise_if_set()
        self._meter.add(amount)

    # --- over the network

    def _receive(self) -> bool:
        """Fetch what is missing over as many links as it takes; False when the kept file is the server's one."""
        self._meter.limited_by = LimitedBy.NETWORK
        failures = 0
        while True:
            before = self._part.done
            self._was_answered = False
            try:
                return self._one_link()
            except (*FAILURES, AgainError) as error:
                self._raise_if_hopeless(error)
                if isinstance(error, AgainError) and error.afresh:
                    self._part.restart(Record())
                failures = 1 if self._part.done > before else failures + 1
                if failures >= self._patience.attempts:
                    raise self._given_up(error) from error
                pause_s = self._patience.pause_s * 2 ** (failures - 1)
                why = str(error) or type(error).__name__
                self._ctx.emit(LogLine(text=f"{_in_short(why)}; trying again in {pause_s:g} s", source="download"))
                self._ctx.cancel.wait(pause_s)
                self._ctx.cancel.raise_if_set()

    def _one_link(self) -> bool:
        part = self._part
        kept = load_record(record_path(part.target)) if self._unchanged else None
        headers = request_headers(part.done, part.record, kept)
        connection = Connection(self._url, headers, self._ctx.cancel, stall_s=self._patience.stall_s)
        with closing(connection):
            head = connection.head()
            self._was_answered = True
            if head.status == 304 and self._unchanged:
                return False
            if says_complete(head, part.done):
                return True
            total = total_bytes(head, part.done, part.record, self._url)
            data = connection.read()
            if head.status == 200:  # before anything of an earlier run is thrown away: login pages answer everything
                refuse_web_page(head, data, part.target.name)
            if self._expected_bytes and total not in (None, self._expected_bytes):
                raise self._wrong_length(total)
            if head.status == 200:
                part.restart(record_of(head, self._url, total))
            part.check_space()
            self._meter.start("download", total, done=part.done)
            while data:
                part.append(data)
                self._meter.add(len(data))
                data = connection.read()
        if total is not None and part.done != total:
            raise AgainError(f"the link ended after {part.done} of {total} bytes")
        self._meter.finish()
        return True

    # --- the end

    def _check_hash(self) -> None:
        part = self._part
        if part.done == 0:
            raise ImageError("image.empty", file=part.target.name)
        if self._expected_bytes and part.done != self._expected_bytes:
            part.set_aside()
            raise self._wrong_length(part.done)
        if self._sha256 and part.sha256 != self._sha256:
            actual, kept_as = part.sha256, part.set_aside()
            raise ImageError(
                "image.checksum_mismatch",
                file=part.target.name,
                expected=self._sha256,
                actual=actual,
                kept_as=str(kept_as),
            )

    def _wrong_length(self, actual: int | None) -> ImageError:
        return ImageError(
            "image.wrong_length",
            file=self._part.target.name,
            expected_bytes=self._expected_bytes,
            actual_bytes=actual,
        )

    def _raise_if_hopeless(self, error: Exception) -> None:
        """Trying again helps neither against a wrong address nor against a certificate that is not trusted."""
        if isinstance(error, (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL)):
            raise ImageError("image.bad_url", url=self._url, detail=str(error)) from error
        if isinstance(error, requests.exceptions.SSLError):
            raise self._given_up(error) from error

    def _given_up(self, error: Exception) -> ImageError:
        detail = str(error) or type(error).__name__
        status = error.status if isinstance(error, AgainError) else None
        if status:
            return ImageError("image.http_status", status=status, url=self._url, detail=detail)
        if self._was_answered or self._part.done:
            return ImageError(
                "image.truncated",
                file=self._part.target.name,
                have_bytes=self._part.done,
                expected_bytes=self._part.record.size_bytes,
                detail=detail,
            )
        return ImageError("image.unreachable", host=urlsplit(self._url).hostname, detail=detail)


def _in_short(why: object) -> str:
    """The last clause of what a library says: "[Errno 111] Connection refused" of half a page of nested exceptions."""
    return str(why).rpartition(": ")[2].strip("\"')>") or str(why)
