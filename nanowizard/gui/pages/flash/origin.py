"""Where the image that is to be written comes from: a file that is here, or a server, while it is being downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from nanowizard.core.task import RunContext, Task
from nanowizard.gui.context import Context
from nanowizard.gui.pages.flash.look import Look, look
from nanowizard.gui.pages.image.names import PRACTICE_PREFIX
from nanowizard.images.catalog import load_catalog
from nanowizard.images.names import name_in
from nanowizard.tasks.card import FlashCard, FlashInput, sighting
from nanowizard.tasks.image import PRACTICE_IMAGE, FetchInput, is_address
from nanowizard.tasks.session import Session
from nanowizard.tasks.stream import StreamCard, StreamInput


class Origin(Protocol):
    """`file` is what the image is known by on the screen, its folder says nothing."""

    @property
    def file(self) -> Path: ...

    def look(self, session: Session, inp: FlashInput, ctx: RunContext) -> Look:
        """Raises NanoWizardError, Cancelled."""

    def work(self, session: Session, inp: FlashInput, *, keep: bool | None) -> tuple[Task, Any]:
        """The task that writes it, and what that is told. `keep` what is downloaded; None: where there is room."""


@dataclass(frozen=True, slots=True)
class Local:
    file: Path

    def look(self, session: Session, inp: FlashInput, ctx: RunContext) -> Look:
        return look(session, inp, ctx)

    def work(self, session: Session, inp: FlashInput, *, keep: bool | None) -> tuple[Task, Any]:
        return FlashCard(session), inp


@dataclass(frozen=True, slots=True)
class Coming:
    """`raw_bytes` where the catalogue says how much it will take."""

    wish: FetchInput
    raw_bytes: int | None

    @property
    def file(self) -> Path:
        name = self.wish.image
        if name == PRACTICE_IMAGE:
            return Path(PRACTICE_PREFIX)
        known = None if self.wish.catalog else load_catalog().find(name)
        if known:
            return Path(known.save_as)
        return Path(name_in(name) if is_address(name) else name)

    def look(self, session: Session, inp: FlashInput, ctx: RunContext) -> Look:
        check = StreamCard(session).check(StreamInput(fetch=self.wish, flash=inp), ctx)
        return Look(sighting(session, inp.card), check, self.raw_bytes)

    def work(self, session: Session, inp: FlashInput, *, keep: bool | None) -> tuple[Task, Any]:
        return StreamCard(session), StreamInput(fetch=self.wish, flash=inp, keep_archive=keep)


def origin_of(context: Context) -> Origin | None:
    """The chosen image; None where there is none, or a file of the person's is still being checked."""
    image = context.session.journey.image
    if image is not None:
        return Local(image)
    wish = context.image_wish
    return Coming(wish, context.image_bytes) if wish is not None else None
