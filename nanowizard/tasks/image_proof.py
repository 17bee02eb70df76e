"""Proving an image file before it is used: by checksums that are known, else by unpacking it to its end."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

from nanowizard.core.events import Finding
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.images.catalog import CatalogImage, Checksum
from nanowizard.images.digest import digest_file
from nanowizard.images.forward import ForwardReader
from nanowizard.images.known_hashes import Identity, Known, KnownHashes, identity
from nanowizard.images.source import open_image
from nanowizard.images.trust import findings
from nanowizard.tasks.image_facts import first_facts, limit, seen_in
from nanowizard.tasks.session import Session

KNOWN_FILES = "known_images.json"


def known_hashes(session: Session) -> KnownHashes:
    return KnownHashes(session.places.state / KNOWN_FILES)


def identity_of(file: Path) -> Identity:
    """Empty, which no file has, where it is not there: opening it says why. Raises ImageError."""
    try:
        return identity(file)
    except OSError:
        return []


class Prover:
    """Reads a file as often as is needed to say what it is, and never again while it stays as it is.

    `catalogued` is what the file ought to be, None for a file that nobody knows.
    """

    def __init__(self, session: Session, catalogued: CatalogImage | None, ctx: RunContext) -> None:
        self._hashes = known_hashes(session)
        self._catalogued = catalogued
        self._ctx = ctx

    def note(self, file: Path, hashes: dict[str, str], *, raw_bytes: int | None = None, raw_sha256: str = "") -> None:
        """The download has made these checksums on the way; `raw_...` where it was unpacked too. Raises ImageError."""
        known = Known(sha256=hashes["sha256"], md5=hashes.get("md5", ""), raw_bytes=raw_bytes, raw_sha256=raw_sha256)
        self._hashes.note(file, identity_of(file), known)

    def hashed(self, file: Path) -> Known:
        """With all checksums that the catalogue has of it. Raises ImageError, Cancelled."""
        known = self._hashes.find(file)
        if known and (known.md5 or not self._wants_md5()):
            return known
        before = identity_of(file)
        meter = ProgressMeter(self._ctx.emit, {"checksum": 1.0})
        meter.start("checksum", sum(int(part[1]) for part in before))

        def add(count: int) -> None:
            self._ctx.cancel.raise_if_set()
            meter.add(count)

        digests = digest_file(file, add)
        whole = {"raw_bytes": known.raw_bytes, "raw_sha256": known.raw_sha256} if known else {}
        known = Known(**asdict(digests), **whole)  # type: ignore[arg-type]
        self._hashes.note(file, before, known)
        return known

    def agrees(self, known: Known) -> bool | None:
        """Whether the file has a checksum that the catalogue has; None where that has none."""
        sums = self._sums()
        if not sums:
            return None
        return any(one.value == (known.md5 if one.algorithm == "md5" else known.sha256) for one in sums)

    def unpacked(self, file: Path) -> Known:
        """Unpack it to its end, so that its own check and its size are proved. Raises ImageError, Cancelled."""
        known = self.hashed(file)
        if known.is_whole:
            return known
        before = identity_of(file)
        opened = partial(open_image, file, most_bytes=limit(self._catalogued))
        meter = ProgressMeter(self._ctx.emit, {"unpack": 1.0})
        meter.start("unpack", sum(int(part[1]) for part in before))

        def moved(position: int) -> None:
            self._ctx.cancel.raise_if_set()
            meter.at(position)

        with ForwardReader(opened, moved) as image:
            image.drain()
            known = Known(sha256=known.sha256, md5=known.md5, raw_bytes=image.raw_bytes, raw_sha256=image.sha256)
        self._hashes.note(file, before, known)
        return known

    def judged(self, file: Path, *, given_sha256: str | None = None) -> list[Finding]:
        """What may be said of it. It is unpacked only where no checksum says as much. Raises ImageError, Cancelled."""
        known = self.hashed(file)
        if not given_sha256 and not self.agrees(known):
            known = self.unpacked(file)
        facts = first_facts(file, partial(open_image, file, most_bytes=limit(self._catalogued)))
        facts |= {"sha256": known.sha256, "md5": known.md5}
        if known.is_whole:
            facts |= {"raw_bytes": known.raw_bytes, "raw_bytes_exact": True, "raw_sha256": known.raw_sha256}
        return findings(seen_in(facts, given_sha256 or ""), self._catalogued)

    def _sums(self) -> list[Checksum]:
        return [one for one in self._catalogued.checksums if one.of == "archive"] if self._catalogued else []

    def _wants_md5(self) -> bool:
        return any(one.algorithm == "md5" for one in self._sums())
