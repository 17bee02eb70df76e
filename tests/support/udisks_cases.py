"""The cases of tests/contract/test_udisks.py; runs inside udisks_lab.sh as root and becomes `nobody` for each.

udisks_cases.py ASKED ALLOWED      two loop devices; prints one JSON object: case -> what was seen
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives import blockdev, udisks
from nanowizard.drives.linux import LinuxBackend
from nanowizard.drives.model import Drive
from nanowizard.drives.rawfd import FdDevice

NOBODY = 65534
Seen = dict[str, Any]


def main(asked: str, allowed: str) -> None:
    cases: dict[str, Callable[[], Seen]] = {
        "listed": lambda: listed(asked),
        "no_agent": lambda: attempt(asked),
        "dismissed": lambda: with_agent("dismiss", lambda _log: attempt(asked)),
        "cancelled": lambda: with_agent("hang", lambda log: cancel_the_question(asked, log)),
        "allowed": lambda: use(allowed),
        "exchanged": lambda: attempt(allowed, stale=True),
    }
    results = {name: as_nobody(case) for name, case in cases.items()}
    mount_point = Path("/mnt")
    subprocess.run(["mkfs.ext4", "-q", "-F", allowed], check=True)
    subprocess.run(["udevadm", "settle"], check=True)
    subprocess.run(["mount", allowed, mount_point], check=True)
    results["mounted"] = as_nobody(lambda: attempt(allowed)) | {"still_mounted": mount_point.is_mount()}
    results["hotplug"] = as_nobody(lambda: hotplug(allowed), during=lambda: replug(allowed))
    os.kill(int(Path("/run/udisksd.pid").read_text()), signal.SIGKILL)
    results["no_udisks"] = as_nobody(lambda: attempt(asked))
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/run/dbus/absent"
    results["no_bus"] = as_nobody(lambda: attempt(asked))
    print(json.dumps(results))


def as_nobody(case: Callable[[], Seen], *, during: Callable[[], None] | None = None) -> Seen:
    """What `case` saw in a child process that is an ordinary user: a permission belongs to a process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        seen = case()
        os.write(writing, json.dumps(seen).encode())
        os._exit(0)
    os.close(writing)
    if during:
        during()
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    seen: Seen = json.loads(text) if text else {"crashed": True}
    return seen


def find(node: str) -> tuple[LinuxBackend, Drive]:
    backend = LinuxBackend(extra=[node])
    return backend, next(drive for drive in backend.list_drives() if drive.path == node)


def listed(node: str) -> Seen:
    _, drive = find(node)
    return {"contents": drive.contents, "readable": os.access(node, os.R_OK), "uid": os.getuid()}


def attempt(node: str, *, cancel: CancelToken | None = None, stale: bool = False) -> Seen:
    """Try to open for writing; `stale` asks with the insertion number of an earlier card."""
    backend, drive = find(node)
    events: list[Event] = []
    ctx = RunContext(emit=events.append, cancel=cancel or CancelToken())
    began = time.monotonic()
    seen: Seen = {"code": "opened"}
    try:
        if stale:
            other = drive.identity.__class__(**{**identity_of(drive), "diskseq": (drive.identity.diskseq or 0) - 1})
            blockdev.adopt(udisks.open_device(node, ctx, writable=True), other, writable=True)
        backend.open(drive, ctx).close()
    except NanoWizardError as error:
        seen = {"code": error.code, "detail": error.detail}
    except Cancelled:
        seen = {"code": "cancelled"}
    steps = [event.step for event in events if isinstance(event, (StepStarted, StepFinished))]
    return seen | {"steps": steps, "took_s": time.monotonic() - began}


def identity_of(drive: Drive) -> dict[str, Any]:
    return {name: getattr(drive.identity, name) for name in drive.identity.__slots__}


def use(node: str) -> Seen:
    """Open, write, read back; look at the descriptor; find the device locked against a second opener."""
    backend, drive = find(node)
    device = backend.open(drive, RunContext())
    assert isinstance(device, FdDevice)
    fd = device._fd
    with mmap.mmap(-1, 4096) as block, memoryview(block) as view:
        view[:] = b"\xa5" * 4096
        device.write_at(8192, view)
        device.flush()
        view[:] = bytes(4096)
        device.read_at(8192, view)
        same = bytes(view) == b"\xa5" * 4096
    device.check_same()
    second = attempt(node)["code"]
    seen = {
        "inheritable": os.get_inheritable(fd),
        "diskseq": blockdev.diskseq_of(fd),
        "listed_diskseq": int(Path(f"/sys/block/{Path(node).name}/diskseq").read_text()),
        "read_back": same,
        "second": second,
    }
    device.close()
    return seen


def hotplug(node: str) -> Seen:
    told = threading.Event()
    watch = LinuxBackend(extra=[node]).watch(told.set)
    came = told.wait(5)
    watch.close()
    return {"told": came}


def replug(node: str) -> None:
    time.sleep(0.5)
    subprocess.run(["udevadm", "trigger", "--action=change", f"/sys/block/{Path(node).name}"], check=True)


# A polkit agent, standing in for the desktop's password dialog


def with_agent(mode: str, case: Callable[[list[str]], Seen]) -> Seen:
    """Run `case` while an agent serves this very process; `log` tells what the agent was asked."""
    log: list[str] = []
    with agent(mode, log):
        seen = case(log)
    return seen | {"agent": log}


@contextlib.contextmanager
def agent(mode: str, log: list[str]) -> Iterator[None]:
    connection = open_dbus_connection("SYSTEM")
    start_time = int(Path(f"/proc/{os.getpid()}/stat").read_text().rpartition(")")[2].split()[19])
    subject = ("unix-process", {"pid": ("u", os.getpid()), "start-time": ("t", start_time)})
    name = "org.freedesktop.PolicyKit1"
    authority = DBusAddress("/org/freedesktop/PolicyKit1/Authority", name, f"{name}.Authority")
    body = (subject, "C", "/lab/agent")
    call = new_method_call(authority, "RegisterAuthenticationAgent", "(sa{sv})ss", body)
    unwrap_msg(connection.send_and_get_reply(call, timeout=10))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                message = connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            log.append(message.header.fields[HeaderFields.member])
            if log[-1] == "BeginAuthentication" and mode == "dismiss":
                connection.send(new_error(message, f"{name}.Error.Cancelled", "s", ("dismissed",)))
            elif log[-1] != "BeginAuthentication":
                connection.send(new_method_return(message))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        connection.close()


def cancel_the_question(node: str, log: list[str]) -> Seen:
    cancel = CancelToken()

    def when_asked() -> None:
        while "BeginAuthentication" not in log:
            time.sleep(0.02)
        cancel.set()

    threading.Thread(target=when_asked, daemon=True).start()
    seen = attempt(node, cancel=cancel)
    until = time.monotonic() + 3
    while "CancelAuthentication" not in log and time.monotonic() < until:
        time.sleep(0.02)
    return seen


if __name__ == "__main__":
    main(*sys.argv[1:])
