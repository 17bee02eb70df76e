"""An ordinary user, the real udevd, D-Bus, polkit and UDisks2, and a real block device (see support/udisks_lab.sh).

The lab runs once, about five seconds; each test looks at one thing that it saw.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)
from support.labs import attach, losetup, make_file

from nanowizard.drives.marker import make_marker

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests" / "support"
SERVICES = ("/usr/libexec/udisks2/udisksd", "/usr/lib/polkit-1/polkitd", "/usr/bin/dbus-daemon", "/usr/bin/udevadm")

pytestmark = pytest.mark.root


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    missing = [service for service in SERVICES if not Path(service).exists()]
    if missing:
        pytest.skip(f"not installed: {missing}")
    folder = tmp_path_factory.mktemp("udisks")
    nodes = []
    try:
        for name in ("asked", "allowed"):
            make_file(folder / name, 32 << 20)
            nodes.append(attach(folder / name))
        with open(nodes[0], "r+b") as node:
            node.write(make_marker({}))
        yield run_lab(*nodes)
    finally:
        for node in nodes:
            losetup("--detach", node)


def run_lab(asked: str, allowed: str) -> dict[str, dict[str, Any]]:
    environment = os.environ | {
        "LAB_ALLOWED": allowed,
        "PYTHONPATH": f"{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [SUPPORT / "udisks_lab.sh", sys.executable, SUPPORT / "udisks_cases.py", asked, allowed],
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    if "unshare" in done.stderr and "Operation not permitted" in done.stderr:
        pytest.skip("no namespaces here")
    assert done.returncode == 0, done.stdout + done.stderr
    results: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return results


def test_an_ordinary_user_recognises_an_interrupted_flash_without_reading_the_card(seen: Any) -> None:
    assert seen["listed"] == {"contents": "not_ready", "readable": False, "uid": 65534}


def test_without_anybody_to_ask_there_is_a_clear_answer(seen: Any) -> None:
    assert seen["no_agent"]["code"] == "privilege.no_agent"
    assert seen["no_agent"]["steps"] == ["privilege.asking"]


def test_a_closed_dialog_is_told_apart_from_a_refusal(seen: Any) -> None:
    assert seen["dismissed"]["code"] == "privilege.dismissed"
    assert "BeginAuthentication" in seen["dismissed"]["agent"]


def test_cancelling_takes_the_dialog_away(seen: Any) -> None:
    assert seen["cancelled"]["code"] == "cancelled"
    assert seen["cancelled"]["agent"] == ["BeginAuthentication", "CancelAuthentication"]
    assert seen["cancelled"]["took_s"] < 10


def test_an_allowed_user_gets_the_card_and_nobody_else_does(seen: Any) -> None:
    allowed = seen["allowed"]
    assert allowed["diskseq"] == allowed["listed_diskseq"]
    assert (allowed["read_back"], allowed["inheritable"], allowed["second"]) == (True, False, "drive.busy")


def test_a_card_exchanged_while_the_question_was_open_is_refused(seen: Any) -> None:
    assert seen["exchanged"]["code"] == "drive.changed"


def test_a_mounted_card_is_unmounted_through_udisks(seen: Any) -> None:
    assert (seen["mounted"]["code"], seen["mounted"]["still_mounted"]) == ("opened", False)
    assert seen["mounted"]["steps"] == [], "an allowed user is not asked"


def test_udev_tells_of_changes(seen: Any) -> None:
    assert seen["hotplug"]["told"]


def test_missing_services_are_named(seen: Any) -> None:
    assert seen["no_udisks"]["code"] == "privilege.no_udisks"
    assert seen["no_bus"]["code"] == "privilege.no_bus"
