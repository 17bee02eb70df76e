"""What the ordinary user does in the lab of services: each function is one case, plain data in and plain data out."""

from __future__ import annotations

import contextlib
import mmap
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import psutil

from lab.loop.agent import BEGUN, Agent
from nanowizard.cards.model import FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import Event, LogLine, Params, StepFinished, StepStarted, to_wire
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.linux import blockdev
from nanowizard.drives.linux import remedy as linux_remedy
from nanowizard.drives.linux import services as linux_services
from nanowizard.drives.linux.backend import LinuxBackend
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.rawfd import FdDevice
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.drives.surroundings import RemedyRequest
from nanowizard.flash.model import FlashRequest, VerifyRequest
from nanowizard.helper.client import HelperClient

Seen = dict[str, Any]
_pipes: list[int] = []


def talk(out: int, go: int) -> None:
    """Where to say that the dialog is open, and where the permission comes from to answer it."""
    _pipes[:] = [out, go]


def _tell_and_wait() -> None:
    out, go = _pipes
    os.write(out, f"{BEGUN}\n".encode())
    os.read(go, 100)


def listed(node: str) -> Seen:
    _, drive = _find(node)
    return {"contents": drive.contents, "readable": os.access(node, os.R_OK), "uid": os.getuid()}


def attempt(node: str, agent: str = "", cancel_when_asked: bool = False, bus: str = "") -> Seen:
    """Try to open for writing. `agent` is who answers the password dialog, if anybody does."""
    if bus:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus
    cancel = CancelToken()

    def begun() -> None:
        _tell_and_wait()
        if cancel_when_asked:
            threading.Thread(target=cancel.set).start()

    if not agent:
        return _open(node, cancel)
    with Agent(os.getpid(), agent, begun) as dialog:
        seen = _open(node, cancel)
        if cancel_when_asked:
            dialog.taken_back.wait(10)
    return seen | {"agent": dialog.log, "questions": dialog.questions}


def services(agent: str = "", bus: str = "") -> Seen:
    """What is known of the services that open cards. `agent` is who would answer the password dialog, if anybody."""
    if bus:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus
    with Agent(os.getpid(), agent, _tell_and_wait) if agent else contextlib.nullcontext() as dialog:
        states = {service.name: service.state for service in linux_services.read_services(())}
    return {"states": states} | ({"agent": dialog.log} if dialog else {})


def start_service() -> Seen:
    try:
        linux_remedy.carry_out(RemedyRequest(action="start_service"))
    except NanoWizardError as error:
        return {"code": error.code}
    return {"code": "started"}


def _open(node: str, cancel: CancelToken) -> Seen:
    events: list[Event] = []
    backend, drive = _find(node)
    seen: Seen
    try:
        backend.open(drive, RunContext(emit=events.append, cancel=cancel)).close()
        seen = {"code": "opened"}
    except NanoWizardError as error:
        seen = _said(error)
    except Cancelled:
        seen = {"code": "cancelled"}
    return seen | {
        "started": [event.step for event in events if isinstance(event, StepStarted)],
        "finished": [event.step for event in events if isinstance(event, StepFinished)],
        "lines": [event.text for event in events if isinstance(event, LogLine)],
    }


def use(node: str) -> Seen:
    """Open, write, read back; look at the descriptor; find the device locked against a second opener."""
    backend, drive = _find(node)
    device = backend.open(drive, RunContext())
    assert isinstance(device, FdDevice)
    with mmap.mmap(-1, 4096) as block, memoryview(block) as view:
        view[:] = b"\xa5" * 4096
        device.write_at(8192, view)
        device.flush()
        view[:] = bytes(4096)
        device.read_at(8192, view)
        same = bytes(view) == b"\xa5" * 4096
    device.check_same()
    seen = {
        "inheritable": os.get_inheritable(device._fd),
        "direct": device._direct,
        "diskseq": blockdev.diskseq_of(device._fd),
        "listed_diskseq": int(Path(f"/sys/block/{Path(node).name}/diskseq").read_text()),
        "read_back": same,
        "second": _open(node, CancelToken())["code"],
    }
    device.close()
    return seen


def open_stale(node: str) -> Seen:
    """Ask for the card that was there before this one."""
    backend, drive = _find(node)
    before = replace(drive, identity=replace(drive.identity, diskseq=(drive.identity.diskseq or 0) - 1))
    try:
        backend.open(before, RunContext()).close()
    except NanoWizardError as error:
        return _said(error)
    return {"code": "opened"}


def hotplug(node: str) -> Seen:
    told = threading.Event()
    watch = LinuxBackend(extra=[node]).watch(told.set)
    _tell_and_wait()
    came = told.wait(10)
    watch.close()
    return {"told": came}


def flash(node: str, image: str, agent: str) -> Seen:
    """The whole of it through the helper, as the window and the command line do it, and then a comparison."""
    events: list[Event] = []
    with _helper(node) as client:
        (drive,) = [drive for drive in client.list_drives() if drive.path == node]
        (helper,) = psutil.Process().children()
        with Agent(helper.pid, agent, _tell_and_wait) as dialog:
            request = FlashRequest(identity=drive.identity, image=Path(image), full=True)
            try:
                seen: Seen = {"report": asdict(client.flash(request, RunContext(emit=events.append)))}
            except NanoWizardError as error:
                seen = _said(error)
        there = node in [drive.path for drive in client.list_drives() if drive.medium_present]
    wire = [to_wire(event) for event in events]
    return seen | {"questions": dialog.questions, "events": wire, "still_there": there}


CARE: dict[str, Callable[[HelperClient, DriveIdentity, RunContext], object]] = {
    "format": lambda client, card, ctx: client.format(FormatRequest(identity=card, label="lab"), ctx),
    "repair": lambda client, card, ctx: client.repair(RepairRequest(identity=card, label="lab"), ctx),
    "test": lambda client, card, ctx: client.probe(ProbeRequest(identity=card), ctx),
    "test-full": lambda client, card, ctx: client.probe(ProbeRequest(identity=card, mode="full"), ctx),
}


def care(node: str, what: str, agent: str = "") -> Seen:
    """Care of a card through the helper. `agent` is who answers the password dialog, if anybody does."""
    events: list[Event] = []
    with _helper(node) as client, contextlib.ExitStack() as stack:
        (drive,) = [drive for drive in client.list_drives() if drive.path == node]
        (helper,) = psutil.Process().children()
        dialog = stack.enter_context(Agent(helper.pid, agent, _tell_and_wait)) if agent else None
        try:
            CARE[what](client, drive.identity, RunContext(emit=events.append))
            seen: Seen = {"code": "done", "params": {}}
        except NanoWizardError as error:
            seen = _said(error)
    steps = [event.step for event in events if isinstance(event, StepStarted)]
    return seen | {"questions": dialog.questions if dialog else [], "steps": steps}


def verify_twice(node: str, image: str) -> Seen:
    """Two operations of one helper process: a permission that is kept belongs to it."""
    codes = []
    with _helper(node) as client:
        (drive,) = [drive for drive in client.list_drives() if drive.path == node]
        (helper,) = psutil.Process().children()
        with Agent(helper.pid, "grant", _tell_and_wait) as dialog:
            for _ in range(2):
                try:
                    client.verify(VerifyRequest(identity=drive.identity, image=Path(image), full=True), RunContext())
                except NanoWizardError as error:
                    codes.append(error.code)
    return {"codes": codes, "questions": dialog.questions}


@contextlib.contextmanager
def _helper(node: str) -> Iterator[HelperClient]:
    os.environ[EXTRA_DEVICES] = node
    with HelperClient() as client:
        yield client


def _find(node: str) -> tuple[LinuxBackend, Drive]:
    backend = LinuxBackend(extra=[node])
    return backend, next(drive for drive in backend.list_drives() if drive.path == node)


def _said(error: NanoWizardError) -> Seen:
    params: Params = error.params
    return {"code": error.code, "params": dict(params), "detail": error.detail}
