"""The practice Nano's ~/.ssh/authorized_keys, as `remote.authorized` reads and writes it."""

from __future__ import annotations

import base64
import binascii

from nanowizard.practice.machine import Machine
from nanowizard.practice.shell import Process, Program
from nanowizard.remote import command
from nanowizard.remote.authorized import ADD_LINE, READ_KEYS, REMOVE_LINE

HOME = "/home/nano"
FILE = f"{HOME}/.ssh/authorized_keys"


def public_keys(machine: Machine) -> list[bytes]:
    """Those that may log in, in wire form."""
    found = []
    for line in machine.read(FILE).decode("utf-8", "replace").splitlines() if machine.exists(FILE) else ():
        for word in line.split():
            if word.startswith("AAAA"):
                with_padding = word + "=" * (-len(word) % 4)
                try:
                    found.append(base64.b64decode(with_padding, validate=True))
                except binascii.Error:
                    continue
    return found


def _read(process: Process, _arguments: list[str]) -> int:
    if not process.machine.exists(FILE):
        return command.NO_SUCH_FILE
    process.streams.out(process.machine.read(FILE))
    return 0


def _add(process: Process, arguments: list[str]) -> int:
    before = process.machine.read(FILE) if process.machine.exists(FILE) else b""
    if process.machine.free_bytes == 0:
        return process.complain("cat: write error: No space left on device")
    gap = b"" if before.endswith(b"\n") or not before else b"\n"
    return _put(process, before + gap + arguments[0].encode() + b"\n")


def _remove(process: Process, arguments: list[str]) -> int:
    if not process.machine.exists(FILE):
        return 0
    lines = process.machine.read(FILE).splitlines(keepends=True)
    return _put(process, b"".join(line for line in lines if line.rstrip(b"\n") != arguments[0].encode()))


def _put(process: Process, data: bytes) -> int:
    if data:
        process.machine.put(FILE, data, mode=0o600, owner=process.user)
    else:
        process.machine.state.files.pop(FILE, None)
    process.machine.save()
    return 0


KEY_SCRIPTS: dict[str, Program] = {READ_KEYS: _read, ADD_LINE: _add, REMOVE_LINE: _remove}
"""By the whole text of a script, as the shell knows them."""
