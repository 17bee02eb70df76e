"""Where the Nano's system packages and Python packages come from: both in turn."""

from __future__ import annotations

from typing import ClassVar

from nanowizard.tasks.apt import MirrorApt
from nanowizard.tasks.pip import MirrorPip
from nanowizard.tasks.series import Series
from nanowizard.tasks.session import Session


class UseMirrors(Series):
    """Goes by the first one's id: to the person both are one step."""

    id: ClassVar[str] = MirrorApt.id

    def __init__(self, session: Session) -> None:
        super().__init__([MirrorApt(session), MirrorPip(session)])
