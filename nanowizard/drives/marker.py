"""The NOT READY marker: the first block of a card while it is being written, and after a flash broke off.

The flash engine writes it at offset 0 before anything else and replaces it by the image's own first block last.
It is an MBR without partitions: no system mounts it or offers to format a volume, no GPT header stands in it, so the
Nano does not boot it. Its disk signature `NWNR` shows in udev's ID_PART_TABLE_UUID, so that an ordinary user, who may
not read the card, still recognises it; the parameters behind it are for whoever can.

    0    text for a person with a hex editor        440  b"NWNR" disk signature      510  55 AA
    512  b"NWNOTRDY", JSON length (u32 LE), CRC-32 of the JSON (u32 LE), JSON
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping

from nanowizard.core.events import JsonValue

DISK_SIGNATURE = b"NWNR"
# As udev and blkid print it: the signature read as a little-endian number.
TABLE_UUID = f"{int.from_bytes(DISK_SIGNATURE, 'little'):08x}"
MARKER_BYTES = 4096

_TEXT = b"NanoWizard is writing this card, or was interrupted. It is NOT READY: flash it again.\r\n"
_MAGIC = b"NWNOTRDY"
_HEAD = struct.Struct("<8sII")
_AT = 512


def make_marker(params: Mapping[str, JsonValue], *, alignment: int = MARKER_BYTES) -> bytes:
    """One block, a multiple of `alignment` and at least 4096 bytes long, that says "not ready" and carries `params`.

    Raises ValueError when the parameters need more than one 4096-byte block.
    """
    body = json.dumps(dict(params), sort_keys=True, separators=(",", ":")).encode()
    if _AT + _HEAD.size + len(body) > MARKER_BYTES:
        raise ValueError(f"marker parameters are too long: {len(body)} bytes")
    block = bytearray(-(-MARKER_BYTES // alignment) * alignment)
    block[: len(_TEXT)] = _TEXT
    block[440:444] = DISK_SIGNATURE
    block[510:512] = b"\x55\xaa"
    block[_AT : _AT + _HEAD.size] = _HEAD.pack(_MAGIC, len(body), zlib.crc32(body))
    block[_AT + _HEAD.size : _AT + _HEAD.size + len(body)] = body
    return bytes(block)


def read_marker(first_block: bytes) -> dict[str, JsonValue] | None:
    """The parameters of the marker in a card's first 4096 bytes; None where there is none.

    A marker whose parameters are damaged is still a marker: it gives an empty dictionary.
    """
    if first_block[440:444] != DISK_SIGNATURE or first_block[510:512] != b"\x55\xaa":
        return None
    if len(first_block) < _AT + _HEAD.size:
        return {}
    magic, length, crc = _HEAD.unpack_from(first_block, _AT)
    body = first_block[_AT + _HEAD.size : _AT + _HEAD.size + length]
    if magic != _MAGIC or len(body) != length or zlib.crc32(body) != crc:
        return {}
    try:
        params = json.loads(body)
    except ValueError:
        return {}
    return params if isinstance(params, dict) else {}
