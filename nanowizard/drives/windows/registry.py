"""What the registry of this computer says."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg  # noqa: E402 - on Windows only


def value_of(key: str, value: str) -> object:
    """Below HKEY_LOCAL_MACHINE; None where it is not there."""
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return winreg.QueryValueEx(opened, value)[0]
    except OSError:
        return None
