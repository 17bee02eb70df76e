"""Profiles: every way to be wrong is named, and a good one means what it says."""

import json
from pathlib import Path

import pytest

from nanowizard.core.errors import StoreError
from nanowizard.core.profile import (
    GIB,
    AptProfile,
    PipProfile,
    PowerProfile,
    Profile,
    ProofProfile,
    SwapProfile,
    TensorFlowProfile,
    load_profile,
    save_profile,
)


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


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    profile = Profile(
        nano="nano@host",
        rootfs=True,
        swap=None,
        apt=AptProfile(mirror="tuna"),
        pip=PipProfile(index="https://example.org/simple"),
        lend_internet=True,
        tensorflow=TensorFlowProfile(way="container", fetch="computer", index="tuna", upgrade=True),
        power=PowerProfile(mode=0, clocks=True, console=True),
        proof=ProofProfile(pictures="照片", rounds=3),
    )
    save_profile(tmp_path / "课堂.json", profile)
    assert load_profile(tmp_path / "课堂.json") == profile


def test_swap_is_left_out_only_by_name(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, {"schema": 1, "swap": None})).swap is None


def test_a_profile_of_before_the_proof_is_proved_too(tmp_path: Path) -> None:
    old = {"schema": 1, "tensorflow": {"way": "packages", "venv": None}, "power": {"mode": 0}}
    profile = load_profile(write(tmp_path, old))
    assert (profile.tensorflow, profile.power) == (TensorFlowProfile(), PowerProfile(mode=0))
    assert (profile.proof, profile.lend_internet) == (ProofProfile(), False)
    assert load_profile(write(tmp_path, {**old, "proof": None})).proof is None


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
        ({"schema": 1, "apt": "tuna"}, "apt"),
        ({"schema": 1, "apt": {"url": "http://x"}}, "url"),
        ({"schema": 1, "pip": {"index": 1}}, "index"),
        ({"schema": 1, "tensorflow": {"way": "conda"}}, "conda"),
        ({"schema": 1, "power": {"mode": 99}}, "mode"),
        ({"schema": 1, "power": {"console": 1}}, "console"),
        ({"schema": 1, "rootfs": "yes"}, "rootfs"),
        ({"schema": 1, "lend_internet": 1}, "lend_internet"),
        ({"schema": 1, "tensorflow": {"fetch": "phone"}}, "phone"),
        ({"schema": 1, "tensorflow": {"upgrade": "yes"}}, "upgrade"),
        ({"schema": 1, "power": {"clocks": 1}}, "clocks"),
        ({"schema": 1, "proof": {"rounds": 0}}, "rounds"),
        ({"schema": 1, "proof": {"folder": "x"}}, "folder"),
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
