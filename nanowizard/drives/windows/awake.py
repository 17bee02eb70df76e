"""Asks Windows not to put this computer to sleep by itself while a card is written or a file fetched.

The wish belongs to the thread that makes it and ends with it. The screen may go dark, and who closes the lid is obeyed.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import sys
from collections.abc import Iterator

assert sys.platform == "win32"

from nanowizard.drives.windows.dll import function, library  # noqa: E402 - the rest is there on Windows only

_log = logging.getLogger(__name__)

# winbase.h
ES_SYSTEM_REQUIRED = 0x00000001
ES_CONTINUOUS = 0x80000000

set_thread_execution_state = function(library("kernel32"), "SetThreadExecutionState", ctypes.c_uint32, ctypes.c_uint32)
"""Returns the flags of before, or 0 where it failed."""


@contextlib.contextmanager
def kept_awake() -> Iterator[bool]:
    """To be left in the thread that entered it. Whether Windows agreed is yielded."""
    granted = set_thread_execution_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED) != 0
    if not granted:
        _log.info("the computer may go to sleep: SetThreadExecutionState failed")
    try:
        yield granted
    finally:
        set_thread_execution_state(ES_CONTINUOUS)
