"""Looking into an image: its form, its partitions and their systems, its checksums, and what all that proves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.events import FindingReported, Params
from nanowizard.core.l4t import JETPACK_OF_L4T
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.contents import l4t_of_table
from nanowizard.drives.ext4tables import inode_tables
from nanowizard.drives.partition import read_table
from nanowizard.drives.signatures import look_at_volume
from nanowizard.flash.archive import check_sha256
from nanowizard.images.digest import digest_file
from nanowizard.images.forward import ForwardReader
from nanowizard.images.known_hashes import Known
from nanowizard.images.source import MOST_BYTES, ImageSource, open_image
from nanowizard.images.trust import findings, statement
from nanowizard.tasks.image_facts import first_facts, limit, partition_facts, seen_in, table_facts
from nanowizard.tasks.image_proof import Prover, identity_of, known_hashes
from nanowizard.tasks.known_images import open_catalog
from nanowizard.tasks.session import Session

_VOLUME_HEAD_BYTES = 1 << 20
"""Superblock and descriptors of an ext4 of up to 500 GiB; what `look_at_volume` reads of any."""

# Unpacking a deflated image takes about three times as long as the checksums of the file (640 MB/s out, ratio 2).
_WEIGHTS = {"unpack": 3.0, "checksum": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectInput:
    """`quick`: the first MiB only, without checksums. `catalog` as in `ListInput`; `file` is compared with it.

    `sha256` is what the person was given; it is compared even in a quick look.
    """

    file: Path
    quick: bool = False
    sha256: str | None = None
    catalog: str | None = None


class InspectImage:
    """Nothing is changed. The facts are the result; what was verified and what was not are findings too."""

    id: ClassVar[str] = "image.inspect"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: InspectInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: InspectInput, ctx: RunContext) -> Params:
        catalog = open_catalog(self._session, inp.catalog, ctx)
        known = catalog.of_file(inp.file.name)
        opened = partial(open_image, inp.file, most_bytes=limit(known))
        facts = first_facts(inp.file, opened) if inp.quick else self._all_facts(inp.file, opened, ctx)
        if inp.sha256:
            if inp.quick:
                made = Prover(self._session, known, ctx).hashed(inp.file)
                facts |= {"sha256": made.sha256, "md5": made.md5}
            check_sha256(inp.file.name, inp.sha256, facts["sha256"])
        found = findings(seen_in(facts, inp.sha256 or ""), known)
        for finding in found:
            ctx.emit(FindingReported(finding=finding))
        return {
            **facts,
            "known_as": known.id if known else None,
            "jetpack_release": JETPACK_OF_L4T.get(facts.get("l4t", "")),
            "trust": statement(found),
        }

    def _all_facts(self, file: Path, opened: partial[ImageSource], ctx: RunContext) -> dict[str, Any]:
        before = identity_of(file)
        meter = ProgressMeter(ctx.emit, _WEIGHTS)
        facts = first_facts(file, opened)
        meter.start("unpack", facts["archive_bytes"])

        def moved(position: int) -> None:
            ctx.cancel.raise_if_set()
            meter.at(position)

        with ForwardReader(opened, moved) as image:
            facts |= _inside(image, facts["raw_bytes"] or MOST_BYTES)
            image.drain()
            facts |= {"raw_bytes": image.raw_bytes, "raw_bytes_exact": True, "raw_sha256": image.sha256}
        meter.start("checksum", facts["archive_bytes"])

        def hashed(count: int) -> None:
            ctx.cancel.raise_if_set()
            meter.add(count)

        digests = digest_file(file, hashed)
        known = Known(**asdict(digests), raw_bytes=facts["raw_bytes"], raw_sha256=facts["raw_sha256"])
        known_hashes(self._session).note(file, before, known)
        return facts | asdict(digests)


def _inside(image: ForwardReader, raw_bytes: int) -> dict[str, Any]:
    """What the partitions hold, and which L4T: in the order in which they lie, since the image goes by only once."""
    table = read_table(image.read, raw_bytes)
    image.keep([(part.start_bytes, _VOLUME_HEAD_BYTES) for part in table.partitions[:32]], pinned=True)
    looks = {}
    for part in sorted(table.partitions, key=lambda one: one.start_bytes):
        look = look_at_volume(image.read, part.start_bytes)
        looks[part.number] = {"filesystem": look.filesystem, "label": look.label}
        if look.filesystem == "ext4":
            image.keep(inode_tables(image.read, part.start_bytes, part.size_bytes))
    partitions = [{**partition_facts(part), **looks[part.number]} for part in table.partitions]
    return {**table_facts(table), "partitions": partitions, "l4t": l4t_of_table(image.read, table)}
