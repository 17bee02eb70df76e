"""The seam to Windows for a helper with an administrator's rights: everything that is asked of it, nothing that thinks.

`kernel.py` implements both sides; the tests answer for Windows. Every method raises `CallFailed` with the
system's own number where nothing else is said. Process ids and handles are plain numbers.
"""

from __future__ import annotations

from typing import Protocol


class ElevationCalls(Protocol):
    """For the ordinary process, which makes the pipes and starts the helper."""

    def is_elevated(self) -> bool: ...

    def user_sid(self) -> str:
        """Of this process's user: "S-1-5-21-..."."""

    def create_pipe(self, path: str, access: int, mode: int, security: str) -> int:
        """CreateNamedPipeW with one instance; `security` is a descriptor in SDDL."""

    def connect(self, pipe: int, wait_s: float) -> bool:
        """Whether somebody is at the other end within `wait_s` seconds (ConnectNamedPipe)."""

    def disconnect(self, pipe: int) -> None:
        """Throw out whoever is there, so that somebody else can connect; reads and writes here end. Never raises."""

    def client_of(self, pipe: int) -> int:
        """The process that opened the other end (GetNamedPipeClientProcessId)."""

    def start_as_administrator(self, program: str, arguments: str, folder: str) -> int:
        """Ask the person, and start it without a window: a handle of the process. Blocks while the question is open.

        Raises CallFailed, ERROR_CANCELLED where the person said no.
        """

    def process_id(self, process: int) -> int: ...

    def parent_of(self, process_id: int) -> int | None:
        """The process that started that one; None where it is gone."""

    def exit_status(self, process: int, wait_s: float | None) -> int | None:
        """None while it runs, for `wait_s` seconds at most; None as time means forever."""

    def terminate(self, process: int) -> None: ...

    def read(self, pipe: int, into: memoryview) -> int:
        """Some bytes; 0 when the other end is closed, or was thrown out."""

    def write(self, pipe: int, data: bytes) -> int: ...

    def close(self, handle: int) -> None:
        """Never raises."""


class PipeClientCalls(Protocol):
    """For the helper, which finds the pipes by their name."""

    def open_pipe(self, path: str, access: int, flags: int, wait_s: float) -> int:
        """CreateFileW; where somebody else has it open just now, again for `wait_s` seconds."""

    def server_of(self, pipe: int) -> int:
        """The process that made the pipe (GetNamedPipeServerProcessId)."""

    def descriptor(self, pipe: int, flags: int) -> int:
        """A file descriptor that owns the handle from now on."""

    def close(self, handle: int) -> None:
        """Never raises."""
