"""Functions of Windows' own libraries, with their types and with errors that carry the system's number."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from nanowizard.drives.windows.errors import CallFailed

assert sys.platform == "win32"

INVALID_HANDLE = ctypes.c_void_p(-1).value
_LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x800


def library(name: str) -> ctypes.WinDLL:
    """From the system's own folder only. GetLastError of each call is kept from Python's own calls in between."""
    return ctypes.WinDLL(name, use_last_error=True, winmode=_LOAD_LIBRARY_SEARCH_SYSTEM32)


def function(dll: ctypes.WinDLL, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Typed in full: a handle that is cut to 32 bits is another handle."""
    found = getattr(dll, name)
    found.restype, found.argtypes = result, arguments
    return found  # type: ignore[no-any-return]


def failed(call: str) -> CallFailed:
    """Of the call that was just made in this thread."""
    return CallFailed(call, ctypes.get_last_error())
