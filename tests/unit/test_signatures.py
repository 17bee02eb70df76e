"""What the tests take for other systems' volumes, judged by the library that udev asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import signatures
from support.volumes import blkid

ROOM = 64 << 20


@pytest.mark.parametrize("name", signatures.NAMES)
def test_libblkid_knows_it(name: str, tmp_path: Path) -> None:
    volume = tmp_path / "volume"
    with volume.open("wb") as file:
        file.truncate(ROOM)
        for offset, data in signatures.NAMES[name](ROOM):
            file.seek(offset)
            file.write(data)
    assert blkid(volume)["TYPE"] == name
