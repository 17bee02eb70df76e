"""Makes, switches and removes one swap file on the Nano, all or nothing."""

from __future__ import annotations

import contextlib
import posixpath
import re

from nanowizard.core.errors import NanoError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root, failed, in_turn_as_root, show
from nanowizard.provision.swap.facts import NEW_SUFFIX
from nanowizard.remote.busy import run_held
from nanowizard.remote.facts import SWAPS, disk_space, parse_swaps
from nanowizard.remote.shell import Connection

PRIVATE_UMASK = 0o077
_FALLOCATE, _SWAPON = 1, 4
"""Turns of `make_swap_file` after which the file is filled with zeros instead."""
_COPIED = re.compile(r"^(\d+) bytes")


def make_swap_file(conn: Connection, path: str, size_bytes: int, ctx: RunContext) -> None:
    """A new file at `path`, in use when this returns; on failure or cancel nothing of it is left.

    `fallocate` takes a moment, but some file systems cannot do it and others give extents that swap refuses: then the
    file is written with zeros, minutes for 4 GiB on a card. Raises NanoError nano.swap_no_space, nano.command_failed.
    """
    new = path + NEW_SUFFIX
    allocate = (("rm", "-f", "--", new), ("fallocate", "-l", str(size_bytes), "--", new))
    finish = (("mkswap", "--", new), ("mv", "-f", "-T", "--", new, path), ("swapon", "--", path))
    try:
        done = in_turn_as_root(conn, ctx, *allocate, *finish, check=False, umask=PRIVATE_UMASK)
        if done.failed == _FALLOCATE and "No space left" in done.result.stderr:
            raise _no_space(conn, new, size_bytes, ctx)
        if done.failed in (_FALLOCATE, _SWAPON):
            _fill(conn, new, size_bytes, ctx)
            in_turn_as_root(conn, ctx, *finish)
        elif done.failed is not None:
            raise done.error()
    except BaseException:
        # The wish to stop must not stop the cleaning; a lost link does, and then the next run cleans.
        # A swapon that was stopped may have taken effect, and the kernel lets nobody remove a file in use.
        with contextlib.suppress(NanoError):
            conn.run(["swapoff", "--", path], RunContext(), sudo=True, check=False, timeout_s=None)
            conn.run(["rm", "-f", "--", new, path], RunContext(), sudo=True)
        raise


def remove_swap_file(conn: Connection, path: str, ctx: RunContext) -> None:
    turn_off(conn, path, ctx)
    as_root(conn, ctx, "rm", "-f", "--", path, path + NEW_SUFFIX, again=True)


def turn_on(conn: Connection, path: str, ctx: RunContext) -> None:
    """Put an existing swap file in use; one without a valid header gets a new one."""
    if _is_on(conn, path, ctx) or as_root(conn, ctx, "swapon", "--", path, check=False).ok:
        return
    as_root(conn, ctx, "mkswap", "--", path)
    as_root(conn, ctx, "swapon", "--", path)


def turn_off(conn: Connection, path: str, ctx: RunContext) -> None:
    """Move what is swapped out there back to memory. Raises NanoError("nano.swap_in_use") if it does not fit."""
    if not _is_on(conn, path, ctx):
        return
    result = as_root(conn, ctx, "swapoff", "--", path, check=False, timeout_s=None)
    if result.ok:
        return
    if "Cannot allocate memory" in result.stderr:
        raise NanoError("nano.swap_in_use", path=path, detail=result.stderr)
    raise NanoError("nano.command_failed", command="swapoff", exit_status=result.exit_status, detail=result.stderr)


def _is_on(conn: Connection, path: str, ctx: RunContext) -> bool:
    text = (conn.read_file(SWAPS, ctx) or b"").decode("utf-8", "replace")
    return any(area.path == path for area in parse_swaps(text))


def _fill(conn: Connection, new: str, size_bytes: int, ctx: RunContext) -> None:
    as_root(conn, ctx, "rm", "-f", "--", new, again=True)
    meter = ProgressMeter(ctx.emit, {"nano.swap.fill": 1.0})
    meter.start("nano.swap.fill", size_bytes)

    def on_line(line: str) -> None:
        copied = _COPIED.match(line)
        if copied:
            meter.at(int(copied[1]))
        else:
            show(ctx, line)

    argv = ["dd", "if=/dev/zero", f"of={new}", "bs=1M", "iflag=count_bytes", f"count={size_bytes}"]
    argv += ["conv=fsync", "status=progress"]
    show(ctx, "# " + " ".join(argv))
    result = run_held(conn, ctx, argv, what="dd", umask=PRIVATE_UMASK, timeout_s=None, on_line=on_line)
    if "No space left" in result.stderr:
        raise _no_space(conn, new, size_bytes, ctx)
    if not result.ok:
        raise failed("dd", result)
    meter.finish()


def _no_space(conn: Connection, new: str, size_bytes: int, ctx: RunContext) -> NanoError:
    conn.run(["rm", "-f", "--", new], ctx, sudo=True)
    disk = disk_space(conn, ctx, posixpath.dirname(new))
    free = disk.free_bytes if disk else 0
    missing = max(size_bytes - free, 0)
    path = new.removesuffix(NEW_SUFFIX)
    return NanoError("nano.swap_no_space", path=path, need_bytes=size_bytes, free_bytes=free, missing_bytes=missing)
