"""Our programs for the Nano with a real TensorFlow, by hand: any Python that has one can be named.

    NANOWIZARD_TENSORFLOW=/path/to/python .venv/bin/python -m pytest tests/lab/proof -n 0

On a computer without a GPU that is a CPU build: what the proof says then is what is tested. Python 3.6 with TensorFlow
2.6.2 and the pins of `resources/tensorflow.json` is the closest to a Nano that an ordinary computer can run.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest

from nanowizard.core.task import RunContext
from nanowizard.provision.nano_scripts import PROOF, START, TRAIN, nano_script
from nanowizard.provision.proof.pictures import look_through, pack

PYTHON = os.environ.get("NANOWIZARD_TENSORFLOW", "")
pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="NANOWIZARD_TENSORFLOW names no Python with a TensorFlow"),
    pytest.mark.timeout(900),
]


def run(name: str, *arguments: str) -> list[dict[str, Any]]:
    argv = [PYTHON, "-c", nano_script(name), *arguments]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    said = subprocess.run(argv, capture_output=True, text=True, check=False, env=environment)
    assert said.returncode == 0, said.stderr[-2000:]
    return [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]


def bitmap(path: Path, colour: tuple[int, int, int], seed: int) -> None:
    """64 x 64 pixels of noise around a colour, as an uncompressed BMP."""
    noise = Random(seed)
    rows = b"".join(bytes(min(255, max(0, part + noise.randint(-40, 40))) for part in colour) for _ in range(64 * 64))
    head = b"BM" + (54 + len(rows)).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    info = (40).to_bytes(4, "little") + (64).to_bytes(4, "little") * 2 + b"\1\0\x18\0" + bytes(24)
    path.write_bytes(head + info + rows)


def test_it_starts_and_is_measured() -> None:
    (started,) = run(START)
    said = run(PROOF, "3", "3", "224")
    assert said[0]["version"] == started["version"]
    rates = {line["device"]: line["per_s"] for line in said if line["event"] == "measured"}
    assert rates["CPU"] > 0
    assert ("GPU" in rates) is bool(started["gpus"])


def test_it_learns_two_colours(tmp_path: Path) -> None:
    for name, colour in {"red": (40, 40, 200), "blue": (200, 40, 40)}.items():
        (tmp_path / "pictures" / name).mkdir(parents=True)
        for number in range(20):
            bitmap(tmp_path / "pictures" / name / f"{number}.bmp", colour, number)
    (tmp_path / "pictures" / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand no more")
    pack(look_through(tmp_path / "pictures"), tmp_path / "pictures.tar", RunContext())
    said = run(TRAIN, str(tmp_path / "pictures.tar"), str(tmp_path / "model"), "8", "8")
    assert [line["file"] for line in said if line["event"] == "unreadable"] == ["red/00020.png"]
    batches = [line for line in said if line["event"] == "batch"]
    assert batches[-1]["done"] == batches[-1]["total"] == len(batches)
    assert batches[-1]["loss"] < batches[0]["loss"] / 2
    end = said[-1]
    assert (end["event"], end["tested"]) == ("end", 8)
    assert end["accuracy"] >= 0.75
    assert json.loads((tmp_path / "model" / "classes.json").read_text()) == ["blue", "red"]
    load = "import sys, tensorflow as tf; print(tf.keras.models.load_model(sys.argv[1]).output_shape)"
    argv = [PYTHON, "-c", load, str(tmp_path / "model" / "model.h5")]
    loaded = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert loaded.stdout.strip() == "(None, 2)", loaded.stderr[-1000:]
