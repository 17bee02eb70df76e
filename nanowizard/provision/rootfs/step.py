"""The root file system takes all of the card, while the Nano runs from it.

The new entry of the partition table is written by one command, with everything that the old one said: there is no
moment without one. What was cut off is taken up again: the plan looks at partition and file system each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root, show
from nanowizard.provision.rootfs.facts import RootfsFacts, RootfsOptions, gather_rootfs
from nanowizard.provision.rootfs.plan import plan_rootfs
from nanowizard.provision.step import Change, OneWayStep, Plan
from nanowizard.remote.jobs import run_job
from nanowizard.remote.shell import Connection


class RootfsStep(OneWayStep):
    """Options: `RootfsOptions`. Changes: nano.rootfs.*; findings: nano.rootfs_*."""

    id: ClassVar[str] = "nano.rootfs"
    no_undo: ClassVar[str] = "nano.rootfs_no_undo"

    def gather(self, conn: Connection, options: RootfsOptions, ctx: RunContext) -> RootfsFacts:
        del options
        return gather_rootfs(conn, ctx)

    def plan(self, facts: RootfsFacts, options: RootfsOptions) -> Plan:
        del options
        return plan_rootfs(facts)

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        params = change.params
        match change.code.rpartition(".")[2]:
            case "grow_by_script":
                # It deletes the entry and makes it anew in two commands: nothing may come in between.
                _job(conn, RunContext(emit=ctx.emit), change.code, params["script"])
            case "grow_partition":
                _grow_partition(conn, params, ctx)
            case "grow_file_system":
                _job(conn, ctx, change.code, "resize2fs", params["device"])


def sgdisk_arguments(params: Mapping[str, Any]) -> list[str]:
    """One command that moves the copy of the table to the card's end and makes the entry anew, as large as it can be.

    Without an alignment of one sector sgdisk would move a start that is not on a MiB.
    """
    number = params["number"]
    argv = ["sgdisk", "--move-second-header", "--set-alignment=1", f"--delete={number}"]
    argv += [f"--new={number}:{params['first_sector']}:0", f"--typecode={number}:{params['type_guid']}"]
    argv += [f"--partition-guid={number}:{params['guid']}", f"--attributes={number}:=:{params['attributes']}"]
    argv += [f"--change-name={number}:{params['name']}"] if params["name"] else []
    return [*argv, params["disk"]]


def _grow_partition(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    """A wish to stop waits until table and kernel agree again: a moment. The kernel goes on with the old table for /
    until it is told of this one partition."""
    whole = RunContext(emit=ctx.emit)
    as_root(conn, whole, *sgdisk_arguments(params))
    as_root(conn, whole, "partx", "--update", "--nr", str(params["number"]), params["disk"])


def _job(conn: Connection, ctx: RunContext, job_id: str, *argv: str) -> None:
    show(ctx, "# " + " ".join(argv))
    run_job(conn, ctx, job_id, argv, fresh=True, on_line=lambda line: show(ctx, line))
