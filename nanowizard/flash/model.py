"""What is asked of the engine and what it answers: plain data, JSON-able through `helper.protocol`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nanowizard.drives.model import DriveIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One place of an image and the lower-case hex SHA-256 of what stands there."""

    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashRequest:
    """Write `image` to the card that still has exactly this `identity`.

    `full` writes and reads back every byte; otherwise only blocks that hold data. `expected_sha256` is of the raw
    image, `archive_sha256` of the file as it was downloaded; both lower-case hex and checked while writing.
    A card file is found through `identity.path` when `identity.backend` is "file". `very_large`: the person typed that
    this drive is meant although it is larger than any card for a Nano.
    `grow`: the partition table takes all of a larger card, its last Linux partition with it.
    `update`: read first and write only what differs; None: only where the card seems to hold most of it already.
    `samples` are from the report of an earlier flash of this image, and help to find that out.
    """

    identity: DriveIdentity
    image: Path
    full: bool = False
    grow: bool = False
    update: bool | None = None
    samples: tuple[Sample, ...] = ()
    verify: bool = True
    expected_sha256: str | None = None
    archive_sha256: str | None = None
    very_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashReport:
    """What was done. `written_bytes` + `kept_bytes` + `skipped_bytes` cover `raw_bytes` (and the zeros that fill the
    last block); `kept_bytes` were on the card already. A card that nothing was written to had nothing to be written.

    `sha256` is of the raw image. `repaired_ranges` had to be written a second time.
    The last partition is `grown_bytes` longer than in the image; the image was `shrunk_bytes` too large for the card.
    `verify_s` is 0 without a verify; `early_bytes` of the verified ones were read back before, while the image came.
    """

    raw_bytes: int
    written_bytes: int
    skipped_bytes: int
    verified_bytes: int
    write_s: float
    verify_s: float
    sha256: str
    repaired_ranges: int = 0
    grown_bytes: int = 0
    shrunk_bytes: int = 0
    kept_bytes: int = 0
    early_bytes: int = 0
    samples: tuple[Sample, ...] = ()
    ejected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """Compare the card with `image`, or with the `record` of its flash; nothing is written.

    `full` compares every byte of the image, also those no file needs.
    """

    identity: DriveIdentity
    image: Path | None = None
    record: Path | None = None
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """The card holds the image. (Where it does not, `verify` raises FlashError "flash.card_differs".)"""

    raw_bytes: int
    verified_bytes: int
    skipped_bytes: int
    verify_s: float
    sha256: str
