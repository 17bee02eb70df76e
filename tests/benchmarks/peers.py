"""What NanoWizard is measured against, and how it is had: `./dev bench peers` (as root, for the one apt package)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.workload import BUILD

_HERE = Path(__file__).parent / "peers"
_ETCHER = BUILD / "etcher"
_MODULE = _ETCHER / "node_modules" / "etcher-sdk"


def install() -> int:
    """etcher-sdk through npm, its native parts built here. What apt brings, `dev` has installed before."""
    if not shutil.which("npm"):
        print("bench: npm is not installed, so etcher-sdk cannot be had", file=sys.stderr)
        return 1
    _ETCHER.mkdir(parents=True, exist_ok=True)
    shutil.copy(_HERE / "package.json", _ETCHER)
    headers = Path(shutil.which("node") or "/usr/bin/node").resolve().parents[1]
    nodedir = [f"--nodedir={headers}"] if (headers / "include" / "node").is_dir() else []  # else npm fetches them
    for words in (["install", "--no-audit", "--no-fund", "--ignore-scripts"], ["rebuild", *nodedir]):
        subprocess.run(["npm", *words], cwd=_ETCHER, check=True)
    print("bench: " + ("still missing: " + ", ".join(missing()) if missing() else "all peers are here"))
    return 0


def etcher() -> tuple[list[str], dict[str, str]]:
    """The words before image and device, and what it needs in its surroundings."""
    return ["node", str(_HERE / "etcher.js")], {"NODE_PATH": str(_ETCHER / "node_modules")}


def missing() -> list[str]:
    gone = [] if has_etcher() else ["etcher-sdk"]
    return gone + [name for name in ("bmaptool", "unzip", "dd", "cmp", "curl", "nginx") if not found(name)]


def has_etcher() -> bool:
    return bool(shutil.which("node")) and (_MODULE / "package.json").is_file()


def found(program: str) -> bool:
    return bool(shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"))


def versions() -> str:
    said = []
    if has_etcher():
        version = json.loads((_MODULE / "package.json").read_text())["version"]
        said.append(f"etcher-sdk {version} on Node {_said('node', '--version').removeprefix('v')}")
    if found("bmaptool"):
        said.append(_said("bmaptool", "--version"))
    return ", ".join(said)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
