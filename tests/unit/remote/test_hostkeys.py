from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import pytest

from nanowizard.core.errors import StoreError
from nanowizard.remote.hostkeys import HostKey, HostKeys, Trust

ONE, TWO = HostKey("ssh-ed25519", b"one"), HostKey("ssh-ed25519", b"two")
PLACE = "192.168.55.1:22"


def test_unknown_known_changed_forgotten(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path / "new" / "host_keys.json")
    assert keys.check(PLACE, ONE) is Trust.UNKNOWN
    keys.pin(PLACE, ONE)
    assert keys.check(PLACE, ONE) is Trust.KNOWN
    assert keys.check(PLACE, TWO) is Trust.CHANGED
    assert keys.check(PLACE, HostKey("ssh-rsa", b"one")) is Trust.CHANGED
    assert keys.check("192.168.55.1:2222", ONE) is Trust.UNKNOWN
    assert keys.forget(PLACE)
    assert not keys.forget(PLACE)
    assert keys.check(PLACE, ONE) is Trust.UNKNOWN


def test_two_programs_share_the_file(tmp_path: Path) -> None:
    one, two = HostKeys(tmp_path / "k.json"), HostKeys(tmp_path / "k.json")
    one.pin("a:22", ONE)
    two.pin("b:22", TWO)
    assert one.check("b:22", TWO) is two.check("a:22", ONE) is Trust.KNOWN


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "k.json"
    path.write_text('{"schema": 1, "pins": ')
    keys = HostKeys(path)
    assert keys.check(PLACE, ONE) is Trust.UNKNOWN
    assert keys.warning and keys.warning.code == "store.set_aside"


@pytest.mark.parametrize("entry", [None, {}, [], {"type": "x", "key": "!!", "pinned_at": ""}, {"key": "b25l"}])
def test_a_broken_entry_is_an_unknown_board(tmp_path: Path, entry: object) -> None:
    path = tmp_path / "k.json"
    path.write_text(json.dumps({"schema": 1, "pins": {PLACE: entry}}))
    assert HostKeys(path).check(PLACE, ONE) is Trust.UNKNOWN


def test_a_pin_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as raised:
        HostKeys(tmp_path / "file" / "k.json").pin(PLACE, ONE)
    assert raised.value.code == "store.not_written"


def test_the_fingerprint_is_the_one_that_ssh_keygen_prints(tmp_path: Path) -> None:
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "id")], check=True)
    except FileNotFoundError:
        pytest.skip("no ssh-keygen")
    kind, blob = (tmp_path / "id.pub").read_text().split()[:2]
    said = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "id.pub")], check=True, capture_output=True, text=True)
    assert HostKey(kind, base64.b64decode(blob)).fingerprint == said.stdout.split()[1].removeprefix("SHA256:")
