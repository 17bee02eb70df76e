"""What is asked of the engine where the image's archive still arrives while it is written: plain data."""

from __future__ import annotations

from dataclasses import dataclass

from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.model import FlashRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRequest:
    """`flash.image` is the file that grows: byte n of the archive lies at n, or at n modulo `window_bytes`.

    `name` is the archive's; `raw_bytes`: how large the image probably is once unpacked. `flash.update` without a word
    is no; `flash.archive_sha256` is checked by whoever downloads.
    """

    flash: FlashRequest
    name: str
    window_bytes: int | None = None
    raw_bytes: int | None = None

    @property
    def identity(self) -> DriveIdentity:
        return self.flash.identity
