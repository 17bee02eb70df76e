"""Where an image may lie that somebody downloaded with a browser or brought on a stick."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from nanowizard.core.places import downloads

_MOUNTED_BELOW = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_PATIENCE_S = 2.0
"""For one folder: a card that hangs would hold up everything."""
_MOST_NAMES = 5000
_AGAIN = re.compile(r"(?P<stem>.+?)(?: ?\(\d+\))?(?P<suffix>(?:\.img)?\.\w+)", re.DOTALL)


def usual_folders() -> list[Path]:
    """The downloads of this user, and the top of everything that can be taken out."""
    try:
        mounted = psutil.disk_partitions(all=False)
    except (OSError, psutil.Error):  # a system that does not say
        mounted = []
    removable = [
        Path(one.mountpoint) for one in mounted if "removable" in one.opts or one.mountpoint.startswith(_MOUNTED_BELOW)
    ]
    return [downloads(), *removable]


def named_alike(folders: Sequence[Path], name: str) -> Iterator[Path]:
    """Files with this name, also as a browser writes it the second time ("image (1).zip"). Never raises."""
    wanted = _plain(name)
    for folder in folders:
        for path in _files_in(folder):
            if _plain(path.name) == wanted:
                yield path


def _plain(name: str) -> str:
    match = _AGAIN.fullmatch(name)
    return (match["stem"] + match["suffix"] if match else name).casefold()


def _files_in(folder: Path) -> list[Path]:
    """In a thread of its own, which is left behind where the folder's disk does not answer."""
    answer: queue.SimpleQueue[list[Path]] = queue.SimpleQueue()

    def look() -> None:
        found: list[Path] = []
        try:
            for number, path in enumerate(folder.iterdir()):
                if number >= _MOST_NAMES:
                    break
                if path.is_file():
                    found.append(path)
        except OSError:
            pass  # not there, or not for us
        answer.put(sorted(found))

    threading.Thread(target=look, name=f"look {folder}", daemon=True).start()
    try:
        return answer.get(timeout=_PATIENCE_S)
    except queue.Empty:
        return []
