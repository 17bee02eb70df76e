"""NVIDIA's container with TensorFlow: fetched, started once, taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.nano_scripts import START, nano_script
from nanowizard.provision.tensorflow_facts import STARTED
from nanowizard.provision.tensorflow_install import note_started, report_start, run
from nanowizard.remote.shell import Connection


def pull(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    """Layers that have arrived stay, so that a repeated pull fetches only the rest."""
    run(conn, ctx, "pull", ["docker", "pull", params["image"]])


def start(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    said = run(conn, ctx, "start", inside(params["image"], ["python3", "-c", nano_script(START)]), fresh=True)
    report_start(said, ctx)
    note_started(conn, ctx, f"{params['image']} docker")


def inside(image: str, argv: Sequence[str], folders: Sequence[str] = ()) -> list[str]:
    """A command in a container with the GPU; nothing of it stays. `folders` are seen there by the same names."""
    volumes = [word for folder in folders for word in ("-v", f"{folder}:{folder}")]
    return ["docker", "run", "--runtime", "nvidia", "--rm", "--network", "host", *volumes, image, *argv]


def undo(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    if not record["had_image"]:
        as_root(conn, ctx, "docker", "image", "rm", record["image"], check=False)
    lines = (conn.read_file(STARTED, ctx) or b"").decode("utf-8", "replace").splitlines()
    kept = [line for line in lines if line != f"{record['image']} docker" or line in record["started"]]
    restore_started(conn, ctx, kept)


def restore_started(conn: Connection, ctx: RunContext, lines: Sequence[str]) -> None:
    if lines:
        conn.write_file(STARTED, "".join(f"{line}\n" for line in lines).encode(), ctx)
    else:
        as_root(conn, ctx, "rm", "-f", "--", STARTED)
