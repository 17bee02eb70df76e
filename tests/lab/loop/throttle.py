"""A card of 30 MB/s by the kernel's own means: a control group whose processes may write no faster to one device."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path("/sys/fs/cgroup")
_NAME = f"nanowizard-{os.getpid()}"


@contextlib.contextmanager
def write_limit(node: str, bytes_per_s: int) -> Iterator[Path]:
    """The file to which a process writes its number to be slowed down. It must have ended before this does."""
    number = Path(f"/sys/block/{Path(node).name}/dev").read_text().strip()
    folder, file, rule = _place(number, bytes_per_s)
    try:
        folder.mkdir()
        (folder / file).write_text(rule)
    except OSError as error:
        with contextlib.suppress(OSError):
            folder.rmdir()
        pytest.skip(f"no control group that limits writes here: {error}")
    try:
        yield folder / "cgroup.procs"
    finally:
        folder.rmdir()


def own_cgroups() -> list[str]:
    return [str(folder) for folder in (_ROOT / "blkio" / _NAME, _ROOT / _NAME) if folder.exists()]


def _place(number: str, bytes_per_s: int) -> tuple[Path, str, str]:
    """Folder, file and rule: of version 1 where the system has it, else of version 2."""
    if (_ROOT / "blkio").is_dir():
        return _ROOT / "blkio" / _NAME, "blkio.throttle.write_bps_device", f"{number} {bytes_per_s}"
    with contextlib.suppress(OSError):
        (_ROOT / "cgroup.subtree_control").write_text("+io")
    return _ROOT / _NAME, "io.max", f"{number} wbps={bytes_per_s}"
