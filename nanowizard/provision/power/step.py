"""Power mode, pinned clocks, console instead of desktop, and a hold on the boot loader's package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.power.facts import (
    BOOTLOADER,
    CLOCKS_CONF,
    CONSOLE,
    DESKTOP,
    PowerFacts,
    PowerOptions,
    gather_power,
)
from nanowizard.provision.power.plan import plan_power
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.remote.shell import Connection


class PowerStep:
    """Options: `PowerOptions`. Changes: nano.power.*; findings: nano.power_*."""

    id: ClassVar[str] = "nano.power"

    def gather(self, conn: Connection, options: PowerOptions, ctx: RunContext) -> PowerFacts:
        del options
        return gather_power(conn, ctx)

    def plan(self, facts: PowerFacts, options: PowerOptions) -> Plan:
        return plan_power(facts, options)

    def undo_record(self, facts: PowerFacts) -> UndoRecord:
        return {"mode": facts.mode, "clocks": facts.clocks, "target": facts.target, "held": facts.held}

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        match change.code.rpartition(".")[2]:
            case "set_mode":
                as_root(conn, ctx, "nvpmodel", "-m", str(change.params["mode"]))
            case "pin_clocks":
                _pin(conn, ctx, store=change.params["store"])
            case "release_clocks":
                as_root(conn, ctx, "jetson_clocks", "--restore", CLOCKS_CONF)
            case "to_console":
                as_root(conn, ctx, "systemctl", "set-default", CONSOLE)
            case "to_desktop":
                as_root(conn, ctx, "systemctl", "set-default", DESKTOP)
            case "hold" | "unhold" as verb:
                as_root(conn, ctx, "apt-mark", verb, BOOTLOADER)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        now = gather_power(conn, ctx)
        mode_differs = _differs(record["mode"], now.mode)
        if now.clocks and now.stored and (mode_differs or record["clocks"] is False):
            as_root(conn, ctx, "jetson_clocks", "--restore", CLOCKS_CONF, again=True)
        if mode_differs:
            as_root(conn, ctx, "nvpmodel", "-m", str(record["mode"]), again=True)
        if record["clocks"] and (mode_differs or now.clocks is False):
            as_root(conn, ctx, "jetson_clocks", again=True)
        if _differs(record["target"], now.target):
            as_root(conn, ctx, "systemctl", "set-default", record["target"], again=True)
        if _differs(record["held"], now.held):
            as_root(conn, ctx, "apt-mark", "hold" if record["held"] else "unhold", BOOTLOADER, again=True)
        as_root(conn, ctx, "rm", "-f", "--", CLOCKS_CONF, again=True)


def _pin(conn: Connection, ctx: RunContext, *, store: bool) -> None:
    """jetson_clocks asks before it writes over a file, so an old one goes first."""
    if store:
        as_root(conn, ctx, "rm", "-f", "--", CLOCKS_CONF)
        as_root(conn, ctx, "jetson_clocks", "--store", CLOCKS_CONF)
    as_root(conn, ctx, "jetson_clocks")


def _differs(old: object, now: object) -> bool:
    return old is not None and now is not None and old != now
