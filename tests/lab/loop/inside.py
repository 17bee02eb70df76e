"""Runs inside of services.sh, as root: starts and stops services, and plays cases as the ordinary user `ada`.

One JSON object a line on standard input, one answer a line on standard output: {"op": "case", "name": ...} with what
the case wants, or {"op": NAME} with the arguments of that function below.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import psutil
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from lab.loop import cases
from lab.loop.agent import BEGUN

ADA = 4711
COMMANDS = {
    "polkitd": ("org.freedesktop.PolicyKit1", ["/usr/lib/polkit-1/polkitd", "--no-debug"]),
    "udisksd": ("org.freedesktop.UDisks2", ["/usr/libexec/udisks2/udisksd", "--no-debug"]),
}
_ACTIVATION = Path("/usr/share/dbus-1/system-services/org.freedesktop.UDisks2.service")
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


def start(service: str) -> None:
    """Returns when the service has its name on the bus."""
    name, command = COMMANDS[service]
    with open_dbus_connection("SYSTEM", auth_timeout=30) as bus:
        rule = f"type='signal',member='NameOwnerChanged',arg0='{name}'"
        unwrap_msg(bus.send_and_get_reply(new_method_call(_BUS, "AddMatch", "s", (rule,))))
        with Path(f"/run/{service}.log").open("ab") as log:
            subprocess.Popen(command, stdout=log, stderr=log)
        while not _has_owner(bus.receive(timeout=20).body, name):
            pass


def _has_owner(body: Any, name: str) -> bool:
    return len(body) == 3 and body[0] == name and bool(body[2])


def stop(service: str) -> None:
    """Kill it: what is seen here are only the processes of this namespace."""
    found = [process for process in psutil.process_iter(["name"]) if process.info["name"] == service]
    for process in found:
        process.kill()
    psutil.wait_procs(found, timeout=10)


def shell(command: list[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout


def activate(on: bool) -> None:
    """Whether the bus starts UDisks when it is called, as on any desktop."""
    if on:
        shutil.copy(f"/run/lab/{_ACTIVATION.name}", _ACTIVATION)
    else:
        _ACTIVATION.unlink(missing_ok=True)
    with open_dbus_connection("SYSTEM", auth_timeout=30) as bus:
        unwrap_msg(bus.send_and_get_reply(new_method_call(_BUS, "ReloadConfig")))


def play(name: str, when_asked: list[str], arguments: dict[str, Any]) -> Any:
    """The case in a process of its own that is ada's: a permission belongs to a process.

    `when_asked` is a command that is carried out, as root, each time the password dialog opens.
    """
    out_read, out_write = os.pipe()
    go_read, go_write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go_write)
        _as_ada(name, arguments, out_write, go_read)
    os.close(out_write)
    os.close(go_read)
    answer: Any = {"crashed": True}
    with os.fdopen(out_read) as lines, os.fdopen(go_write, "w") as go:
        for line in lines:
            if line.strip() != BEGUN:
                answer = json.loads(line)
                continue
            if when_asked:
                subprocess.run(when_asked, check=True, stdout=sys.stderr)
            go.write("go\n")
            go.flush()
    os.waitpid(child, 0)
    return answer


def _as_ada(name: str, arguments: dict[str, Any], out: int, go: int) -> None:
    os.setgroups([])
    os.setresgid(ADA, ADA, ADA)
    os.setresuid(ADA, ADA, ADA)
    try:
        cases.talk(out, go)
        os.write(out, json.dumps(getattr(cases, name)(**arguments)).encode() + b"\n")
    except BaseException:  # noqa: BLE001 - the child ends here, whatever it was
        traceback.print_exc()
    os._exit(0)


def main() -> None:
    for service in COMMANDS:
        start(service)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        operation = request.pop("op")
        if operation == "case":
            answer = play(request.pop("name"), request.pop("when_asked", []), request)
        else:
            answer = {"start": start, "stop": stop, "activate": activate, "shell": shell}[operation](**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
