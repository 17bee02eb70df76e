"""Where NanoWizard keeps its own files on this computer, by the habits of the system (platformdirs).

`NANOWIZARD_HOME`, if set, holds everything instead: for tests, classrooms and USB sticks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME = "NANOWIZARD_HOME"


@dataclass(frozen=True, slots=True)
class Places:
    """`state`: settings and host keys; `cache`: images; `logs`: what happened. Made when first written to."""

    state: Path
    cache: Path
    logs: Path


def places() -> Places:
    home = os.environ.get(HOME)
    if home:
        root = Path(home)
        return Places(root / "state", root / "cache", root / "logs")
    dirs = platformdirs.PlatformDirs("nanowizard", appauthor=False)
    return Places(Path(dirs.user_state_path), Path(dirs.user_cache_path), Path(dirs.user_log_path))


def downloads() -> Path:
    """Where this user's web browser saves, by the system's own note of it (the folder may be called 下载)."""
    return Path(platformdirs.user_downloads_path())
