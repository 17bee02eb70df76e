"""The SFTP side of a link to the Nano: the end of a file, in pieces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import paramiko

from nanowizard.core.task import RunContext

PIECE_BYTES = 256 << 10


def append_over_sftp(
    transport: paramiko.Transport,
    local: Path,
    remote: str,
    ctx: RunContext,
    *,
    offset: int,
    on_sent: Callable[[int], None],
) -> None:
    """See `SshConnection.append_file`. Raises paramiko.SSHException, EOFError, OSError, Cancelled."""
    client = paramiko.SFTPClient.from_transport(transport)
    if client is None:
        raise EOFError("no SFTP")
    with client, local.open("rb") as source, client.open(remote, "r+b" if offset else "wb") as target:
        source.seek(offset)
        target.seek(offset)
        target.set_pipelined(True)  # pieces do not wait for each other's answers
        while data := source.read(PIECE_BYTES):
            ctx.cancel.raise_if_set()
            target.write(data)
            on_sent(len(data))
