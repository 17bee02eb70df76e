"""What `image inspect` found, as rows of a name and its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nanowizard.cli.output import size
from nanowizard.core.events import Params


def rows_of(facts: Params) -> list[tuple[str, str]]:
    return [*_file(facts), *_inside(facts)]


def _file(facts: Params) -> Iterator[tuple[str, str]]:
    yield "Format", facts["format"] + (f", {facts['member']}" if facts["member"] else "")
    if facts["known_as"]:
        yield "Known as", facts["known_as"]
    if facts["parts"]:
        yield "Parts", f"{len(facts['parts'])}, {facts['parts'][0]} to {facts['parts'][-1]}"
    yield "File", size(facts["archive_bytes"])
    for member in facts["members"]:
        yield "Holds", f"{member['name']}, {size(member['raw_bytes'])}"
    exact = "" if facts["raw_bytes_exact"] else "about "
    yield "On the card", exact + size(facts["raw_bytes"]) if facts["raw_bytes"] else "unknown"


def _inside(facts: Params) -> Iterator[tuple[str, str]]:
    yield "Partition table", facts["table"]
    yield "JetPack layout", "yes" if facts["jetpack"] else "no"
    if "l4t" in facts:
        release = f"L4T {facts['l4t']}" if facts["l4t"] else "not found"
        yield "System", release + (f" (JetPack {facts['jetpack_release']})" if facts["jetpack_release"] else "")
    for part in facts["partitions"]:
        yield f"Partition {part['number']}", ", ".join(_partition(part))


def _partition(part: dict[str, Any]) -> Iterator[str]:
    if part["name"]:
        yield part["name"]
    yield size(part["size_bytes"])
    if part.get("filesystem"):
        yield part["filesystem"] + (f" “{part['label']}”" if part["label"] else "")


def checksums_of(facts: Params) -> Iterator[str]:
    """Lines and no table, which would cut them short: they are there to be copied."""
    for key, name in (("sha256", "SHA-256"), ("md5", "MD5"), ("raw_sha256", "SHA-256 of the image inside")):
        if facts.get(key):
            yield f"{name}: {facts[key]}"
