"""Files that another program holds for a moment: on Windows a virus scanner or an indexer opens what is new.

While it does, whoever renames, replaces or opens that file is refused. Elsewhere nobody's reading is in the way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

# winerror.h: ACCESS_DENIED (what replacing a file that is open answers), SHARING_VIOLATION, LOCK_VIOLATION. `open` goes
# through Windows' C library, which keeps the number to itself: None. An error elsewhere has no such attribute.
_HELD = frozenset({None, 5, 32, 33})
_ELSEWHERE = -1
WAITS_S = (0.02, 0.04, 0.08, 0.16, 0.3, 0.5)
"""1.1 s in all: what is still refused then is refused for good."""

_Result = TypeVar("_Result")


def when_let_go(act: Callable[[], _Result]) -> _Result:
    """What `act` gives, asked again for a second while its file is held. Raises what it raises in the end."""
    for wait_s in WAITS_S:
        try:
            return act()
        except PermissionError as error:
            if getattr(error, "winerror", _ELSEWHERE) not in _HELD:
                raise
        time.sleep(wait_s)
    return act()
