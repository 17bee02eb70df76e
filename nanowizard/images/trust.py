"""What was and what was not verified of an image: pure rules over what was seen and what the catalogue knows.

NVIDIA publishes no checksums for most of its images. Then the archive's own check and the exact sizes are what there
is, and a person is told so instead of being shown a tick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nanowizard.core.events import Finding, Params, Severity
from nanowizard.images.catalog import CatalogImage, Checksum


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`file` is the name of the archive, `own_check` what it checks itself with ("" for nothing).

    `is_whole`: it was unpacked to its end and its own check held. `raw_bytes` is None while that is not certain.
    The checksums are "" where they were not made; `given_sha256` is one that the person gave and that was right.
    """

    file: str
    archive_bytes: int
    raw_bytes: int | None
    own_check: str
    is_whole: bool
    sha256: str = ""
    md5: str = ""
    raw_sha256: str = ""
    given_sha256: str = ""

    def digest(self, wanted: Checksum) -> str:
        if wanted.of == "image":
            return self.raw_sha256 if wanted.algorithm == "sha256" else ""
        return self.md5 if wanted.algorithm == "md5" else self.sha256


def findings(seen: Seen, known: CatalogImage | None) -> list[Finding]:
    """GOOD: verified. WARNING: differs. INFO: not verified, and why."""
    found = [*_own(seen)]
    if seen.given_sha256:
        found.append(_good("image.as_you_gave", file=seen.file))
    if known is None:
        if not seen.given_sha256:
            found.append(_info("image.not_in_list", file=seen.file))
        return found
    return [*found, *_sizes(seen, known), *_checksums(seen, known)]


def statement(found: Sequence[Finding]) -> Params:
    """The same, sorted for a page or a script: `verified`, `differs` and `not_verified`, lists of code and params."""
    names = {Severity.GOOD: "verified", Severity.WARNING: "differs", Severity.INFO: "not_verified"}
    return {
        name: [{"code": one.code, "params": dict(one.params)} for one in found if one.severity is severity]
        for severity, name in names.items()
    }


def _own(seen: Seen) -> Iterator[Finding]:
    if not seen.own_check:
        yield _info("image.no_own_check", file=seen.file)
    elif seen.is_whole:
        yield _good("image.own_check", file=seen.file, check=seen.own_check)
    else:
        yield _info("image.own_check_later", file=seen.file, check=seen.own_check)


def _sizes(seen: Seen, known: CatalogImage) -> Iterator[Finding]:
    sizes = [(seen.file, seen.archive_bytes, known.archive_bytes)]
    sizes.append((known.inner_name or seen.file, seen.raw_bytes or 0, known.raw_bytes))
    for file, size, expected in sizes:
        if not size or not expected:
            continue
        if size == expected:
            yield _good("image.size_as_known", file=file, exact=size)
        else:
            params = {"file": file, "exact": size, "expected": expected}
            yield Finding(code="image.size_not_as_known", severity=Severity.WARNING, params=params)


def _checksums(seen: Seen, known: CatalogImage) -> Iterator[Finding]:
    made = [(wanted, seen.digest(wanted)) for wanted in known.checksums]
    for wanted, digest in made:
        if not digest:
            continue
        is_published = wanted.confidence == "publisher"
        params = {"file": seen.file, "algorithm": wanted.algorithm, "expected": wanted.value, "actual": digest}
        if digest == wanted.value:
            yield _good("image.as_published" if is_published else "image.as_seen_before", **params)
        else:
            code = "image.not_as_published" if is_published else "image.not_as_seen_before"
            yield Finding(code=code, severity=Severity.WARNING, params=params)
    if not known.checksums:
        yield _info("image.no_known_checksum", file=seen.file)
    elif not any(digest for _, digest in made):
        yield _info("image.checksum_not_made", file=seen.file)


def _good(code: str, **params: object) -> Finding:
    return Finding(code=code, severity=Severity.GOOD, params=params)


def _info(code: str, **params: object) -> Finding:
    return Finding(code=code, severity=Severity.INFO, params=params)


def own_check(kind: str, head: bytes) -> str:
    """What an archive of this kind, which begins with `head`, checks itself with; "" for nothing."""
    if kind in ("zip", "gz", "bz2"):
        return "CRC-32"
    if kind == "xz":  # xz file format 1.2, section 2.1.1.2
        return {1: "CRC-32", 4: "CRC-64", 10: "SHA-256"}.get(head[7] & 0x0F, "") if len(head) > 7 else ""
    if kind == "zst":  # RFC 8878, 3.1.1.1.1: the content checksum flag of the first frame
        return "xxHash" if head[:4] == b"\x28\xb5\x2f\xfd" and head[4:5] and head[4] & 0x04 else ""
    return ""
