"""Copies a large file to the Nano over SFTP: in pieces, with progress, taken up again where it broke off, and checked.

It grows in the login user's home under a name made of its content's checksum, so that what an earlier try left belongs
to the same file. It gets its own name when it is whole.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from nanowizard.core.errors import NanoError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.remote.shell import Connection
from nanowizard.remote.steady import SteadyConnection, repeated

PHASE = "nano.push"
PIECE_BYTES = 1 << 20
CHECK_TIMEOUT_S = 600.0
"""A Nano's card gives some 20 MB/s on a bad day; the largest file is 0.4 GB."""


class Uploader(Protocol):
    """What a link to the Nano can do for us (`remote.connection`)."""

    def append_file(
        self, local: Path, remote: str, ctx: RunContext, *, offset: int, on_sent: Callable[[int], None]
    ) -> None: ...


def push_file(conn: Connection, local: Path, target: str, ctx: RunContext, *, as_root: bool = True) -> None:
    """Have `local` at `target` on the Nano, readable by all, owned by root or the login user.

    A file that is there with the same content is not sent again. Progress: phase `nano.push`, in bytes. A broken link
    is waited for where `conn` can log in again. Raises NanoError nano.push_damaged(file), nano.push_failed(file),
    nano.lost; OSError for `local`; Cancelled (what has arrived is kept for the next time).
    """
    size, sha256 = local.stat().st_size, _sha256_of(local, ctx)
    if _sha256_there(conn, target, ctx, as_root=as_root) == sha256:
        return
    home = conn.run(["pwd"], ctx).stdout.strip()
    part = f"{home}/.nanowizard-{sha256[:24]}.part"
    meter = ProgressMeter(ctx.emit, {PHASE: 1.0})
    meter.start(PHASE, size)
    repeated(conn, ctx, lambda: _send(conn, local, part, ctx, meter))
    if _sha256_there(conn, part, ctx, as_root=False) != sha256:
        conn.run(["rm", "-f", "--", part], ctx)
        raise NanoError("nano.push_damaged", file=local.name)
    conn.run(["mkdir", "-p", "--", posixpath.dirname(target)], ctx, sudo=as_root)
    conn.run(["chmod", "0644", "--", part], ctx)
    if as_root:
        conn.run(["chown", "root:root", "--", part], ctx, sudo=True)
    conn.run(["mv", "-f", "--", part, target], ctx, sudo=as_root)
    meter.finish()


def _send(conn: Connection, local: Path, part: str, ctx: RunContext, meter: ProgressMeter) -> None:
    link = cast("Uploader", conn.link if isinstance(conn, SteadyConnection) else conn)
    said = conn.run(["stat", "-c", "%s", "--", part], ctx, check=False).stdout.strip()
    there = int(said) if said.isdigit() else 0
    offset = there if there <= local.stat().st_size else 0
    meter.at(offset)
    link.append_file(local, part, ctx, offset=offset, on_sent=lambda count: meter.at(None, count))


def _sha256_of(local: Path, ctx: RunContext) -> str:
    digest = hashlib.sha256()
    with local.open("rb") as file:
        while data := file.read(PIECE_BYTES):
            ctx.cancel.raise_if_set()
            digest.update(data)
    return digest.hexdigest()


def _sha256_there(conn: Connection, path: str, ctx: RunContext, *, as_root: bool) -> str | None:
    argv = ["sha256sum", "--", path]
    said = conn.run(argv, ctx, sudo=as_root, check=False, timeout_s=CHECK_TIMEOUT_S)
    return said.stdout.lstrip("\\").partition(" ")[0] if said.ok else None
