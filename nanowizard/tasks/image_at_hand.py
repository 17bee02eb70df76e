"""What of an image is on this computer already, seen at a glance: nothing is read to its end, nothing proved anew."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Params
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.download.along import begun_in
from nanowizard.images.names import fit_name, name_in
from nanowizard.images.places_to_look import named_alike, usual_folders
from nanowizard.images.trust import statement
from nanowizard.tasks.image_folder import earlier_folders, image_folder
from nanowizard.tasks.image_here import LookIn
from nanowizard.tasks.image_proof import Prover
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """`folder`: where a download would go, with `free_bytes` left (None: its disk does not say).

    `file`: one with the right name, and the right size where that is known; whether it is the image is proved later.
    `have_bytes` of `total_bytes` (None: not known) have arrived of a download that broke off, here or in a folder that
    was chosen before; then they are taken along.
    """

    folder: Path
    free_bytes: int | None = None
    file: Path | None = None
    have_bytes: int = 0
    total_bytes: int | None = None


def look_at_hand(
    session: Session, image: CatalogImage | None, url: str = "", *, look_in: LookIn = usual_folders
) -> AtHand:
    """For an image of the catalogue, or for an address. A disk that does not answer costs some seconds."""
    folder = image_folder(session)
    urls, name = (image.urls, image.save_as) if image else ((url,), name_in(url) if url else "")
    begun = begun_in((folder, *earlier_folders(session)), fit_name(name), urls) if name else None
    return AtHand(
        folder=folder,
        free_bytes=free_bytes(folder),
        file=_file(image, folder, look_in if session.world is None else list) if image else None,
        have_bytes=begun.have_bytes if begun else 0,
        total_bytes=begun.state.record.size_bytes if begun else None,
    )


def proved_before(session: Session, file: Path, image: CatalogImage | None) -> Params | None:
    """What was verified of the file, as `trust.statement` says it, where that needs no reading any more; else None."""
    no_time = CancelToken()
    no_time.set()
    try:
        return statement(Prover(session, image, RunContext(cancel=no_time)).judged(file))
    except (Cancelled, ImageError):
        return None


def free_bytes(folder: Path) -> int | None:
    """Space where the file would go; the folder itself may not exist yet."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _file(image: CatalogImage, folder: Path, look_in: LookIn) -> Path | None:
    places = [(folder, image.save_as)]
    if image.file:  # the name that we make up for a short address says nothing elsewhere
        places += [(place, image.file) for place in look_in()]
    for place, name in places:
        for file in named_alike([place], name):
            if _fits(image, file):
                return file
    return None


def _fits(image: CatalogImage, file: Path) -> bool:
    try:
        size = file.stat().st_size
    except OSError:
        return False
    return size == image.archive_bytes if image.archive_bytes else size > 0
