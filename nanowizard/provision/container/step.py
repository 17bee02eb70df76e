"""NVIDIA's container with TensorFlow: fetched, started once, taken away again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nanowizard.core.events import Progress
from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.nano_scripts import START, nano_script
from nanowizard.provision.tensorflow.facts import STARTED
from nanowizard.provision.tensorflow.install import note_started, report_start, run
from nanowizard.remote import share
from nanowizard.remote.shell import Connection

_LAYER = re.compile(r"([0-9a-f]{12}): (Pulling fs layer|Already exists|Pull complete)$")
_WHOLE = ("Already exists", "Pull complete")
_PASSED_ON = (*share.environment(0), "PYTHONUNBUFFERED", "TF_CPP_MIN_LOG_LEVEL")
"""A container sees of docker's own environment only what is named; what is not set stays so."""


def pull(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    """Layers that have arrived stay, so that a repeated pull fetches only the rest.

    Docker's daemon fetches them, by the network of the Nano: it learns of a proxy at its start alone, and a restart of
    it ends the containers that run (docs.docker.com, "Daemon proxy configuration"). So nothing can be lent to it.
    """
    layers = _Layers(ctx)
    run(conn, ctx, "pull", ["docker", "pull", params["image"]], on_line=layers.line)


class _Layers:
    """Without a terminal docker says only when a layer is wanted and when it is there."""

    def __init__(self, ctx: RunContext) -> None:
        self._ctx = ctx
        self._wanted: set[str] = set()
        self._there: set[str] = set()

    def line(self, text: str) -> None:
        match = _LAYER.match(text)
        if match is None:
            return
        self._wanted.add(match[1])
        if match[2] in _WHOLE:
            self._there.add(match[1])
        done, total = len(self._there), len(self._wanted)
        self._ctx.emit(Progress(phase="nano.tensorflow.pull", done=done, total=total, unit="layers"))


def start(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    said = run(conn, ctx, "start", inside(params["image"], ["python3", "-c", nano_script(START)]), fresh=True)
    report_start(said, ctx)
    note_started(conn, ctx, f"{params['image']} docker")


def inside(image: str, argv: Sequence[str], folders: Sequence[str] = ()) -> list[str]:
    """A command in a container with the GPU; nothing of it stays. `folders` are seen there by the same names."""
    settings = [word for name in _PASSED_ON for word in ("-e", name)]
    volumes = [word for folder in folders for word in ("-v", f"{folder}:{folder}")]
    return ["docker", "run", "--runtime", "nvidia", "--rm", "--network", "host", *settings, *volumes, image, *argv]


def undo(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    if not record["had_image"]:
        as_root(conn, ctx, "docker", "image", "rm", record["image"], check=False, again=True)
    lines = (conn.read_file(STARTED, ctx) or b"").decode("utf-8", "replace").splitlines()
    kept = [line for line in lines if line != f"{record['image']} docker" or line in record["started"]]
    restore_started(conn, ctx, kept)


def restore_started(conn: Connection, ctx: RunContext, lines: Sequence[str]) -> None:
    if lines:
        conn.write_file(STARTED, "".join(f"{line}\n" for line in lines).encode(), ctx)
    else:
        as_root(conn, ctx, "rm", "-f", "--", STARTED, again=True)
