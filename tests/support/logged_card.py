"""The real helper in front of card files, as a program that notes every write in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Buffer, RawDevice
from nanowizard.drives.file import FileBackend
from nanowizard.drives.model import Drive
from nanowizard.helper import service


def command(log: Path) -> list[str]:
    """The argument vector for `HelperClient`."""
    return [sys.executable, str(Path(__file__).resolve()), "--log", str(log)]


def writes(log: Path) -> list[tuple[int, int]]:
    """Offset and length of every write, in order."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [(int(offset), int(length)) for offset, length in (line.split() for line in lines)]


class _Logged:
    """Implements `drives.backend.RawDevice` over another one."""

    def __init__(self, device: RawDevice, log: Path) -> None:
        self._device = device
        self._log = log
        self.identity, self.size_bytes, self.alignment = device.identity, device.size_bytes, device.alignment

    def write_at(self, offset: int, data: Buffer) -> None:
        with self._log.open("a") as log:
            log.write(f"{offset} {len(data)}\n")
        self._device.write_at(offset, data)

    def read_at(self, offset: int, into: Buffer) -> None:
        self._device.read_at(offset, into)

    def flush(self) -> None:
        self._device.flush()

    def check_same(self) -> None:
        self._device.check_same()

    def close(self) -> None:
        self._device.close()


def main() -> int:
    parser = service.arguments_of("logged_card")
    parser.add_argument("--log", type=Path, required=True)
    asked = parser.parse_args()
    usual = FileBackend.open

    def opened(self: FileBackend, drive: Drive, ctx: RunContext) -> Any:
        return _Logged(usual(self, drive, ctx), asked.log)

    FileBackend.open = opened  # type: ignore[method-assign] - wherever one is made
    return service.start(asked, lambda card_files: (FileBackend(card_files),))


if __name__ == "__main__":
    sys.exit(main())
