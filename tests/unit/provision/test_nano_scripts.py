"""Our programs for the Nano, run here: as Python 3.6 would read them, with a stand-in for TensorFlow."""

from __future__ import annotations

import ast
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from nanowizard.provision.nano_scripts import PACKAGES, PROOF, REACH, START, TRAIN, nano_script

STAND_IN = Path(__file__).resolve().parents[2] / "support" / "stand_in"
SCRIPTS = [PACKAGES, REACH, START, PROOF, TRAIN]


def run(name: str, *arguments: str, **environment: str) -> tuple[int, list[dict[str, Any]]]:
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", nano_script(name), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(STAND_IN), **environment},
        timeout=60,
    )
    assert not said.stderr, said.stderr
    return said.returncode, [json.loads(line) for line in said.stdout.splitlines()]


@pytest.mark.parametrize("name", SCRIPTS)
def test_python_3_6_can_read_it(name: str) -> None:
    ast.parse(nano_script(name), feature_version=(3, 6))


def test_packages_are_found_by_their_folders(tmp_path: Path) -> None:
    for name in (
        "tensorflow-2.7.0+nv22.1.dist-info",
        "Keras_Preprocessing-1.1.2.dist-info",
        "PyYAML-3.12-py3.6.egg-info",
        "numpy-1.13.3.egg-info",
        "~umpy-1.19.5.dist-info",
        "numpy",
    ):
        (tmp_path / name).mkdir()
    status, (said,) = run(PACKAGES, PYTHONPATH=str(tmp_path))
    wanted = {"tensorflow": "2.7.0+nv22.1", "keras-preprocessing": "1.1.2", "pyyaml": "3.12", "numpy": "1.13.3"}
    assert status == 0
    assert {name: said["others"].get(name) for name in wanted} == wanted
    assert not any(name.startswith("~") for name in said["others"])
    assert said["version"] == ".".join(map(str, sys.version_info[:3]))
    assert said["home"] == str(Path.home())
    assert said["target"] in sys.path and "pytest" in said["installed"]


def test_who_can_be_reached() -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[method-assign]
    there = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        assert run(REACH, there) == (0, [{"event": "reached", "url": there, "said": 501}])
        status, said = run(REACH, "http://127.0.0.1:1/", there)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert status == 1
    assert "refused" in said[0]["said"] and said[1]["said"] == 501


@pytest.mark.parametrize(("version", "gpus"), [("2.7.0", 1), ("2.7.0", 0), ("1.14.0", 1), ("1.14.0", 0)])
def test_a_start_says_version_and_gpu(version: str, gpus: int) -> None:
    status, (said,) = run(START, STAND_IN_VERSION=version, STAND_IN_GPUS=str(gpus))
    assert status == 0
    assert (said["event"], said["version"], said["gpus"]) == ("started", version, gpus)


def test_the_proof_measures_both() -> None:
    status, said = run(PROOF, "30", "5", "224")
    assert status == 0
    assert [line["event"] for line in said] == ["imported", "devices", "begun", "measured", "begun", "measured"]
    assert said[1]["gpus"] == ["/physical_device:GPU:0"]
    rates = {line["device"]: line["per_s"] for line in said if line["event"] == "measured"}
    assert rates["GPU"] > rates["CPU"] > 0


def test_without_a_gpu_only_the_processor_is_measured() -> None:
    _status, said = run(PROOF, "30", "5", "224", STAND_IN_GPUS="0")
    assert [line["device"] for line in said if line["event"] == "measured"] == ["CPU"]


@pytest.mark.parametrize("version", ["1.15.0", "2.1.0"])
def test_an_old_tensorflow_says_so(version: str) -> None:
    status, said = run(PROOF, "30", "5", "224", STAND_IN_VERSION=version)
    assert (status, said[-1]) == (3, {"event": "too_old", "version": version})
