"""File names for downloads, fit for every system that we run on."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from nanowizard.core.errors import ImageError

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 120


def name_in(url: str) -> str:
    """The file name that a URL suggests, fit for any file system. Raises ImageError("image.bad_url")."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError as error:
        raise ImageError("image.bad_url", url=url) from error
    if not good:
        raise ImageError("image.bad_url", url=url)
    if parts.username or parts.password:
        # A password in an address would stand in logs and in the file beside the download.
        raise ImageError("image.bad_url", url=parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    return fit_name(unquote(parts.path).rstrip("/").rpartition("/")[2])


def fit_name(name: str) -> str:
    """`name` without what Windows or a path cannot hold; never empty."""
    kept = _UNFIT.sub("_", name).strip(" .")[-_LONGEST:] or "image"
    return f"_{kept}" if _RESERVED.match(kept) else kept
