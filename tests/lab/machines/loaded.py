"""Runs inside of a machine: NanoWizard's command line, loaded once for many commands.

Under emulation loading it takes longer than most commands do. A JSON object a line comes in: {"run": N, "argv": [...]}
begins a command in a process of its own, forked from here; {"interrupt": N} is its Ctrl-C. JSON lists go out:
[N, "out", LINE], [N, "err", LINE], and [N, "exit", CODE] once both of its streams are closed.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import traceback
from typing import Any, NoReturn

# What a command for cards loads in any case.
LOADED = ("cli.card", "tasks.card", "tasks.format", "tasks.probe", "tasks.why", "helper.client")
_saying = threading.Lock()


def main() -> None:
    for module in LOADED:
        importlib.import_module(f"nanowizard.{module}")
    pids: dict[int, int] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "run" in request:
            pids[request["run"]] = begin(request["run"], request["argv"])
        else:
            os.kill(pids[request["interrupt"]], signal.SIGINT)


def begin(number: int, argv: list[str]) -> int:
    out, err = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out[1], 1)
        os.dup2(err[1], 2)
        os.closerange(3, 256)
        become(argv)
    os.close(out[1])
    os.close(err[1])
    reading = [threading.Thread(target=hand_on, args=(number, *what)) for what in (("out", out[0]), ("err", err[0]))]
    for thread in reading:
        thread.start()
    threading.Thread(target=wait, args=(number, pid, reading)).start()
    return pid


def become(argv: list[str]) -> NoReturn:
    """What `python3 -m nanowizard` is, from here on."""
    code = 1
    try:
        from nanowizard.__main__ import main as nanowizard

        sys.argv = ["nanowizard", *argv]
        code = nanowizard()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - as the interpreter itself ends
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def hand_on(number: int, name: str, descriptor: int) -> None:
    with open(descriptor, errors="replace") as stream:
        for line in stream:
            say(number, name, line)


def wait(number: int, pid: int, reading: list[threading.Thread]) -> None:
    for thread in reading:
        thread.join()
    say(number, "exit", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def say(*what: Any) -> None:
    with _saying:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
