"""`nanowizard`: the command line, which opens the wizard when no command is given."""

from __future__ import annotations

import sys


def main() -> int:
    from nanowizard.cli.main import run  # noqa: PLC0415

    return run(sys.argv[1:], _open_wizard)


def _open_wizard(*, page: str | None, repair: bool, practice: bool, language: str | None) -> int:
    # Qt is loaded only when a window is wanted: commands work where no Qt library can be.
    from nanowizard.gui.app import main as gui  # noqa: PLC0415

    return gui(page=page, repair=repair, practice=practice, language=language)


if __name__ == "__main__":
    sys.exit(main())
