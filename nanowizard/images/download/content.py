"""Whether what a server sends can be the file that is wanted, by its first bytes and its length: pure.

A server may answer 200 and send an excuse instead: a page, a few lines of JSON, an image that says "quota exceeded".
"""

from __future__ import annotations

from urllib.parse import urlsplit

from nanowizard.core.errors import ImageError
from nanowizard.images.download.answers import refuse_web_page
from nanowizard.images.download.model import Wanted
from nanowizard.images.download.state import Record
from nanowizard.images.download.web import Head
from nanowizard.images.recognise import packing_of

FIRST_BYTES = 64
"""So many are enough to judge by."""
_SUFFIXES = (".zip", ".gz", ".xz", ".zst", ".bz2")


def says_packed(name: str) -> bool:
    """Whether the name promises an archive. Which kind it is, the bytes alone say: short addresses have no name."""
    return name.lower().endswith(_SUFFIXES)


def can_be(wanted: Wanted, first: bytes, size: int) -> bool:
    """Whether a file of `size` bytes that begins with `first` can be it."""
    return size >= wanted.least_bytes and (not wanted.is_packed or packing_of(first) is not None)


def refuse_other_content(wanted: Wanted, head: Head, first: bytes, record: Record, file: str) -> None:
    """`first`: the beginning of the body, FIRST_BYTES of it or all there is; `record`: what the server says of it.

    Raises ImageError: image.portal, image.is_web_page, image.empty, image.no_archive, image.too_small.
    """
    refuse_web_page(head, first, file, record.url)
    host = urlsplit(head.url).hostname or head.url
    if wanted.is_packed and not first:
        raise ImageError("image.empty", file=file)
    if wanted.is_packed and packing_of(first) is None:
        raise ImageError("image.no_archive", file=file, host=host, detail=repr(first[:FIRST_BYTES]))
    if record.size_bytes is not None:
        refuse_too_small(wanted, record.size_bytes, file, host)


def refuse_too_small(wanted: Wanted, size: int, file: str, host: str) -> None:
    """Raises ImageError("image.too_small")."""
    if size < wanted.least_bytes:
        about = wanted.approx_bytes
        raise ImageError("image.too_small", file=file, host=host, actual_bytes=size, expected_bytes=about)
