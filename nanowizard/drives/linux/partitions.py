"""The partitions that a card had before, as long as the kernel knows them: what others write by way of these.

A partition's node has a page cache of its own, beside that of the whole disk, and an exclusive descriptor of the disk
keeps nobody from it. What a program has written through such a node goes to the card some time later, over what was
written there past the caches meanwhile: a card that was read back and found good was another one afterwards (seen).
So these nodes are kept open and synchronised with each flush of the card, the first time before anything is written
behind the marker; and what comes by way of them after that is an error.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.core.task import RunContext
from nanowizard.drives.linux import udisks

assert sys.platform == "linux"

_log = logging.getLogger(__name__)

# Linux 5.15 and later have `diskseq`; it tells kernels whose numbers are meant from those of before 5.12.
_WRITTEN_SECTORS = 6  # of the numbers in /sys/block/DISK/PARTITION/stat: Documentation/admin-guide/iostats.rst


class Partitions:
    """Of the disk that the kernel calls `disk`. Belongs to whoever made it, until `close`."""

    def __init__(self, entries: Sequence[Path] = (), descriptors: Sequence[int] = ()) -> None:
        self._entries = entries
        self._descriptors = descriptors
        self._written: Mapping[Path, int] | None = None

    @classmethod
    def of(cls, disk: str, path: str, ctx: RunContext, *, sys_root: Path = Path("/sys")) -> Partitions:
        """`path` is what we open the disk by. Raises Cancelled.

        Nobody is asked for a permission: who got the disk by a password mostly gets its partitions by the same one. One
        that cannot be had is not synchronised, but what is written there is noticed all the same.
        """
        entries = [mark.parent for mark in sorted((sys_root / "class/block" / disk).glob("*/partition"))]
        return cls(entries, _opened([f"/dev/{entry.name}" for entry in entries], path, ctx))

    def synchronise(self) -> None:
        """What others left in memory is on the card now, where it can be written over and seen."""
        for descriptor in self._descriptors:
            with contextlib.suppress(OSError):  # what cannot be written does no harm; the card itself is asked next
                os.fsync(descriptor)

    def was_written(self) -> bool:
        """Whether something came to the card by way of a partition since the first call; as far as the kernel tells.

        Before Linux 5.12 it counted for a partition what was written to its place on the disk: what we write, too.
        """
        now = {entry: _written_sectors(entry) for entry in self._entries if (entry.parent / "diskseq").exists()}
        before, self._written = self._written, now
        return before is not None and any(now[entry] > before.get(entry, 0) for entry in now)

    def close(self) -> None:
        held, self._descriptors = self._descriptors, ()
        _close_all(held)


def _opened(nodes: Iterable[str], path: str, ctx: RunContext) -> list[int]:
    opened, refused = [], []
    for node in nodes:
        try:
            opened.append(os.open(node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
        except PermissionError:
            refused.append(node)
        except OSError as error:  # gone meanwhile
            _log.debug("%s is not opened: %s", node, error)
    try:
        return opened + (udisks.open_quietly(refused, path, ctx) if refused else [])
    except (DriveError, PrivilegeError) as error:
        _log.info("partitions are not opened: %s %s", error.code, error.detail)
        return opened
    except BaseException:
        _close_all(opened)
        raise


def _close_all(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _written_sectors(entry: Path) -> int:
    """0 where the kernel has forgotten the partition: then nobody can write there any more."""
    try:
        return int((entry / "stat").read_text().split()[_WRITTEN_SECTORS])
    except (OSError, ValueError, IndexError):
        return 0
