"""The table that a person may edit: the shipped one is sound, and a mistake in it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.l4t import JETPACK_OF_L4T
from nanowizard.core.resources import resource
from nanowizard.provision.tensorflow.recipes import Pin, load_recipes, parse_pin

SHIPPED: dict[str, Any] = json.loads(resource("tensorflow.json").read_text(encoding="utf-8"))
NVIDIA = "https://developer.download.nvidia.com/compute/redist/jp/"


def test_every_release_has_a_recipe_but_the_preview() -> None:
    recipes = load_recipes()
    assert {release for release in JETPACK_OF_L4T if recipes.recipe(release) is None} == {"32.4.2"}
    without = {release for release in JETPACK_OF_L4T if recipes.container(release) is None}
    assert without == {"32.1", "32.2.0", "32.2.1", "32.2.3", "32.3.1"}


def test_the_index_belongs_to_the_jetpack() -> None:
    """`v461` for 4.6.1: a TensorFlow for another JetPack does not start, or not on the GPU."""
    for recipe in load_recipes().recipes:
        assert recipe.index_url.startswith(NVIDIA)
        index = recipe.index_url.removeprefix(NVIDIA)
        for release in recipe.l4t:
            jetpack = JETPACK_OF_L4T[release].removesuffix(" DP").replace(".", "")
            assert jetpack.startswith(index[1:3]), (release, index)
        assert recipe.wheel_url is None or recipe.wheel_url.startswith(recipe.index_url)
        assert recipe.wheel_url is None or recipe.version in recipe.wheel_url
        assert recipe.version not in recipe.also_good
        assert all("+nv" in version for version in (recipe.version, *recipe.also_good))


def test_every_entry_says_where_it_is_from() -> None:
    for recipe in load_recipes().recipes:
        assert recipe.source and recipe.confidence
        assert recipe.numpy == "1.19.4", "1.19.5 crashes on this processor"
        assert {pin.name: pin.version for pin in recipe.pins}["cached-property"] == "1.5.2", "h5py asks for it"
        assert len({pin.name for pin in recipe.pins}) == len(recipe.pins)


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("Keras_Preprocessing==1.1.2", Pin("keras-preprocessing", "1.1.2")),
        ("six>=1.15.0", Pin("six", "1.15.0", or_newer=True)),
        ("tensorflow==2.7.0+nv22.1", Pin("tensorflow", "2.7.0+nv22.1")),
    ],
)
def test_a_pin(text: str, pin: Pin) -> None:
    assert parse_pin(text) == pin
    assert parse_pin(str(pin)).version == pin.version


@pytest.mark.parametrize("text", ["numpy", "numpy<2", "numpy==", "numpy==1; x", "==1", "-r x==1", "a b==1", ""])
def test_no_pin(text: str) -> None:
    with pytest.raises(ValueError, match="NAME==VERSION"):
        parse_pin(text)


@pytest.mark.parametrize(
    ("pin", "version", "met"),
    [
        ("six==1.15.0", None, False),
        ("six==1.15.0", "1.15.0", True),
        ("six==1.15.0", "1.16.0", False),
        ("six>=1.15.0", "1.16.0", True),
        ("six>=1.15.0", "1.9.0", False),
        ("six>=1.15.0", "1.15.0.post1", True),
        ("idna>=3.10", "3.9", False),
        ("six>=1.15.0", None, False),
    ],
)
def test_what_meets_a_pin(pin: str, version: str | None, met: bool) -> None:
    assert parse_pin(pin).is_met_by(version) is met


def _set(*path: Any) -> Callable[[dict[str, Any]], None]:
    *places, last, value = path

    def change(table: dict[str, Any]) -> None:
        part: Any = table
        for place in places:
            part = part[place]
        part[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("schema", 2),
        _set("recipes", []),
        _set("recipes", 0, "l4t", ["32.6.1"]),
        _set("recipes", 0, "pins", ["numpy"]),
        _set("recipes", 0, "pins", "numpy==1.0"),
        _set("recipes", 0, "index_url", "ftp://x"),
        _set("recipes", 0, "version", None),
        _set("recipes", 0, "version", "2\n7"),
        _set("usual_s", {}),
        _set("usual_s", "h5py", "long"),
        _set("disk_bytes", {"need": 1}),
        _set("containers", "images", [{"image": "x"}]),
        _set("apt", None),
    ],
)
def test_a_mistake_is_told_with_the_file(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    table = json.loads(json.dumps(SHIPPED))
    change(table)
    path = tmp_path / "tensorflow.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(NanoError) as raised:
        load_recipes(path)
    assert raised.value.code == "nano.tensorflow_table_damaged"
    assert raised.value.params == {"file": str(path)}
    assert raised.value.detail


@pytest.mark.parametrize("text", ["", "[]", "null", "{"])
def test_no_table_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "tensorflow.json").write_text(text)
    with pytest.raises(NanoError):
        load_recipes(tmp_path / "tensorflow.json")
