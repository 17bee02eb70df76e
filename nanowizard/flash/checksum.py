"""The two checksums of ext4 that the standard library does not have. Inputs here are a few hundred KiB at most."""

from __future__ import annotations


def _table(polynomial: int) -> tuple[int, ...]:
    entries = []
    for index in range(256):
        value = index
        for _ in range(8):
            value = (value >> 1) ^ polynomial if value & 1 else value >> 1
        entries.append(value)
    return tuple(entries)


_CRC32C = _table(0x82F63B78)  # Castagnoli, reflected
_CRC16 = _table(0xA001)  # CRC-16/ARC, reflected


def crc32c(seed: int, data: bytes) -> int:
    """As ext4 uses it: `seed` is the running value, and nothing is inverted at the end."""
    value = seed
    for byte in data:
        value = _CRC32C[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value


def crc16(seed: int, data: bytes) -> int:
    value = seed
    for byte in data:
        value = _CRC16[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value
