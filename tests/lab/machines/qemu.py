"""One QEMU process: it ends with this process, however that ends, and is told what to do over QMP."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qemu.qmp import ExecuteError
from qemu.qmp.legacy import QEMUMonitorProtocol, QMPError

from tests.support.ports import reserved_port

# Software emulation, asked for by name: a /dev/kvm that opens may still run no ordinary kernel. One processor and an
# old model are the fastest there (no locks between threads, no vector instructions to translate).
_EMULATION = ("-accel", "tcg,thread=multi,tb-size=512", "-smp", "1")
# For the kernel: no work against leaky processors, and every program at the same address each time, where what it was
# translated to is found again. That saves a quarter of what a short command costs.
FASTER = "mitigations=off norandmaps"
_MACHINES = {
    "amd64": ("qemu-system-x86_64", "-machine", "q35", "-cpu", "Nehalem"),
    "arm64": ("qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a57"),
}
_CONSOLES = {"amd64": "ttyS0", "arm64": "ttyAMA0"}
BOOT_LIMIT_S = 400.0
_QMP_LIMIT_S = 30.0
_GONE_LIMIT_S = 30.0


class BootError(Exception):
    """The machine did not get as far as SSH; the text is the end of what it said."""


class Qemu:
    """`port` on 127.0.0.1 leads to the machine's port 22. `folder` holds what it and its machine printed."""

    def __init__(self, arguments: Sequence[str], *, architecture: str = "amd64", memory_mib: int = 1024) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nanowizard-lab-"))
        self._reserved = contextlib.ExitStack()
        self.port = self._reserved.enter_context(reserved_port())
        self.serial = self.folder / "serial.log"
        self._errors = self.folder / "qemu.log"
        ours, its = socket.socketpair()
        program, *model = _MACHINES[architecture]
        command = [
            # The kernel ends QEMU when we end: a test that was killed leaves nothing that holds an image or a port.
            *("setpriv", "--pdeathsig", "KILL", program, *model, *_EMULATION, "-m", str(memory_mib)),
            *("-display", "none", "-monitor", "none", "-nodefaults", "-serial", f"file:{self.serial}"),
            *("-chardev", f"socket,id=qmp,fd={its.fileno()}", "-mon", "chardev=qmp,mode=control"),
            *("-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.port}-:22", "-device", "virtio-net-pci,netdev=net"),
            *("-device", "virtio-rng-pci"),
            *arguments,
        ]
        self.started = time.monotonic()
        with its, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, pass_fds=[its.fileno()]
            )
        try:
            self._qmp = self._connect(ours)
        except BaseException:
            self.close()
            raise

    def qmp(self, command: str, **arguments: Any) -> Any:
        """Raises qemu.qmp.ExecuteError when QEMU refuses."""
        return self._qmp.cmd(command, **arguments)

    def human(self, line: str) -> str:
        """For the few things that only QEMU's monitor for people can do."""
        return str(self.qmp("human-monitor-command", **{"command-line": line}))

    def device_gone(self, device: str) -> None:
        """Wait until the machine let go of a device after `device_del`."""
        self.wait_event("DEVICE_DELETED", _GONE_LIMIT_S, device=device)

    def wait_event(self, name: str, limit_s: float, **fields: object) -> None:
        """Until QEMU tells of it, now or since the last time somebody waited. Raises TimeoutError."""
        deadline = time.monotonic() + limit_s
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(asyncio.TimeoutError):
                event = self._qmp.pull_event(wait=left)
                data = (event or {}).get("data", {})
                if event and event["event"] == name and all(data.get(key) == value for key, value in fields.items()):
                    return
        raise TimeoutError(f"the machine never said {name} {fields}")

    def wait_for_ssh(self, limit_s: float = BOOT_LIMIT_S) -> None:
        """Until the machine's SSH server speaks: QEMU accepts a connection long before. Raises BootError."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise BootError(f"QEMU ended:\n{self._errors.read_text()}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as link:
                if link.recv(4) == b"SSH-":
                    return
            time.sleep(0.3)
        raise BootError(f"no SSH after {limit_s:.0f} s; the console ends with:\n{self.console()[-3000:]}")

    def console(self) -> str:
        return self.serial.read_text(errors="replace") if self.serial.exists() else ""

    def wait_for_end(self, limit_s: float = 120.0) -> None:
        """Until the machine switched itself off."""
        self.process.wait(limit_s)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reserved.close()
        with contextlib.suppress(AttributeError, QMPError, OSError, EOFError):
            self._qmp.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connect(self, ours: socket.socket) -> QEMUMonitorProtocol:
        """It is there from the start: no path that exists a moment before somebody listens. Raises BootError."""
        client = QEMUMonitorProtocol(ours)
        try:
            client.connect()
        except QMPError as error:
            raise BootError(f"QEMU did not start: {error}\n{self._errors.read_text()}") from error
        client.settimeout(_QMP_LIMIT_S)
        return client


def console_of(architecture: str) -> str:
    return _CONSOLES[architecture]


def missing_programs(*programs: str) -> list[str]:
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [name for name in programs if shutil.which(name, path=path) is None]


__all__ = ["FASTER", "BootError", "ExecuteError", "Qemu", "console_of", "missing_programs"]
