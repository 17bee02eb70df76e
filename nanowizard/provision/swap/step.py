"""Swap on the Nano: one private file that comes back at every boot, zram kept or switched off, all of it undoable.

A swap file is made under another name with nobody else's permissions, and gets its own name when it is complete; it is
listed in fstab only when it works. Nothing secret is lost with it: its content is thrown away at every boot anyway.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.provision.swap import fstab
from nanowizard.provision.swap.facts import FSTAB, SYSCTL_CONF, ZRAM_UNIT, SwapFacts, SwapOptions, gather_swap
from nanowizard.provision.swap.file import make_swap_file, remove_swap_file, turn_off, turn_on
from nanowizard.provision.swap.plan import plan_swap, swappiness_conf
from nanowizard.remote.facts import SWAPS, parse_swaps
from nanowizard.remote.shell import Connection


class SwapStep:
    """Options: `SwapOptions`. Changes: nano.swap.*; findings: nano.swap_*."""

    id: ClassVar[str] = "nano.swap"

    def gather(self, conn: Connection, options: SwapOptions, ctx: RunContext) -> SwapFacts:
        return gather_swap(conn, options, ctx)

    def plan(self, facts: SwapFacts, options: SwapOptions) -> Plan:
        return plan_swap(facts, options)

    def undo_record(self, facts: SwapFacts) -> UndoRecord:
        file = facts.file
        return {
            "scope": facts.path,
            "path": facts.path,
            "file": {"size_bytes": file.size_bytes, "mode": file.mode} if file else None,
            "active": facts.active is not None,
            "fstab": facts.fstab,
            "zram_enabled": facts.zram_enabled,
            "zram": [{"path": area.path, "priority": area.priority} for area in facts.zram],
            "swappiness": facts.swappiness,
            "sysctl_conf": facts.sysctl_conf,
        }

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        _APPLY[change.code.rpartition(".")[2]](conn, change.params, ctx)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        _restore_zram(conn, record, ctx)
        _restore_file(conn, record, ctx)
        paths = {record["path"], *fstab.swap_paths(record["fstab"])}
        _edit_fstab(conn, ctx, lambda text: fstab.restored(text, record["fstab"], paths))
        _restore_swappiness(conn, record, ctx)


def _create(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    make_swap_file(conn, params["path"], params["size_bytes"], ctx)


def _resize(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    """The old file goes first: many cards have no room for both. If the new one fails, the old size comes back."""
    path = params["path"]
    remove_swap_file(conn, path, ctx)
    try:
        make_swap_file(conn, path, params["size_bytes"], ctx)
    except BaseException:
        with contextlib.suppress(NanoError):
            make_swap_file(conn, path, params["old_bytes"], RunContext(emit=ctx.emit))
        raise


def _remove(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    remove_swap_file(conn, params["path"], ctx)


def _make_private(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    as_root(conn, ctx, "chown", "root:root", "--", params["path"])
    as_root(conn, ctx, "chmod", "0600", "--", params["path"])


def _turn_on(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    turn_on(conn, params["path"], ctx)


def _list(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    _edit_fstab(conn, ctx, lambda text: fstab.with_one_line(text, params["path"]))


def _unlist(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    _edit_fstab(conn, ctx, lambda text: fstab.without(text, {params["path"]}))


def _disable_zram(conn: Connection, _params: Mapping[str, Any], ctx: RunContext) -> None:
    as_root(conn, ctx, "systemctl", "disable", ZRAM_UNIT)


def _stop_zram(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    """Disabling the unit works from the next boot on and stopping it does nothing: each device is switched off."""
    for device in params["devices"]:
        turn_off(conn, device, ctx)


def _set_swappiness(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    old = conn.read_file(SYSCTL_CONF, ctx)
    conf = swappiness_conf(None if old is None else old.decode("utf-8", "replace"), params["value"])
    conn.write_file(SYSCTL_CONF, conf.encode(), ctx)
    as_root(conn, ctx, "sysctl", "-w", f"vm.swappiness={params['value']}")


def _remove_leftover(conn: Connection, params: Mapping[str, Any], ctx: RunContext) -> None:
    as_root(conn, ctx, "rm", "-f", "--", params["path"])


_APPLY: dict[str, Callable[[Connection, Mapping[str, Any], RunContext], None]] = {
    "create_file": _create,
    "resize_file": _resize,
    "remove_file": _remove,
    "make_private": _make_private,
    "turn_on": _turn_on,
    "list": _list,
    "unlist": _unlist,
    "disable_zram": _disable_zram,
    "stop_zram": _stop_zram,
    "swappiness": _set_swappiness,
    "remove_leftover": _remove_leftover,
}


def _edit_fstab(conn: Connection, ctx: RunContext, edit: Callable[[str], str]) -> None:
    old = (conn.read_file(FSTAB, ctx) or b"").decode("utf-8", "surrogateescape")
    new = edit(old)
    if new != old:
        conn.write_file(FSTAB, new.encode("utf-8", "surrogateescape"), ctx, backup=True)


def _restore_file(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    path, file = record["path"], record["file"]
    now = gather_swap(conn, SwapOptions(path=path), ctx)
    if file is None:
        if now.file:
            remove_swap_file(conn, path, ctx)
        return
    if now.file is None or now.file.size_bytes != file["size_bytes"]:
        if now.file:
            remove_swap_file(conn, path, ctx)
        make_swap_file(conn, path, file["size_bytes"], ctx)
    as_root(conn, ctx, "chmod", f"{file['mode']:04o}", "--", path, again=True)
    if record["active"]:
        turn_on(conn, path, ctx)
    else:
        turn_off(conn, path, ctx)


def _restore_zram(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    if record["zram_enabled"]:
        as_root(conn, ctx, "systemctl", "enable", ZRAM_UNIT, again=True)
    on = {area.path for area in parse_swaps((conn.read_file(SWAPS, ctx) or b"").decode())}
    missing = [device for device in record["zram"] if device["path"] not in on]
    # After a reboot the devices are empty and only the unit can set them up again.
    argv = [["swapon", "-p", str(device["priority"]), device["path"]] for device in missing]
    if not all(conn.run(command, ctx, sudo=True, check=False).ok for command in argv):
        as_root(conn, ctx, "systemctl", "restart", ZRAM_UNIT)


def _restore_swappiness(conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
    conf = conn.read_file(SYSCTL_CONF, ctx)
    old = record["sysctl_conf"]
    if (None if conf is None else conf.decode("utf-8", "replace")) == old:
        return
    # The file comes last: as long as it is ours, an undo that broke off is known to be unfinished.
    if record["swappiness"] is not None:
        as_root(conn, ctx, "sysctl", "-w", f"vm.swappiness={record['swappiness']}", again=True)
    if old is None:
        as_root(conn, ctx, "rm", "-f", "--", SYSCTL_CONF, again=True)
    else:
        conn.write_file(SYSCTL_CONF, old.encode(), ctx)
