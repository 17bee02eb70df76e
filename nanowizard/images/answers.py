"""What to ask a server for and what its answer means: pure functions over the part that is there (RFC 9110)."""

from __future__ import annotations

import re

from nanowizard.core.errors import ImageError
from nanowizard.images.connection import Head
from nanowizard.images.part import Record
from nanowizard.images.recognise import HEAD_BYTES, is_web_page, packing_of

_PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)$")


class AgainError(Exception):
    """This answer is of no use, another one may be: `status` is what the server said.

    With `afresh`, the part does not fit what the server has and must be begun again.
    """

    def __init__(self, why: str, *, status: int | None = None, afresh: bool = False) -> None:
        super().__init__(why)
        self.status = status
        self.afresh = afresh


def request_headers(done: int, part: Record, kept: Record | None) -> dict[str, str]:
    """Ask for what is missing after `done` bytes; with a finished file (`kept`) only for something newer."""
    headers = {"User-Agent": "NanoWizard", "Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
        if part.validator:
            headers["If-Range"] = part.validator
    elif kept:
        headers |= {"If-None-Match": kept.etag} if kept.etag else {"If-Modified-Since": kept.last_modified}
    return headers


def total_bytes(head: Head, done: int, part: Record, url: str) -> int | None:
    """The size of the whole, None where the server does not say.

    Raises AgainError, or ImageError("image.http_status") where asking again cannot help.
    """
    if head.status == 200:
        length = head.headers.get("Content-Length", "")
        return int(length) if length.isdigit() else None
    if head.status == 206 and (match := _CONTENT_RANGE.match(head.headers.get("Content-Range", ""))):
        total = int(match[2])
        if match[1] == str(done) and part.size_bytes in (None, total):
            return total
    if head.status in (206, 416):
        raise AgainError("the server cannot continue there", status=head.status, afresh=True)
    if head.status in _PASSING_STATUSES:
        raise AgainError(f"HTTP {head.status}", status=head.status)
    raise ImageError("image.http_status", status=head.status, url=url)


def says_complete(head: Head, done: int) -> bool:
    """Whether the server refused to continue because `done` bytes are all there are."""
    match = _CONTENT_RANGE.match(head.headers.get("Content-Range", ""))
    return head.status == 416 and match is not None and int(match[2]) == done


def record_of(head: Head, url: str, total: int | None) -> Record:
    return Record(url, head.headers.get("ETag", ""), head.headers.get("Last-Modified", ""), total)


def refuse_web_page(head: Head, data: bytes, file: str) -> None:
    """Raises ImageError("image.is_web_page") when `data`, the first of the body, is a login or error page."""
    says_page = head.headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml"))
    if is_web_page(data[:HEAD_BYTES]) or (says_page and not packing_of(data)):
        raise ImageError("image.is_web_page", file=file, url=head.url)
