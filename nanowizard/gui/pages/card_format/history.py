"""The divisions that a person went through, so that the last change can be taken back. No widgets."""

from __future__ import annotations

from nanowizard.cards.division import Division

Shown = tuple[Division, int]
"""A division and which of its partitions is chosen."""


class History:
    """Changes of one `movement` (a drag, the same border by keys, a name that is typed) count as one."""

    def __init__(self) -> None:
        self._before: list[Shown] = []
        self._movement = ""

    def note(self, before: Shown, movement: str = "") -> None:
        """`before` is about to change. An empty `movement` is never the same as the one before it."""
        if not movement or movement != self._movement:
            self._before.append(before)
        self._movement = movement

    def can_undo(self) -> bool:
        return bool(self._before)

    def undo(self) -> Shown:
        self._movement = ""
        return self._before.pop()

    def forget(self) -> None:
        self._before.clear()
        self._movement = ""
