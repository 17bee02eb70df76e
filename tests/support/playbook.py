"""Runs an exported Ansible project with the real ansible-core."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Played:
    """`stats` of the one host: ok, changed, failed, unreachable, skipped, ... `said` is everything it printed."""

    code: int
    stats: dict[str, int]
    said: str

    @property
    def well(self) -> bool:
        return self.code == 0 and self.stats.get("failed") == self.stats.get("unreachable") == 0


def program() -> Path:
    """ansible-playbook beside this Python. Skips where it is not installed."""
    found = Path(sys.executable).with_name("ansible-playbook")
    if not found.exists():
        pytest.skip("ansible-core is not installed")
    return found


def play(project: Path, key: Path, *options: str, shared: Path | None = None) -> Played:
    """`key`: a private key that the hosts of the inventory let in.

    `shared`: a folder for the socket of the one connection that all tasks use, as Ansible does it; several plays may
    have the same. A socket's name has 100 characters at most, so it needs a short name.
    """
    if shared is None:
        with tempfile.TemporaryDirectory(prefix="play-", dir="/tmp") as folder:
            return play(project, key, *options, shared=Path(folder))
    master = f"auto -o ControlPersist=60 -o ControlPath={shared}/%C"
    environment = {
        **os.environ,
        "ANSIBLE_NOCOLOR": "true",
        "ANSIBLE_HOST_KEY_CHECKING": "false",
        "ANSIBLE_SSH_ARGS": f"-o UserKnownHostsFile=/dev/null -o ControlMaster={master}",
        "ANSIBLE_HOME": str(project.parent / "ansible-home"),
        "LC_ALL": "C.UTF-8",
    }
    command = [str(program()), "playbook.yml", "--private-key", str(key), *options]
    ended = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    recap = ended.stdout.rpartition("PLAY RECAP")[2]
    stats = {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", recap)}
    return Played(ended.returncode, stats, ended.stdout[-6000:] + ended.stderr)
