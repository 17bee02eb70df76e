"""The shipped catalogue, and catalogues that somebody edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.core.resources import resource
from nanowizard.images.catalog import load_catalog
from nanowizard.images.names import name_in


def test_the_shipped_catalogue_offers_both_boards() -> None:
    images = load_catalog().images
    assert [image.id for image in images] == ["jetpack-4.6.1-nano-4gb", "jetpack-4.6.1-nano-2gb"]
    assert images[0].raw_bytes == 13_816_037_376
    assert images[0].sha256 == "735fea3df2509436ce43e480f2e70d633f0adfe84007ed9ce7f43910e3814168"
    assert images[1].sha256 is None
    for image in images:
        assert {name_in(url) for url in image.urls} == {image.file}
        assert all(len(sum_.value) == {"md5": 32, "sha256": 64}[sum_.algorithm] for sum_ in image.checksums)


def edited(change: dict[str, Any], entry: dict[str, Any]) -> str:
    document = json.loads(resource("catalog.json").read_text(encoding="utf-8"))
    document["images"][0] |= entry
    return json.dumps(document | change)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        edited({"schema": 2}, {}),
        edited({"images": []}, {}),
        edited({}, {"urls": []}),
        edited({}, {"urls": ["file:///etc/passwd"]}),
        edited({}, {"surprise": 1}),
        edited({}, {"id": "jetpack-4.6.1-nano-2gb"}),
    ],
    ids=["empty", "list", "cut", "newer", "no image", "no url", "file url", "unknown field", "id twice"],
)
def test_a_damaged_catalogue_is_said_to_be_damaged(text: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImageError) as caught:
        load_catalog(path)
    assert caught.value.code == "image.catalog_damaged"


def test_a_missing_catalogue_is_damaged_too(tmp_path: Path) -> None:
    with pytest.raises(ImageError) as caught:
        load_catalog(tmp_path / "none.json")
    assert caught.value.code == "image.catalog_damaged"
