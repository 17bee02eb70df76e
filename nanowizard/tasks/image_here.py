"""An image that is here already: downloaded before, by a browser, or brought on a stick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, FindingReported, LogLine, Severity
from nanowizard.core.task import RunContext
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.known_hashes import Known
from nanowizard.images.places_to_look import named_alike
from nanowizard.images.source import open_image
from nanowizard.tasks.image_facts import first_facts, limit
from nanowizard.tasks.image_proof import Prover, known_hashes
from nanowizard.tasks.session import Session

LookIn = Callable[[], Sequence[Path]]


def find_here(
    session: Session,
    image: CatalogImage,
    folder: Path,
    look_in: LookIn,
    ctx: RunContext,
    *,
    sha256: str | None = None,
) -> Path | None:
    """The first file that is this image, by name, size and checksum; it is read for that unless it is known.

    `folder` is the one for downloads, where a known checksum alone is enough; `look_in` gives further ones. `sha256`
    is one that the person gave. What only has the name is said and passed over. Raises Cancelled.
    """
    noted = {one.value for one in image.checksums if one.of == "archive"}
    wanted = {sha256.lower()} if sha256 else noted
    for file in _candidates(session, image, folder, look_in, wanted):
        try:
            if _is(session, image, file, sha256, ctx):
                ctx.emit(FindingReported(finding=_finding("image.found_here", Severity.GOOD, file)))
                return file
            ctx.emit(FindingReported(finding=_finding("image.here_is_another", Severity.WARNING, file)))
        except ImageError as error:
            ctx.emit(FindingReported(finding=_finding("image.here_is_another", Severity.WARNING, file)))
            ctx.emit(LogLine(text=f"{file}: {error}", source="image"))
    return None


def _candidates(session: Session, image: CatalogImage, folder: Path, look_in: LookIn, wanted: set[str]) -> list[Path]:
    """Each file once, those in the folder for downloads first."""
    hashes = known_hashes(session)
    files = list(named_alike([folder], image.save_as))
    if wanted and folder.is_dir():
        files += [path for path in sorted(folder.iterdir()) if _has(hashes.find, path, wanted)]
    if image.file:  # the name that we make up for a short address says nothing elsewhere
        files += named_alike(look_in(), image.file)
    return list(dict.fromkeys(files))


def _has(find: Callable[[Path], Known | None], path: Path, wanted: set[str]) -> bool:
    try:
        known = find(path)
    except ImageError:
        return False
    return known is not None and not wanted.isdisjoint({known.sha256, known.md5})


def _is(session: Session, image: CatalogImage, file: Path, sha256: str | None, ctx: RunContext) -> bool:
    """Cheap questions first: the sizes that are known, then the checksum, else the archive's own check."""
    facts = first_facts(file, partial(open_image, file, most_bytes=limit(image)))
    if image.archive_bytes and facts["archive_bytes"] != image.archive_bytes:
        return False
    if image.raw_bytes and facts["raw_bytes_exact"] and facts["raw_bytes"] != image.raw_bytes:
        return False
    if image.inner_name and facts["format"] == "zip" and facts["member"] != image.inner_name:
        return False
    prover = Prover(session, image, ctx)
    known = prover.hashed(file)
    if sha256:
        return known.sha256 == sha256.lower()
    agrees = prover.agrees(known)
    if agrees is not None:
        return agrees
    unpacked = prover.unpacked(file)
    return bool(facts["own_check"]) and image.raw_bytes in (None, unpacked.raw_bytes)


def _finding(code: str, severity: Severity, file: Path) -> Finding:
    return Finding(code=code, severity=severity, params={"file": file.name, "folder": str(file.parent)})
