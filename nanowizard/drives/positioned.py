"""Reading and writing a file at an offset, and locking it, the same way on Windows and Linux.

Chosen by `sys.platform` here so that `rawfd` and `file` need not know. All functions raise OSError; a lock that
somebody else holds is BlockingIOError.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt
    import threading

    OPEN_FLAGS = os.O_BINARY | os.O_NOINHERIT
    # Behind the end of any card file, as locks on Windows are mandatory and no data may be under one; but no further
    # than the file systems below can count (some network shares, and Wine, stop at 16 TiB).
    _LOCK_OFFSET = 1 << 43
    # lseek and read are two calls here: one thread at a time.
    _one_at_a_time = threading.Lock()

    def read_into(fd: int, offset: int, into: memoryview) -> int:
        with _one_at_a_time:
            os.lseek(fd, offset, os.SEEK_SET)
            data = os.read(fd, len(into))
        into[: len(data)] = data
        return len(data)

    def write_from(fd: int, offset: int, data: memoryview) -> int:
        with _one_at_a_time:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.write(fd, data)

    def make_direct(fd: int, alignment: int) -> bool:
        del fd, alignment
        return False

    def drop_cache(fd: int, offset: int, length: int) -> None:
        """Windows has no call for this on an open file; what a card file reads back may come from memory."""

    def lock(fd: int, *, shared: bool) -> None:
        if shared:
            return
        with _one_at_a_time:
            os.lseek(fd, _LOCK_OFFSET, os.SEEK_SET)
            try:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            except PermissionError as error:
                raise BlockingIOError(*error.args) from error

else:
    import errno
    import fcntl
    import mmap

    OPEN_FLAGS = os.O_CLOEXEC
    _DIRECT: int = getattr(os, "O_DIRECT", 0)

    def read_into(fd: int, offset: int, into: memoryview) -> int:
        return os.preadv(fd, [into], offset)

    def write_from(fd: int, offset: int, data: memoryview) -> int:
        return os.pwritev(fd, [data], offset)

    def make_direct(fd: int, alignment: int) -> bool:
        """Switch the page cache off for `fd` where the file system can; False where it cannot.

        Some file systems accept the flag and refuse the first transfer, hence one trial read.
        """
        if not _DIRECT:
            return False
        flags = fcntl.fcntl(fd, fcntl.F_GETFL)
        try:
            fcntl.fcntl(fd, fcntl.F_SETFL, flags | _DIRECT)
            with mmap.mmap(-1, alignment) as block:
                os.preadv(fd, [block], 0)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
                raise
            fcntl.fcntl(fd, fcntl.F_SETFL, flags)
            return False
        return True

    def drop_cache(fd: int, offset: int, length: int) -> None:
        """Make the next read of the range come from the medium. Needs the range to be written out already."""
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(fd, offset, length, os.POSIX_FADV_DONTNEED)

    def lock(fd: int, *, shared: bool) -> None:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
