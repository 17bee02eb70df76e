"""The helper's side of the pipes that stand in for its standard streams, where it was started as administrator."""

from __future__ import annotations

import os
import re
import sys

from nanowizard.core.errors import HelperError
from nanowizard.drives.windows.structs import GENERIC_READ, GENERIC_WRITE
from nanowizard.helper.elevation import structs as win
from nanowizard.helper.elevation.calls import PipeClientCalls
from nanowizard.helper.elevation.launcher import PREFIX, STREAMS, pipe_path

_NAME = re.compile(rf"{PREFIX}-(\d{{1,10}})-[0-9a-f]{{32}}")
# Somebody else may be at the pipe for the moment that it takes to throw them out.
_BUSY_S = 10.0


def connect(calls: PipeClientCalls, name: str) -> list[int]:
    """A file descriptor for each of `STREAMS`, from the process that the name says it is from.

    Raises HelperError helper.protocol, or CallFailed where there is no such pipe.
    """
    said = _NAME.fullmatch(name)
    if not said:
        raise HelperError("helper.protocol", detail=f"{name!r} is no name of a pipe")
    return [_connect(calls, pipe_path(name, stream), stream, int(said[1])) for stream in STREAMS]


def stand_in(descriptors: list[int]) -> None:
    """Make them the standard streams of this process, which may have none of its own."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stdout, sys.stderr = (
        open(number, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
        for number in (1, 2)
    )


def _connect(calls: PipeClientCalls, path: str, stream: str, server: int) -> int:
    reads = stream == "stdin"
    quality = win.SECURITY_SQOS_PRESENT | win.SECURITY_ANONYMOUS
    pipe = calls.open_pipe(path, GENERIC_READ if reads else GENERIC_WRITE, quality, _BUSY_S)
    try:
        found = calls.server_of(pipe)
        if found != server:
            raise HelperError("helper.protocol", detail=f"{path} is process {found}'s, not {server}'s")
        return calls.descriptor(pipe, os.O_RDONLY if reads else os.O_WRONLY)
    except BaseException:
        calls.close(pipe)
        raise
