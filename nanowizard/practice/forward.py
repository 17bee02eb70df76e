"""Ports that the practice Nano's SSH server opens for its client (reverse forwarding), as AllowTcpForwarding does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Protocol

_PIECE_BYTES = 32768
_POLL_S = 0.2


class Link(Protocol):
    """A channel to the client."""

    def recv(self, nbytes: int, /) -> bytes: ...
    def sendall(self, s: bytes, /) -> None: ...
    def shutdown_write(self) -> None: ...
    def close(self) -> None: ...


class Forwards:
    """`open_link` makes a channel to the client for (where a program came from, the port that it called)."""

    def __init__(self, open_link: Callable[[tuple[str, int], int], Link | None]) -> None:
        self._open_link = open_link
        self._listeners: dict[int, socket.socket] = {}
        self._lock = threading.Lock()

    def listen(self, port: int) -> int | None:
        """The port; None where it is taken."""
        try:
            listener = socket.create_server(("127.0.0.1", port))
        except OSError:
            return None
        listener.settimeout(_POLL_S)
        taken: int = listener.getsockname()[1]
        with self._lock:
            self._listeners[taken] = listener
        threading.Thread(target=self._accept, args=(listener, taken), name="practice-forward", daemon=True).start()
        return taken

    def stop(self, port: int) -> None:
        with self._lock:
            listener = self._listeners.pop(port, None)
        if listener is not None:
            # Closing alone would leave it open for as long as its thread still waits in the kernel.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def close(self) -> None:
        for port in list(self._listeners):
            self.stop(port)

    def _accept(self, listener: socket.socket, port: int) -> None:
        while self._listeners.get(port) is listener:
            with contextlib.suppress(OSError):
                sock, peer = listener.accept()
                threading.Thread(target=self._serve, args=(sock, peer, port), daemon=True).start()

    def _serve(self, sock: socket.socket, peer: tuple[str, int], port: int) -> None:
        with sock:
            link = self._open_link(peer, port)
            if link is None:
                return
            upwards = threading.Thread(target=self._upwards, args=(sock, link), daemon=True)
            upwards.start()
            with contextlib.suppress(OSError, EOFError):
                while data := link.recv(_PIECE_BYTES):
                    sock.sendall(data)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError, EOFError):  # the SSH link broke in this very moment
                link.close()
            upwards.join()

    def _upwards(self, sock: socket.socket, link: Link) -> None:
        with contextlib.suppress(OSError, EOFError):
            while data := sock.recv(_PIECE_BYTES):
                link.sendall(data)
            link.shutdown_write()
