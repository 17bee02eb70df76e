"""SFTP of the practice Nano: files come in, in pieces; nothing else."""

from __future__ import annotations

import os

import paramiko
from paramiko.sftp import SFTP_FAILURE, SFTP_NO_SUCH_FILE, SFTP_OK

from nanowizard.practice.machine import File, Machine


class PracticeSftp(paramiko.SFTPServerInterface):
    def __init__(self, server: paramiko.ServerInterface, machine: Machine) -> None:
        super().__init__(server)
        self._machine = machine

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> paramiko.SFTPHandle | int:
        del attr
        files = self._machine.state.files
        if path not in files or flags & os.O_TRUNC:
            files[path] = File(owner="nano")
        return _Incoming(self._machine, path, flags)

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        file = self._machine.state.files.get(path)
        if file is None:
            return SFTP_NO_SUCH_FILE
        found = paramiko.SFTPAttributes()
        found.st_size = file.size
        return found


class _Incoming(paramiko.SFTPHandle):
    """Its bytes are kept as those of any small file; what is pushed to the practice Nano is small."""

    def __init__(self, machine: Machine, place: str, flags: int) -> None:
        super().__init__(flags)
        self._machine, self._place = machine, place

    def write(self, offset: int, data: bytes) -> int:  # type: ignore[override] # bytes is what the server gives
        if self._machine.full_disk:
            return SFTP_FAILURE
        old = self._machine.state.files[self._place].data[:offset]
        self._machine.put(self._place, old.ljust(offset, b"\0") + data, owner="nano")
        return SFTP_OK
