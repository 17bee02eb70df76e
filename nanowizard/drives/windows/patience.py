"""How long disks and volumes of Windows are waited for: each is asked in a thread of its own, and holds up no other.

One that does not answer in a moment is shown as it was, and after a while as one that does not answer. It is asked
again only when it has answered.
"""

from __future__ import annotations

from collections.abc import Callable

from nanowizard.drives.looks import Looks
from nanowizard.drives.windows.listed import Listed
from nanowizard.drives.windows.volumes import VolumeSeen

# A hard disk that slept takes up to 10 s to turn again.
SILENT_AFTER_S = 10.0


class Patience:
    """One for the whole process: it remembers which disks have not answered. Keys are the paths that open them.

    `disks`: a disk as it would be listed, or () for one that is none any more. `media`: how often its medium has
    changed, or () where that is not asked.
    """

    def __init__(self, wait_s: float | None = None, silent_after_s: float = SILENT_AFTER_S) -> None:
        self.disks: Looks[Listed | tuple[()]] = Looks(wait_s)
        self.volumes: Looks[VolumeSeen] = Looks(wait_s)
        self.media: Looks[int | tuple[()]] = Looks(wait_s)
        self._silent_after_s = silent_after_s

    def is_over(self, path: str) -> bool:
        """True for a disk that has owed an answer for too long."""
        owed_s = max(self.disks.owed_s(path), self.media.owed_s(path))
        return owed_s > 0 and owed_s >= self._silent_after_s

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """As `Looks.watch`, for whatever the list is made from."""
        ends = [self.disks.watch(changed), self.volumes.watch(changed)]

        def end() -> None:
            for one in ends:
                one()

        return end
