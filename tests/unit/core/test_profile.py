"""Profiles: every way to be wrong is named, and a good one means what it says."""

import json
from pathlib import Path

import pytest

from nanowizard.core.errors import StoreError
from nanowizard.core.profile import GIB, Profile, SwapProfile, load_profile


def write(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "课堂.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_full_profile(tmp_path: Path) -> None:
    swap = {"size_bytes": 8 * GIB, "keep_zram": False, "swappiness": 10}
    path = write(tmp_path, {"schema": 1, "image": "a.zip", "card": "/dev/sdb", "nano": "nano@host", "swap": swap})
    assert load_profile(path) == Profile(
        image="a.zip",
        card="/dev/sdb",
        nano="nano@host",
        swap=SwapProfile(size_bytes=8 * GIB, keep_zram=False, swappiness=10),
    )


def test_an_empty_profile_has_the_recommended_swap(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, {"schema": 1})).swap == SwapProfile(size_bytes=4 * GIB)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("{", "Expecting"),
        ("[]", "the file"),
        ({}, "schema"),
        ({"schema": 2}, "schema"),
        ({"schema": 1, "pasword": "x"}, "pasword"),
        ({"schema": 1, "image": 5}, "image"),
        ({"schema": 1, "swap": []}, "swap"),
        ({"schema": 1, "swap": {"size": 1}}, "size"),
        ({"schema": 1, "swap": {"size_bytes": -1}}, "size_bytes"),
        ({"schema": 1, "swap": {"size_bytes": True}}, "size_bytes"),
        ({"schema": 1, "swap": {"swappiness": 900}}, "swappiness"),
        ({"schema": 1, "swap": {"keep_zram": "yes"}}, "keep_zram"),
    ],
)
def test_a_damaged_profile_says_what_is_wrong(tmp_path: Path, content: object, names: str) -> None:
    with pytest.raises(StoreError) as caught:
        load_profile(write(tmp_path, content))
    assert caught.value.code == "profile.damaged"
    assert names in caught.value.params["why"]


def test_no_profile(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"profile\.not_found"):
        load_profile(tmp_path / "none.json")
