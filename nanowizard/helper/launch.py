"""How a helper is started on this system: the one place of the helper that asks which system it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from nanowizard.core.errors import HelperError

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


def helper_command() -> list[str]:
    """The ordinary helper: this very Python, this very package."""
    return [sys.executable, "-m", "nanowizard.helper"]


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """An ordinary child with pipes at its three standard streams. Raises HelperError helper.not_started.

    It gets a session of its own, so that Ctrl-C in a terminal reaches only us and we cancel in good order; that it
    ends with us comes from its standard input, which ends then.
    """
    try:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=_FLAGS,
        )
    except OSError as error:
        raise HelperError("helper.not_started", detail=str(error)) from error
