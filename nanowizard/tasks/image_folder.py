"""Where downloads are kept: the system's cache folder, or the one that the person chose."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Params
from nanowizard.core.store import Store
from nanowizard.core.task import Check, RunContext
from nanowizard.tasks.session import Session

FILE = "image_folder.json"
_SCHEMA = 1
_MOST_EARLIER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderInput:
    """`folder`: choose this one; `default`: the system's own again; neither: only say which it is."""

    folder: Path | None = None
    default: bool = False


class ChooseImageFolder:
    """The result is the `folder` and whether it `is_default`.

    What lies in another folder stays there, but a download that broke off is taken along when it is gone on with.
    """

    id: ClassVar[str] = "image.folder"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FolderInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: FolderInput, ctx: RunContext) -> Params:
        store, before = _store(self._session), image_folder(self._session)
        if inp.folder:
            folder = inp.folder.expanduser().absolute()
            _check_writable(folder)
            _save(store, str(folder), _earlier(self._session, before, folder))
        elif inp.default:
            _save(store, None, _earlier(self._session, before, _default(self._session)))
        chosen = image_folder(self._session)
        return {"folder": str(chosen), "is_default": chosen == _default(self._session)}


def image_folder(session: Session) -> Path:
    """The folder for downloads; it is made when it is first needed."""
    chosen = _store(session).load().get("folder")
    return Path(chosen) if isinstance(chosen, str) and chosen else _default(session)


def earlier_folders(session: Session) -> tuple[Path, ...]:
    """Those that were chosen before, the last one first."""
    before = _store(session).load().get("before")
    return tuple(Path(one) for one in before if isinstance(one, str)) if isinstance(before, list) else ()


def _earlier(session: Session, before: Path, now: Path) -> list[str]:
    folders = dict.fromkeys((before, *earlier_folders(session)))
    return [str(folder) for folder in folders if folder != now][:_MOST_EARLIER]


def _default(session: Session) -> Path:
    return session.places.cache / "images"


def _store(session: Session) -> Store:
    return Store(session.places.state / FILE, schema=_SCHEMA)


def _save(store: Store, folder: str | None, before: list[str]) -> None:
    try:
        store.save({"folder": folder, "before": before})
    except OSError as error:
        raise ImageError("image.not_saved", folder=str(store.path.parent), detail=str(error)) from error


def _check_writable(folder: Path) -> None:
    """Better now than after the choice of everything else. Raises ImageError("image.not_saved")."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ImageError("image.not_saved", folder=str(folder), detail=str(error)) from error
