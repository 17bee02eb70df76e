"""What to ask a server for and what its answer means: pure (RFC 9110)."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from nanowizard.core.errors import ImageError
from nanowizard.images.download.state import Record
from nanowizard.images.download.web import Head
from nanowizard.images.recognise import HEAD_BYTES, is_web_page, packing_of

_PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$")
_CODES = {401: "image.refused", 403: "image.refused", 451: "image.refused", 404: "image.missing", 410: "image.missing"}
_NETWORK_LOGIN = 511


class AgainError(Exception):
    """This answer is of no use, another one may be.

    `status` is what the server said, `after_s` when it wants to be asked again. With `afresh`, the part does not fit
    what the server has.
    """

    def __init__(self, why: str, *, status: int | None = None, after_s: float = 0.0, afresh: bool = False) -> None:
        super().__init__(why)
        self.status = status
        self.after_s = after_s
        self.afresh = afresh


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for the bytes from `first` on, up to `end` where that is not 0. `whole`: without a range at all."""

    first: int = 0
    end: int = 0
    validator: str = ""
    kept: Record | None = None

    def headers(self) -> dict[str, str]:
        """With `kept` (a finished file) only for something newer; a server without ranges sends everything."""
        if self.kept:
            mark = self.kept.etag
            return {"If-None-Match": mark} if mark else {"If-Modified-Since": self.kept.last_modified}
        if not self.first and not self.end:
            return {}
        asked = {"Range": f"bytes={self.first}-{self.end - 1 if self.end else ''}"}
        return asked | ({"If-Range": self.validator} if self.validator else {})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a body holds: the bytes of `record.size_bytes` from `first` on. `ranged`: it is a part, as asked for.

    `nothing`: there is no body, since all bytes are there or the finished file is the server's one.
    """

    record: Record
    first: int = 0
    ranged: bool = False
    nothing: bool = False


def offer_of(head: Head, ask: Ask, url: str) -> Offer:
    """Raises AgainError, or ImageError where asking this address again cannot help."""
    if head.status == 304 and ask.kept:
        return Offer(ask.kept, nothing=True)
    if head.status == 200:
        length = head.headers.get("Content-Length", "")
        return Offer(_record(head, url, int(length) if length.isdigit() else None))
    match = _CONTENT_RANGE.match(head.headers.get("Content-Range", ""))
    total = int(match[3]) if match and match[3] != "*" else None
    if head.status == 206 and match and match[1] == str(ask.first) and total is not None:
        return Offer(_record(head, url, total), ask.first, ranged=True)
    if head.status == 416 and total == ask.first:
        return Offer(_record(head, url, total), ask.first, ranged=True, nothing=True)
    if head.status in (206, 416):
        raise AgainError("the server cannot continue there", status=head.status, afresh=True)
    if head.status in _PASSING_STATUSES:
        raise AgainError(f"HTTP {head.status}", status=head.status, after_s=_retry_after(head))
    if head.status == _NETWORK_LOGIN:
        raise ImageError("image.portal", host=_host(head.url))
    code = _CODES.get(head.status)
    if code:
        raise ImageError(code, host=_host(url), status=head.status, detail=url)
    raise ImageError("image.http_status", status=head.status, url=url)


def refuse_web_page(head: Head, data: bytes, file: str, url: str) -> None:
    """Raises ImageError when `data`, the first of the body, is a page: image.portal or image.is_web_page."""
    says_page = head.headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml"))
    if is_web_page(data[:HEAD_BYTES]) or (says_page and not packing_of(data)):
        if _site(head.url) != _site(url):
            raise ImageError("image.portal", host=_host(head.url), detail=head.url)
        raise ImageError("image.is_web_page", file=file, url=head.url)


def same_file(ours: Record, theirs: Record) -> Record | None:
    """The marks to go on with where a server sends everything although only a part was asked for.

    Computers behind one name may each have an ETag of their own; then date and size, both equal, vouch for the file.
    """
    known = ours.last_modified and ours.size_bytes is not None
    if known and (ours.last_modified, ours.size_bytes) == (theirs.last_modified, theirs.size_bytes):
        return replace(ours, etag="") if ours.etag != theirs.etag else None
    return None


def _record(head: Head, url: str, total: int | None) -> Record:
    return Record(url, head.headers.get("ETag", ""), head.headers.get("Last-Modified", ""), total)


def _retry_after(head: Head) -> float:
    """Seconds; a date instead is rare, and then our own pauses do."""
    value = head.headers.get("Retry-After", "").strip()
    return float(value) if value.isdigit() and len(value) < 7 else 0.0


def sent_at(head: Head) -> float | None:
    """The server's clock, in seconds since 1970."""
    try:
        return email.utils.parsedate_to_datetime(head.headers.get("Date", "")).timestamp()
    except (ValueError, TypeError):
        return None


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _site(url: str) -> str:
    """The last two names of the host: a site's own pages may lie on another of its computers."""
    host = _host(url)
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])
