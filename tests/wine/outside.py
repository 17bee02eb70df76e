"""Changes the card's file from outside of Windows, which keeps everybody inside from an opened one.

The tests under Wine ask for it over a socket: one JSON object a connection, answered with one line.
"""

from __future__ import annotations

import base64
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def changing(card: Path) -> Iterator[int]:
    """Serves until the end of the block; the port is yielded."""

    class Change(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            wanted = json.loads(self.rfile.readline())
            if "truncate" in wanted:
                os.truncate(card, wanted["truncate"])
            else:
                with card.open("r+b") as file:
                    file.seek(wanted["offset"])
                    file.write(base64.b64decode(wanted["data"]))
            self.wfile.write(b"done\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Change) as server:
        thread = threading.Thread(target=server.serve_forever, name="outside", daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
