"""Progress in the task bar, under Wine: its task bar takes every call and shows nothing."""

from __future__ import annotations

import ctypes
import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from nanowizard.gui.desktop.taskbar import TaskbarButton

pytestmark = pytest.mark.wine


def test_the_table_of_functions_is_the_one_that_we_mean() -> None:
    """A wrong number or a wrong kind of argument would end the process here."""
    desktop = ctypes.WinDLL("user32").GetDesktopWindow()
    button = TaskbarButton(desktop)
    for fraction in (0.0, 0.5, 1.0, None):
        button.show(fraction)
