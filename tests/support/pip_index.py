"""A Python package index on 127.0.0.1 with one small wheel in it, for a pip that is real."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from typing import Any

PACKAGE = "six"
_WHEEL = f"{PACKAGE}-1.0-py2.py3-none-any.whl"


class PipIndex:
    """`url` is what pip calls the index URL; `asked` are the paths that were asked for.

    `sha256`: what the index says of the wheel; `wheel`: other bytes in its place.
    """

    def __init__(self, *, sha256: str | None = None, wheel: bytes | None = None) -> None:
        self.asked: list[str] = []
        handler = _handler(self.asked, f"#sha256={sha256}" if sha256 else "", _wheel() if wheel is None else wheel)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="index", daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/simple"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(asked: list[str], fragment: str, wheel: bytes) -> type[http.server.BaseHTTPRequestHandler]:
    pages = {
        f"/simple/{PACKAGE}/": ("text/html", f'<a href="/{_WHEEL}{fragment}">{_WHEEL}</a>'.encode()),
        f"/{_WHEEL}": ("application/zip", wheel),
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, page = pages.get(self.path, ("text/plain", b""))
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: `asked` is the log."""

    return Handler


def _wheel() -> bytes:
    info = f"{PACKAGE}-1.0.dist-info"
    files = {
        f"{PACKAGE}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()
