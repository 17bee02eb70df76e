"""The shipped catalogue, and catalogues that somebody edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.core.resources import resource
from nanowizard.images.boards import BOARDS, board
from nanowizard.images.catalog import Catalog, load_catalog, parse_catalog
from nanowizard.images.catalog_schema import HEX_DIGITS

SHIPPED = load_catalog()


def damaged(path: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        load_catalog(path)
    return caught.value


def test_the_recommended_images_are_the_last_ones_for_both_boards() -> None:
    ids = [image.id for image in SHIPPED.recommended]
    assert ids == ["jetpack-4.6.1-nano-4gb", "jetpack-4.6.1-nano-2gb"]
    first, second = SHIPPED.recommended
    assert (first.raw_bytes, first.inner_name, first.l4t) == (13_816_037_376, "sd-blob-b01.img", "32.7.1")
    assert first.sha256 == "735fea3df2509436ce43e480f2e70d633f0adfe84007ed9ce7f43910e3814168"
    assert second.sha256 is None
    assert "jeston_nano" in first.urls[0]
    assert any("nvidia.cn" in url for url in first.urls)


def test_every_jetpack_with_an_sd_image_is_there() -> None:
    official = {(image.jetpack, image.l4t, image.board[-3:]) for image in SHIPPED.images if image.kind == "nvidia"}
    releases = {
        "4.2": "32.1", "4.2.1": "32.2.0", "4.2.3": "32.2.3", "4.3": "32.3.1", "4.4 DP": "32.4.2", "4.4": "32.4.3",
        "4.4.1": "32.4.4", "4.5": "32.5.0", "4.5.1": "32.5.1", "4.6": "32.6.1", "4.6.1": "32.7.1",
    }  # fmt: skip
    for_2_gb = ("4.4.1", "4.5", "4.5.1", "4.6", "4.6.1")
    expected = {(jetpack, l4t, "4gb") for jetpack, l4t in releases.items()}
    assert official == expected | {(jetpack, releases[jetpack], "2gb") for jetpack in for_2_gb}


def test_shipped_entries_say_where_they_come_from() -> None:
    for image in SHIPPED.images:
        assert all(url.startswith("https://") for url in image.urls)
        assert bool(image.urls) == bool(image.urls_confidence)
        assert all(one.source for one in image.checksums)
        words = (image.urls_confidence, image.raw_bytes_confidence)
        assert all({"en", "zh_CN"} == set(one) for one in words if one)
        assert {"en", "zh_CN"} == {language for note in image.notes for language in note} or not image.notes
        if image.raw_bytes:
            assert image.raw_bytes_confidence
            assert image.card_bytes is not None
            assert image.card_bytes >= image.raw_bytes


def test_projects_for_both_nanos_are_listed_for_both() -> None:
    boards = {image.board for image in SHIPPED.images if image.page == "https://github.com/pythops/jetson-image"}
    assert boards == {"jetson-nano-4gb", "jetson-nano-2gb"}


def test_what_is_said_of_addresses_may_be_a_text_alone() -> None:
    text = edited({"urls_confidence": "seen", "raw_bytes_confidence": ""})
    plain = parse_catalog(text.encode(), "a.json").images[0]
    assert (plain.urls_confidence, plain.raw_bytes_confidence) == ({"en": "seen"}, {})


def test_older_images_and_community_images_warn_of_the_boot_firmware() -> None:
    warned = {image.id: image.qspi for image in SHIPPED.images}
    assert warned["jetpack-4.4.1-nano-4gb"] == "before_4_5"
    assert warned["jetpack-4.5-nano-4gb"] == "none"
    assert warned["jetbot-0.4.3-nano-4gb"] == "needs_4_5"
    assert all(image.qspi != "none" for image in SHIPPED.images if image.kind == "community")


def test_an_image_is_found_by_its_name_and_by_its_file() -> None:
    short = SHIPPED.find("jetpack-4.5-nano-4gb")
    assert short is not None
    assert (short.file, short.save_as) == (None, "jetpack-4.5-nano-4gb.zip")
    assert SHIPPED.of_file(short.save_as) is short
    assert SHIPPED.of_file("jetson-nano-jp461-sd-card-image.zip") is SHIPPED.images[0]
    assert SHIPPED.find("none") is None
    assert SHIPPED.of_file("") is None


def test_boards_are_found_by_short_names_and_one_of_them_starts_from_no_card() -> None:
    found = board("emmc")
    assert found is not None
    assert (found.module, found.starts_from_card) == ("p3448-0002", False)
    assert board("jetson-nano-2gb") == board("2gb")
    assert board("nano") is None
    assert {image.board for image in SHIPPED.images} == {one.id for one in BOARDS if one.starts_from_card}


def edited(entry: dict[str, Any], change: dict[str, Any] | None = None, without: str = "") -> str:
    document = json.loads(resource("catalog.json").read_text(encoding="utf-8"))
    document["images"][0] |= entry
    document["images"][0].pop(without, None)
    return json.dumps(document | (change or {}))


NANO = "jetpack-4.6.1-nano-4gb"
SUM = {"algorithm": "md5", "value": "0" * 32, "confidence": "one", "source": "x"}


@pytest.mark.parametrize(
    ("text", "code", "entry", "field"),
    [
        (edited({}, {"schema": 2}), "wrong", "-", "schema"),
        (edited({}, {"images": []}), "wrong", "-", "images"),
        (edited({}, {"images": {}}), "wrong", "-", "images"),
        (edited({}, {"surprise": 1}), "unknown", "-", "surprise"),
        (edited({}, {"images": [3]}), "wrong", "#1", "-"),
        (edited({}, without="id"), "missing", "#1", "id"),
        (edited({}, without="title"), "missing", NANO, "title"),
        (edited({"id": "Up Per"}), "wrong", "Up Per", "id"),
        (edited({"id": "jetpack-4.6.1-nano-2gb"}), "wrong", "jetpack-4.6.1-nano-2gb", "id"),
        (edited({"urls": []}), "missing", NANO, "urls"),
        (edited({"urls": ["file:///etc/passwd"]}), "wrong", NANO, "urls"),
        (edited({"urls": ["https://me:secret@host/a"]}), "wrong", NANO, "urls"),
        (edited({"urls": "https://host/a"}), "wrong", NANO, "urls"),
        (edited({"surprise": 1}), "unknown", NANO, "surprise"),
        (edited({"board": "jetson-nano-emmc"}), "wrong", NANO, "board"),
        (edited({"raw_bytes": "13 GB"}), "wrong", NANO, "raw_bytes"),
        (edited({"raw_bytes": True}), "wrong", NANO, "raw_bytes"),
        (edited({"raw_bytes": 2 << 40}), "wrong", NANO, "raw_bytes"),
        (edited({"archive_bytes": 0}), "wrong", NANO, "archive_bytes"),
        (edited({"file": "../a.zip"}), "wrong", NANO, "file"),
        (edited({"qspi": "yes"}), "wrong", NANO, "qspi"),
        (edited({"login": {"user": "a"}}), "wrong", NANO, "login"),
        (edited({"notes": [{"zh_CN": "..."}]}), "wrong", NANO, "notes"),
        (edited({"urls_confidence": {"zh_CN": "..."}}), "wrong", NANO, "urls_confidence"),
        (edited({"checksums": [{**SUM, "value": "0" * 31}]}), "wrong", NANO, "checksums[0].value"),
        (edited({"checksums": [SUM, {**SUM, "algorithm": "crc"}]}), "wrong", NANO, "checksums[1].algorithm"),
        (edited({"checksums": [{"algorithm": "md5"}]}), "missing", NANO, "checksums[0].value"),
        (edited({"checksums": [{**SUM, "sure": 1}]}), "unknown", NANO, "checksums[0].sure"),
    ],
    ids=lambda value: value[:24] if len(value) < 40 else "",
)
def test_a_mistake_is_named_with_its_entry_and_field(
    text: str, code: str, entry: str, field: str, tmp_path: Path
) -> None:
    path = tmp_path / "目录.json"
    path.write_text(text, encoding="utf-8")
    error = damaged(path)
    assert (error.code, error.params["entry"], error.params["field"]) == (f"image.catalog_{code}", entry, field)
    assert error.params["file"] == str(path)
    assert error.detail or code == "unknown"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=["empty", "cut", "no text", "deep"])
def test_what_is_no_json_is_said_to_be_damaged(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_bytes(data)
    assert damaged(path).code == "image.catalog_damaged"
    assert damaged(tmp_path / "none.json").code == "image.catalog_damaged"


def test_a_file_far_too_large_for_a_catalogue_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "image.zip"
    with path.open("wb") as file:
        file.truncate(1 << 33)
    assert "MiB" in damaged(path).detail


def test_a_short_entry_is_enough(tmp_path: Path) -> None:
    entry = {"id": "mine", "title": "Mine", "kind": "community", "board": "jetson-nano-4gb", "urls": ["http://a/b"]}
    path = tmp_path / "catalog.json"
    path.write_text(json.dumps({"schema": 1, "images": [entry | {"checksums": [{**SUM, "value": "AB" * 16}]}]}))
    catalog = load_catalog(path)
    assert isinstance(catalog, Catalog)
    (mine,) = catalog.images
    assert (mine.raw_bytes, mine.login, mine.save_as) == (None, None, "mine.zip")
    assert mine.checksums[0].value == "ab" * 16
    assert catalog.recommended == (mine,)
    assert set(HEX_DIGITS) == {"md5", "sha256"}
