"""A TensorFlow for the lab's board: no wheel of NVIDIA's is for it. Stand-ins, named as such, from an index of ours.

The board is a Debian with Python 3.11. h5py's stand-in comes as source and is built there, as the real one is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nanowizard.core.resources import resource
from nanowizard.provision.tensorflow.recipes import Recipes, load_recipes
from tests.lab.machines.mirrors import PACKAGE, VERSION, Mirrors, add_source, add_wheel

STAND_IN = "2.7.0+standin"
_TENSORFLOW = b"""# A stand-in for the lab: no TensorFlow at all.
__version__ = "2.7.0"


class config:
    @staticmethod
    def list_physical_devices(kind):
        return []
"""
_SETUP = b"""from setuptools import setup
setup(name="h5py", version="3.1.0", packages=["h5py"], description="a stand-in for the lab")
"""
CHANGES = [f"nano.tensorflow.{what}" for what in ("reach", "apt", "xlocale", "numpy", "pins", "h5py", "wheel", "start")]
"""All that the step does here, with an internet of its own."""


def stand_in_mirrors(folder: Path) -> Mirrors:
    mirrors = Mirrors(folder, package_bytes=20_000)
    add_wheel(mirrors.index, "numpy", "1.19.4", {"numpy/__init__.py": b"# a stand-in for the lab\n"})
    add_wheel(mirrors.index, "tensorflow", STAND_IN, {"tensorflow/__init__.py": _TENSORFLOW})
    add_wheel(mirrors.index, "six", "1.0", {"six.py": b""})  # what an index of Python packages is tried with
    add_source(mirrors.index, "h5py", "3.1.0", {"setup.py": _SETUP, "h5py/__init__.py": b""})
    return mirrors


def stand_in_table(mirrors: Mirrors) -> dict[str, Any]:
    """The shipped table, with one recipe for this board."""
    table: dict[str, Any] = json.loads(resource("tensorflow.json").read_text(encoding="utf-8"))
    own = {"python": "3.11", "version": STAND_IN, "index_url": mirrors.index_url, "wheel_url": None, "pins": []}
    table |= {"board": "", "architecture": "x86_64", "apt": [PACKAGE], "tools": [], "pins": [f"{PACKAGE}=={VERSION}"]}
    table |= {"recipes": [{**table["recipes"][0], **own}]}
    for need in ("disk_bytes", "memory_bytes"):
        table[need] = {"need": 1 << 20, "advised": 1 << 20}
    return table


def stand_in_recipes(mirrors: Mirrors, path: Path) -> Recipes:
    path.write_text(json.dumps(stand_in_table(mirrors)), encoding="utf-8")
    return load_recipes(path)


def pip_conf(mirrors: Mirrors) -> str:
    """What makes the board's pip take packages from there."""
    return f"[global]\nindex-url = {mirrors.index_url}\ntrusted-host = 10.0.2.2\n"
