"""The virtual board as one more board of the contract tests: a plug-in of pytest, `-p tests.lab.contract.held_board`.

It is switched on for the first test and off after the last; between them everything is put back that they change.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import shlex
import tempfile
from pathlib import Path

import pytest

from nanowizard.core.task import RunContext
from nanowizard.remote.facts import SwapArea, parse_swaps
from nanowizard.remote.ssh import probe_host_key
from tests.lab.machines.nano_image import nano_image
from tests.lab.nano.board import Board, new_card
from tests.lab.nano.journey import set_up
from tests.support.boards import FREE_USER, FSTAB, PASSWORD, PLAIN_USER, SYSCTL

_LIMIT_S = 600
_PIECE_BYTES = 60_000
_HOST_NAME = "nano-real"
_QUOTED = shlex.quote(PASSWORD)
# The same people and the same rules as on the board of namespaces.
_PEOPLE = f"""
hostname {_HOST_NAME}; sed -i 's/^127.0.1.1.*/127.0.1.1 {_HOST_NAME}/' /etc/hosts
useradd --create-home --shell /bin/bash {PLAIN_USER}
useradd --create-home --shell /bin/bash {FREE_USER}
printf '%s:%s\\n' nano {_QUOTED} {PLAIN_USER} {_QUOTED} {FREE_USER} {_QUOTED} | chpasswd
printf '%s\\n' 'Defaults use_pty' 'Defaults lecture=always' '{FREE_USER} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/lab
printf '%s\\n' 'KbdInteractiveAuthentication yes' 'Match User {PLAIN_USER}' '  PasswordAuthentication no' \
    '  AllowTcpForwarding no' >/etc/ssh/sshd_config.d/lab.conf
systemctl reload ssh
"""
_PUT_BACK = f"""
for file in $(awk '$2 == "file" {{ print $1 }}' /proc/swaps); do swapoff "$file"; done
rm -rf /swapfile* /vault /mnt/* /var/lib/nanowizard /home/*/.ssh {SYSCTL}
printf '%s' {shlex.quote(FSTAB)} >/etc/fstab
sysctl -q -w vm.swappiness=60
systemctl -q enable nvzramconfig
grep -q zram /proc/swaps || {{ echo 1 >/sys/block/zram0/reset; systemctl restart nvzramconfig; }}
while systemctl -q is-active nvzramconfig; do sleep 0.1; done
"""


class HeldBoard:
    """As `support.boards.Board` says."""

    def __init__(self, _folder: Path) -> None:
        self._board = running()
        self.address = self._board.address
        self._board.look(_PUT_BACK)

    def read(self, path: str) -> bytes | None:
        quoted = shlex.quote(path)
        said = self._board.look(f"if [ -e {quoted} ]; then echo there; base64 -w 0 {quoted}; fi")
        there, _line, data = said.partition("\n")
        return base64.b64decode(data) if there else None

    def mode(self, path: str) -> int:
        return int(self._board.look(f"stat -c %a {shlex.quote(path)}"), 8)

    def put(self, path: str, data: bytes, mode: int = 0o644) -> None:
        quoted = shlex.quote(path)
        self._board.look(f": >{quoted}; chmod {mode:o} {quoted}")
        for at in range(0, len(data), _PIECE_BYTES):  # a line of shell has an end
            text = base64.b64encode(data[at : at + _PIECE_BYTES]).decode()
            self._board.look(f"echo {text} | base64 -d >>{quoted}")

    def make_swap(self, path: str, size_bytes: int, *, mode: int = 0o600, active: bool = True) -> None:
        quoted = shlex.quote(path)
        on = f"swapon {quoted}" if active else "true"
        self._board.look(f"fallocate -l {size_bytes} {quoted} && mkswap {quoted} && {on} && chmod {mode:o} {quoted}")

    def swaps(self) -> dict[str, int]:
        return {area.path: area.size_bytes for area in self._areas() if area.kind == "file"}

    def zram_on(self) -> list[str]:
        # systemctl does not wait for it.
        self._board.look("while systemctl -q is-active nvzramconfig; do sleep 0.1; done")
        return [area.path for area in self._areas() if area.is_zram]

    def let_in(self, user: str, public_key: str) -> None:
        folder = f"/home/{user}/.ssh"
        self._board.look(
            f"install -d -m 700 -o {user} -g {user} {folder} && cd {folder} && echo {shlex.quote(public_key)}"
            f" >>authorized_keys && chown {user}: authorized_keys && chmod 600 authorized_keys"
        )

    def processes(self) -> str:
        return self._board.look(r"cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\0' '\n'")

    def fingerprint(self) -> str:
        """Of one of its host keys, as a person says which one is meant."""
        return f"SHA256:{probe_host_key(self.address, RunContext()).fingerprint}"

    def close(self) -> None:
        """It stays on for the next test."""

    def _areas(self) -> list[SwapArea]:
        return list(parse_swaps(self._board.look("cat /proc/swaps")))


_ends = contextlib.ExitStack()


@functools.cache
def running() -> Board:
    """Flashed and started by NanoWizard, as in the tier `nano`."""
    home = Path(_ends.enter_context(tempfile.TemporaryDirectory(prefix="nanowizard-lab-", dir="/var/tmp")))
    board = Board(new_card(home / "card.img"), lambda _name, _value: None)
    _ends.callback(board.close)
    set_up(nano_image().archive, board, home / "home")
    board.look(_PEOPLE)
    return board


def pytest_configure() -> None:
    from support import boards  # the tests' own name for it, which pytest knows only now

    boards.BOARDS[:] = [pytest.param(HeldBoard, id="board")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(_LIMIT_S))


def pytest_unconfigure() -> None:
    _ends.close()
