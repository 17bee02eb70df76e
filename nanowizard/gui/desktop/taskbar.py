"""Progress on a window's button in the task bar of Windows: ITaskbarList3, by its table of functions.

Numbers: shobjidl_core.h of the Windows SDK. To be used by the thread that the window belongs to.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from ctypes import wintypes
from typing import Any

assert sys.platform == "win32"

_log = logging.getLogger(__name__)

_INPROC_SERVER = 1
_CLASS = "{56FDF344-FD6D-11d0-958A-006097C9A090}"  # CLSID_TaskbarList
_INTERFACE = "{EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF}"  # IID_ITaskbarList3
_HR_INIT, _SET_PROGRESS_VALUE, _SET_PROGRESS_STATE = 3, 9, 10
_NO_PROGRESS, _NORMAL = 0, 2
_STEPS = 1000


class _Guid(ctypes.Structure):
    _fields_ = (("bytes", ctypes.c_ubyte * 16),)


class TaskbarButton:
    """Raises OSError where there is no task bar."""

    def __init__(self, window: int) -> None:
        self._window = wintypes.HWND(window)
        self._ole32 = ctypes.OleDLL("ole32", winmode=0x800)  # LOAD_LIBRARY_SEARCH_SYSTEM32
        self._ole32.CoInitialize(None)
        self._list = ctypes.c_void_p()
        self._ole32.CoCreateInstance(
            ctypes.byref(self._guid(_CLASS)),
            None,
            wintypes.DWORD(_INPROC_SERVER),
            ctypes.byref(self._guid(_INTERFACE)),
            ctypes.byref(self._list),
        )
        self._call(_HR_INIT)

    def show(self, fraction: float | None) -> None:
        state = _NO_PROGRESS if fraction is None else _NORMAL
        self._call(_SET_PROGRESS_STATE, self._window, ctypes.c_int(state))
        if fraction is not None:
            done = ctypes.c_ulonglong(round(fraction * _STEPS))
            self._call(_SET_PROGRESS_VALUE, self._window, done, ctypes.c_ulonglong(_STEPS))

    def _guid(self, text: str) -> _Guid:
        guid = _Guid()
        self._ole32.CLSIDFromString(ctypes.c_wchar_p(text), ctypes.byref(guid))
        return guid

    def _call(self, number: int, *arguments: Any) -> None:
        table = ctypes.cast(self._list, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        kinds = [type(argument) for argument in arguments]
        ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)(table[number])(self._list, *arguments)
