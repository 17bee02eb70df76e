"""What may be said of an image: never more than was seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.archives import PACKERS, disk

from nanowizard.core.events import Severity
from nanowizard.images.catalog import Checksum, load_catalog
from nanowizard.images.trust import Seen, findings, own_check, statement

RIGHT, WRONG = "a" * 64, "b" * 64
SEEN = Seen(file="a.zip", archive_bytes=100, raw_bytes=1024, own_check="CRC-32", is_whole=True, sha256=RIGHT)
KNOWN = replace(load_catalog().images[0], raw_bytes=1024, checksums=())


def codes(seen: Seen, **known: object) -> list[tuple[str, str]]:
    found = findings(seen, replace(KNOWN, **known))
    return [(one.code.removeprefix("image."), one.severity.value) for one in found]


def noted(value: str, confidence: str = "one", **more: str) -> Checksum:
    return Checksum(algorithm="sha256", value=value, confidence=confidence, source="x", **more)


def test_without_a_published_checksum_the_own_check_and_the_size_are_said() -> None:
    assert codes(SEEN) == [("own_check", "good"), ("size_as_known", "good"), ("no_known_checksum", "info")]


def test_what_was_not_unpacked_is_not_said_to_be_whole() -> None:
    assert codes(replace(SEEN, is_whole=False))[0] == ("own_check_later", "info")
    assert codes(replace(SEEN, own_check=""))[0] == ("no_own_check", "info")
    assert ("size_as_known", "good") not in codes(replace(SEEN, raw_bytes=None))


def test_sizes_that_differ() -> None:
    assert ("size_not_as_known", "warning") in codes(SEEN, raw_bytes=1023)
    assert ("size_not_as_known", "warning") in codes(SEEN, archive_bytes=99)
    assert codes(SEEN, archive_bytes=100).count(("size_as_known", "good")) == 2


@pytest.mark.parametrize(
    ("checksum", "expected"),
    [
        (noted(RIGHT), ("as_seen_before", "good")),
        (noted(RIGHT, "several"), ("as_seen_before", "good")),
        (noted(WRONG), ("not_as_seen_before", "warning")),
        (noted(RIGHT, "publisher"), ("as_published", "good")),
        (noted(WRONG, "publisher"), ("not_as_published", "warning")),
        (noted(RIGHT, of="image"), ("checksum_not_made", "info")),
    ],
)
def test_a_checksum_says_as_much_as_who_noted_it(checksum: Checksum, expected: tuple[str, str]) -> None:
    assert codes(SEEN, checksums=(checksum,))[-1] == expected


def test_the_checksum_of_the_image_is_not_compared_with_the_archives() -> None:
    assert codes(replace(SEEN, raw_sha256=WRONG), checksums=(noted(WRONG, of="image"),))[-1][0] == "as_seen_before"


def test_md5_is_compared_with_md5() -> None:
    md5 = Checksum(algorithm="md5", value="c" * 32, confidence="publisher", source="x")
    assert codes(replace(SEEN, md5="c" * 32), checksums=(md5,))[-1] == ("as_published", "good")
    assert codes(SEEN, checksums=(md5,))[-1] == ("checksum_not_made", "info")


def test_an_image_that_nobody_knows() -> None:
    assert [one.code for one in findings(SEEN, None)] == ["image.own_check", "image.not_in_list"]
    given = findings(replace(SEEN, given_sha256=RIGHT), None)
    assert [one.code for one in given] == ["image.own_check", "image.as_you_gave"]


def test_the_statement_sorts_everything_and_loses_nothing() -> None:
    found = findings(SEEN, replace(KNOWN, checksums=(noted(WRONG),), archive_bytes=100))
    sorted_ = json.loads(json.dumps(statement(found)))
    assert {name: [one["code"] for one in items] for name, items in sorted_.items()} == {
        "verified": ["image.own_check", "image.size_as_known", "image.size_as_known"],
        "differs": ["image.not_as_seen_before"],
        "not_verified": [],
    }
    assert all(one.severity is not Severity.BLOCKING for one in found)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("zip", "CRC-32"), ("gz", "CRC-32"), ("bz2", "CRC-32"), ("xz", "CRC-64"), ("zst", "xxHash"), ("raw", "")],
)
def test_what_each_packing_checks_itself_with(kind: str, name: str) -> None:
    data = PACKERS[kind](disk(8192))
    assert own_check(kind, data[:64]) == name
    if kind in ("xz", "zst"):
        assert own_check(kind, b"") == ""


def test_a_packing_without_its_checksum_is_not_praised() -> None:
    xz = bytearray(PACKERS["xz"](disk(8192))[:64])
    xz[7] = 0
    zst = bytearray(PACKERS["zst"](disk(8192))[:64])
    zst[4] &= ~0x04
    assert (own_check("xz", bytes(xz)), own_check("zst", bytes(zst))) == ("", "")
