"""What the power step would do: pure, from the facts and the wish."""

from __future__ import annotations

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.power.facts import BOOTLOADER, PowerFacts, PowerOptions
from nanowizard.provision.step import Change, Plan

MAXN = 0


def plan_power(facts: PowerFacts, options: PowerOptions) -> Plan:
    if options.mode is not None and facts.mode is not None and options.mode not in facts.modes:
        params = {"mode": options.mode, "modes": [str(mode) for mode in sorted(facts.modes)]}
        return Plan(findings=[_finding("nano.power_no_such_mode", Severity.BLOCKING, **params)])
    changes = [*_mode_and_clocks(facts, options), *_start(facts, options), *_hold(facts, options)]
    return Plan(changes=changes, findings=[*_not_there(facts, options), *_remarks(facts, options, changes)])


def _mode_and_clocks(facts: PowerFacts, options: PowerOptions) -> list[Change]:
    """A new mode moves the limits that clocks are pinned to, so they are let go before it and pinned again after."""
    wished = facts.clocks if options.clocks is None else options.clocks
    mode = _new_mode(facts, options)
    letting_go = bool(facts.clocks) and facts.stored and (not wished or bool(mode))
    free = letting_go or not facts.clocks
    pin = facts.clocks is not None and wished and (free or bool(mode))
    return [
        *([_change("nano.power.release_clocks")] if letting_go else []),
        *mode,
        *([_change("nano.power.pin_clocks", store=free)] if pin else []),
    ]


def _new_mode(facts: PowerFacts, options: PowerOptions) -> list[Change]:
    if options.mode is None or facts.mode is None or options.mode == facts.mode:
        return []
    names = {"name": facts.modes[options.mode], "old_name": facts.modes[facts.mode]}
    return [_change("nano.power.set_mode", mode=options.mode, **names)]


def _start(facts: PowerFacts, options: PowerOptions) -> list[Change]:
    if options.console is None or facts.console is None or options.console == facts.console:
        return []
    return [_change("nano.power.to_console" if options.console else "nano.power.to_desktop")]


def _hold(facts: PowerFacts, options: PowerOptions) -> list[Change]:
    if options.hold_bootloader is None or facts.held is None or options.hold_bootloader == facts.held:
        return []
    return [_change("nano.power.hold" if options.hold_bootloader else "nano.power.unhold", package=BOOTLOADER)]


def _not_there(facts: PowerFacts, options: PowerOptions) -> list[Finding]:
    """What is wished and cannot be had here; the rest is done."""
    missing = {
        "nano.power_no_modes": options.mode is not None and facts.mode is None,
        "nano.power_no_clocks": options.clocks is not None and facts.clocks is None,
        "nano.power_no_targets": options.console is not None and facts.target is None,
        "nano.power_no_bootloader": options.hold_bootloader is not None and facts.held is None,
    }
    return [_finding(code, Severity.WARNING) for code, is_missing in missing.items() if is_missing]


def _remarks(facts: PowerFacts, options: PowerOptions, changes: list[Change]) -> list[Finding]:
    codes = {change.code for change in changes}
    found = []
    if any(change.params.get("mode") == MAXN for change in changes):
        found.append(_finding("nano.power_needs_supply", Severity.WARNING))
    if "nano.power.pin_clocks" in codes or (facts.clocks and options.clocks is not False):
        found.append(_finding("nano.power_clocks_until_restart", Severity.INFO))
    if facts.clocks and options.clocks is False and not facts.stored:
        found.append(_finding("nano.power_clocks_not_ours", Severity.WARNING))
    console = facts.console if options.console is None else options.console
    if console is not None and facts.target is not None and facts.desktop is console:
        found.append(_finding("nano.power_after_restart", Severity.INFO))
    is_said = any(finding.severity is Severity.WARNING for finding in found)
    if not changes and not is_said and options != PowerOptions() and not _not_there(facts, options):
        found.append(_finding("nano.power_ready", Severity.GOOD))
    return found


def _change(code: str, **params: JsonValue) -> Change:
    return Change(code=code, params=params)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
