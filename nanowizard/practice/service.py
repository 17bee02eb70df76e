"""The helper with the practice card instead of this computer's drives: the same process, the same protocol."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from nanowizard.drives.backend import DriveBackend
from nanowizard.drives.file import FileBackend
from nanowizard.helper import service
from nanowizard.practice.card import PracticeBackend

MODULE = "nanowizard.practice.service"


def command(folder: Path) -> list[str]:
    """The argument vector for `HelperClient`: the practice card of `folder`."""
    return [sys.executable, "-m", MODULE, "--folder", str(folder)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = service.arguments_of(MODULE)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args(arguments)
    folder: Path = asked.folder

    def backends(card_files: Sequence[str]) -> Sequence[DriveBackend]:
        practice = PracticeBackend(folder)
        return (practice, FileBackend(card_files)) if card_files else (practice,)

    return service.start(asked, backends)


if __name__ == "__main__":
    sys.exit(main())
