"""Where built systems are kept: one folder for each key, made whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = "NANOWIZARD_LAB_CACHE"
_CHECKOUT = Path(__file__).resolve().parents[3]


def cache_folder() -> Path:
    """Outside of git and kept between runs; the environment variable NANOWIZARD_LAB_CACHE names another one."""
    return Path(os.environ.get(FOLDER) or _CHECKOUT / "build" / "lab")


def key_of(sources: Iterable[Path], words: Iterable[str]) -> str:
    """Changes with the text of `sources` (files, and folders with all in them) and with `words`."""
    digest = hashlib.sha256("\n".join(words).encode())
    for source in sources:
        files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
        for file in files:
            name = file.relative_to(source) if source.is_dir() else file.name
            executable = os.access(file, os.X_OK)
            digest.update(f"\0{name}\0{executable}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def cached(name: str, key: str, build: Callable[[Path], None]) -> Path:
    """The folder that `build` filled for this key, now or earlier. Older ones of this name are removed.

    Two lab runs at once wait for each other; a build that broke off leaves nothing behind.
    """
    root = cache_folder()
    root.mkdir(parents=True, exist_ok=True)
    folder, half_built = root / f"{name}-{key}", root / f"{name}.building"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder
        for stale in [half_built, *root.glob(f"{name}-????????????????")]:
            shutil.rmtree(stale, ignore_errors=True)
        half_built.mkdir()
        try:
            build(half_built)
        except BaseException:
            shutil.rmtree(half_built, ignore_errors=True)
            raise
        half_built.rename(folder)
    return folder
