"""What an image file says of itself at once: form, sizes and partitions, without unpacking more than a MiB."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nanowizard.core.events import Params
from nanowizard.drives.partition import Partition, PartitionTable, is_jetpack, read_table
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.source import MOST_BYTES, ImageSource, open_image
from nanowizard.images.split import open_bytes, parts_of
from nanowizard.images.trust import Seen, own_check
from nanowizard.images.zipped import members_of

HEAD_BYTES = 1 << 20
"""The partition table and its entries lie in the first MiB of every disk image."""


def describe_image(path: Path) -> dict[str, Any]:
    """The facts at once. Raises ImageError."""
    return first_facts(path, partial(open_image, path))


def exact_bytes(path: Path) -> int | None:
    """How much the image takes on a card, None where it does not say for certain. Raises ImageError."""
    with open_image(path) as source:
        return source.raw_bytes if source.raw_bytes_exact else None


def limit(known: CatalogImage | None) -> int:
    """How large the image may be once unpacked."""
    return known.raw_bytes if known and known.raw_bytes else MOST_BYTES


def first_facts(file: Path, opened: Callable[[], ImageSource]) -> dict[str, Any]:
    """Form, sizes and partitions, from the first MiB of the image and the end of the archive. Raises ImageError."""
    with opened() as source:
        head = bytearray(HEAD_BYTES)
        filled = 0
        while filled < len(head) and (count := source.readinto(memoryview(head)[filled:])):
            filled += count
        kind, raw_bytes = source.kind, source.raw_bytes
        facts: dict[str, Any] = {
            "path": str(file),
            "format": kind,
            "member": source.name,
            "archive_bytes": source.archive_bytes,
            "raw_bytes": raw_bytes,
            "raw_bytes_exact": source.raw_bytes_exact,
        }
    with open_bytes(file) as raw:
        facts["own_check"] = own_check(kind, raw.read(64) or b"")
        facts["members"] = members_of(raw) if kind == "zip" else []
    parts = parts_of(file)
    facts["parts"] = [part.name for part in parts] if len(parts) > 1 else []
    table = read_table(lambda offset, count: bytes(head[:filled][offset : offset + count]), raw_bytes or filled)
    return facts | table_facts(table)


def seen_in(facts: Params, given_sha256: str = "") -> Seen:
    return Seen(
        file=Path(str(facts["path"])).name,
        archive_bytes=facts["archive_bytes"],
        raw_bytes=facts["raw_bytes"] if facts["raw_bytes_exact"] else None,
        own_check=facts["own_check"],
        is_whole=bool(facts.get("raw_sha256")),
        sha256=facts.get("sha256", ""),
        md5=facts.get("md5", ""),
        raw_sha256=facts.get("raw_sha256", ""),
        given_sha256=given_sha256,
    )


def table_facts(table: PartitionTable) -> dict[str, Any]:
    return {
        "table": table.kind,
        "disk_id": table.disk_id,
        "jetpack": is_jetpack(table),
        "partitions": [partition_facts(part) for part in table.partitions],
    }


def partition_facts(part: Partition) -> dict[str, Any]:
    facts = {"number": part.number, "name": part.name}
    return facts | {"start_bytes": part.start_bytes, "size_bytes": part.size_bytes}
