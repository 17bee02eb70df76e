"""`nanowizard`: the command line, which opens the wizard when no command is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from nanowizard.cli.main import run
from nanowizard.gui.page_ids import PAGE_IDS
from nanowizard.helper import launch

NO_DISPLAY = (
    "There is no display to open a window on. Everything also works here in the terminal:\n"
    "  nanowizard --help\n"
    "  nanowizard setup --practice"
)


def main() -> int:
    if getattr(sys, "frozen", False) and sys.argv[1:2] == ["-m"]:
        return _run_module(sys.argv[2:])
    return run(sys.argv[1:], _open_wizard, PAGE_IDS)


def _run_module(arguments: Sequence[str]) -> int:
    """A frozen program has no other Python to start a helper with than itself, and takes its command lines too."""
    from nanowizard.helper import service  # noqa: PLC0415 - loads the engine, which windows and commands do without
    from nanowizard.practice import service as practice  # noqa: PLC0415

    programs: dict[str, Callable[[Sequence[str]], int]] = {launch.MODULE: service.run, practice.MODULE: practice.main}
    return programs[arguments[0]](arguments[1:])


def _open_wizard(*, page: str | None, repair: bool, practice: bool, language: str | None) -> int:
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    # Qt is loaded only when a window is wanted: commands work where no Qt library can be.
    from nanowizard.gui.app import main as gui  # noqa: PLC0415

    return gui(page=page, repair=repair, practice=practice, language=language)


if __name__ == "__main__":
    sys.exit(main())
