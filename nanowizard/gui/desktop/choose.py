"""The desktop of this system."""

from __future__ import annotations

import sys

from nanowizard.gui.desktop.model import Desktop, NoDesktop


def desktop_here(window: int) -> Desktop:
    """`window` is the window's number to the system (`QWidget.winId`)."""
    if sys.platform == "linux":
        from nanowizard.gui.desktop.linux import LinuxDesktop  # noqa: PLC0415 - importable on Linux only

        return LinuxDesktop()
    elif sys.platform == "win32":  # noqa: RET505 - so that mypy knows which branch belongs to which system
        from nanowizard.gui.desktop.windows import WindowsDesktop  # noqa: PLC0415 - what it calls is on Windows only

        return WindowsDesktop(window)
    else:
        return NoDesktop()
