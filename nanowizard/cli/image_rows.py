"""What `image inspect` found and what `image show` knows, as a name and its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nanowizard.cli.output import size
from nanowizard.core.events import Params
from nanowizard.images.boards import board
from nanowizard.tasks.known_images import note_in

_NOTED = {
    "publisher": "published by its makers",
    "several": "noted by several people, not by its makers",
    "one": "noted by one person, not by its makers",
}
_SUMS = {"sha256": "SHA-256", "md5": "MD5"}
_WHAT = {"archive": "file", "image": "image inside"}


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


def known_of(image: Params) -> Iterator[str]:
    """All that the list of images says of one, as lines: addresses and checksums are there to be copied."""
    rows = [*_named(image), *_sized(image)]
    width = max(len(name) for name, _value in rows)
    yield from (f"{name:<{width}}  {value}" for name, value in rows)
    if image["raw_bytes_confidence"]:
        yield f"  {note_in(image['raw_bytes_confidence'], 'en')}"
    if image["urls"]:
        yield "Addresses, asked in this order:"
        yield from (f"  {url}" for url in image["urls"])
    if image["urls_confidence"]:
        yield f"  {note_in(image['urls_confidence'], 'en')}"
    if image["page"]:
        yield f"Web page: {image['page']}"
    for one in image["checksums"]:
        yield f"{_SUMS[one['algorithm']]} of the {_WHAT[one['of']]}: {one['value']}"
        yield f"  {_NOTED[one['confidence']]} ({one['source']})"
    yield from (f"Note: {note_in(note, 'en')}" for note in image["notes"])


def _named(image: Params) -> Iterator[tuple[str, str]]:
    yield "Image", image["title"]
    one = board(image["board"])
    yield "For", f"{image['board']} (module {one.module})" if one else image["board"]
    yield "JetPack", image["jetpack"] or "unknown"
    yield "L4T", image["l4t"] or "unknown"
    yield "File", image["file"] or "unknown"
    yield "Inside it", image["inner_name"] or "unknown"


def _sized(image: Params) -> Iterator[tuple[str, str]]:
    if image["archive_bytes"]:
        yield "Download", _exact(image["archive_bytes"])
    else:
        about = image["approx_archive_bytes"]
        yield "Download", f"about {size(about)}" if about else "unknown"
    yield "On the card", _exact(image["raw_bytes"]) if image["raw_bytes"] else "unknown"


def _exact(amount: int) -> str:
    return f"{size(amount)} ({amount} bytes)"
