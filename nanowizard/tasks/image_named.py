"""A name from the list of images, for work that needs the file itself: the one that was downloaded."""

from __future__ import annotations

from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.places_to_look import usual_folders
from nanowizard.tasks.image_at_hand import look_at_hand
from nanowizard.tasks.image_here import LookIn
from nanowizard.tasks.known_images import open_catalog
from nanowizard.tasks.session import Session


def named_file(session: Session, image: str, ctx: RunContext, *, look_in: LookIn = usual_folders) -> Path:
    """`image` is a name from the list, or a path: that is not looked at.

    Nothing is downloaded. Raises ImageError image.not_here where the download is not there, or is not whole.
    """
    known = open_catalog(session, None, ctx).find(image)
    if known is None:
        return Path(image)
    at_hand = look_at_hand(session, known, look_in=look_in)
    if at_hand.file is None:
        raise ImageError("image.not_here", image=known.title, file=known.save_as, folder=str(at_hand.folder))
    return at_hand.file
