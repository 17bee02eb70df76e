"""What the swap step would do: pure, from the facts and the wish.

Swap on a file next to zram is fine: zram has priority 5 and is used first. A swap file must be private, listed in fstab
once, without holes, and leave room on the card.
"""

from __future__ import annotations

import posixpath

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.step import Change, Plan
from nanowizard.provision.swap import fstab
from nanowizard.provision.swap.facts import NEW_SUFFIX, FileFacts, SwapFacts, SwapOptions

MARGIN_BYTES = 512 << 20
"""A full root file system keeps the Nano from starting its desktop; so much always stays free."""
ADVISED_FREE_BYTES = 8 << 30
"""What TensorFlow with its packages needs afterwards."""
SWAPPABLE_NOT = frozenset({"tmpfs", "ramfs", "overlay", "squashfs", "nfs", "nfs4", "cifs", "fuse", "fuseblk"})
SIZE_TOLERANCE_BYTES = 1 << 20
PRIVATE_MODE = 0o600


def plan_swap(facts: SwapFacts, options: SwapOptions) -> Plan:
    changes = [*_leftover(facts), *_file(facts, options), *_dead_lines(facts), *_zram(facts, options)]
    changes += _swappiness(facts, options)
    findings = [*_obstacles(facts, options, changes), *_remarks(facts, options, changes)]
    return Plan(changes=changes, findings=findings)


def swappiness_conf(conf: str | None, value: int) -> str:
    """Our sysctl file with `vm.swappiness` set and its other lines kept."""
    others = [line for line in (conf or "").splitlines() if line.partition("=")[0].strip() != "vm.swappiness"]
    return "\n".join([*others, f"vm.swappiness = {value}"]) + "\n"


def _leftover(facts: SwapFacts) -> list[Change]:
    return [_change("nano.swap.remove_leftover", path=facts.path + NEW_SUFFIX)] if facts.leftover else []


def _file(facts: SwapFacts, options: SwapOptions) -> list[Change]:
    path, file, active = facts.path, facts.file, facts.active is not None
    if options.size_bytes == 0:
        gone = [_change("nano.swap.remove_file", path=path, size_bytes=file.size_bytes, active=active)] if file else []
        return gone + ([_change("nano.swap.unlist", path=path)] if path in fstab.swap_paths(facts.fstab) else [])
    listed = [] if fstab.is_listed_once(facts.fstab, path) else [_change("nano.swap.list", path=path)]
    if file is None:
        return [_change("nano.swap.create_file", path=path, size_bytes=options.size_bytes), *listed]
    if abs(file.size_bytes - options.size_bytes) > SIZE_TOLERANCE_BYTES or _has_holes(file):
        sizes = {"size_bytes": options.size_bytes, "old_bytes": file.size_bytes}
        return [_change("nano.swap.resize_file", path=path, active=active, **sizes), *listed]
    mended = [_change("nano.swap.make_private", path=path)] if _is_open(file) else []
    return [*mended, *([] if active else [_change("nano.swap.turn_on", path=path)]), *listed]


def _dead_lines(facts: SwapFacts) -> list[Change]:
    """Lines for swap files that are not there: the boot waits for them and reports a failed unit."""
    listed = fstab.swap_paths_waited_for(facts.fstab)
    dead = [path for path in listed if path not in facts.files and path != facts.path]
    return [_change("nano.swap.unlist", path=path) for path in dead]


def _zram(facts: SwapFacts, options: SwapOptions) -> list[Change]:
    if options.keep_zram:
        return []
    disable = [_change("nano.swap.disable_zram")] if facts.zram_enabled else []
    devices = [area.path for area in facts.zram]
    return disable + ([_change("nano.swap.stop_zram", devices=devices)] if devices else [])


def _swappiness(facts: SwapFacts, options: SwapOptions) -> list[Change]:
    value = options.swappiness
    if value is None or (value == facts.swappiness and facts.sysctl_conf == swappiness_conf(facts.sysctl_conf, value)):
        return []
    return [_change("nano.swap.swappiness", value=value)]


def _obstacles(facts: SwapFacts, options: SwapOptions, changes: list[Change]) -> list[Finding]:
    found = []
    file = facts.file
    if not _is_good_path(facts.path):
        return [_finding("nano.swap_bad_path", Severity.BLOCKING, path=facts.path)]
    if file and (not file.kind.startswith("regular") or facts.is_swap is False):
        found.append(_finding("nano.swap_not_a_swap_file", Severity.BLOCKING, path=facts.path))
    codes = {change.code for change in changes}
    if codes & {"nano.swap.create_file", "nano.swap.resize_file"}:
        found += _space(facts, options)
    if facts.active and codes & {"nano.swap.resize_file", "nano.swap.remove_file"}:
        others = sum(a.size_bytes - a.used_bytes for a in facts.areas if a is not facts.active)
        found += _in_use(facts.path, facts.active.used_bytes, facts.memory_available_bytes + others)
    if "nano.swap.stop_zram" in codes:
        used = sum(area.used_bytes for area in facts.zram)
        found += _in_use("zram", used, facts.memory_available_bytes + options.size_bytes)
    return found


def _is_good_path(path: str) -> bool:
    """A plain absolute path to a file; a device would be overwritten by mkswap."""
    if path.startswith(("//", "/dev/", "/proc/", "/sys/", "/run/")):
        return False
    return path.startswith("/") and path != "/" and posixpath.normpath(path) == path and path.isprintable()


def _space(facts: SwapFacts, options: SwapOptions) -> list[Finding]:
    if facts.disk is None:
        return [_finding("nano.swap_no_folder", Severity.BLOCKING, path=facts.path)]
    if facts.disk.fs_type in SWAPPABLE_NOT:
        return [_finding("nano.swap_wrong_file_system", Severity.BLOCKING, path=facts.path, fs_type=facts.disk.fs_type)]
    reclaimed = sum(file.allocated_bytes for file in (facts.file, facts.leftover) if file)
    growth = options.size_bytes - reclaimed
    missing = growth + MARGIN_BYTES - facts.disk.free_bytes
    if growth > 0 and missing > 0:
        sizes = {"need_bytes": growth + MARGIN_BYTES, "free_bytes": facts.disk.free_bytes, "missing_bytes": missing}
        return [_finding("nano.swap_no_space", Severity.BLOCKING, path=facts.path, **sizes)]
    left = facts.disk.free_bytes - growth
    return [_finding("nano.swap_little_space", Severity.WARNING, left_bytes=left)] if left < ADVISED_FREE_BYTES else []


def _in_use(path: str, used: int, room: int) -> list[Finding]:
    if used <= room:
        return []
    return [_finding("nano.swap_in_use", Severity.BLOCKING, path=path, used_bytes=used, free_bytes=room)]


def _remarks(facts: SwapFacts, options: SwapOptions, changes: list[Change]) -> list[Finding]:
    found = []
    listed = fstab.swap_paths(facts.fstab)
    if facts.active and facts.path not in listed:
        found.append(_finding("nano.swap_not_permanent", Severity.WARNING, path=facts.path))
    if facts.file and _is_open(facts.file):
        found.append(
            _finding("nano.swap_not_private", Severity.WARNING, path=facts.path, mode=f"{facts.file.mode:04o}")
        )
    if not facts.zram_enabled and facts.zram_enabled is not None and facts.zram:
        found.append(_finding("nano.swap_zram_until_reboot", Severity.INFO))
    for area in facts.areas:
        if area.kind == "file" and area.path != facts.path:
            found.append(_finding("nano.swap_another_file", Severity.INFO, path=area.path, size_bytes=area.size_bytes))
    if not changes and options.size_bytes:
        found.append(_finding("nano.swap_ready", Severity.GOOD, path=facts.path, size_bytes=options.size_bytes))
    return found


def _has_holes(file: FileFacts) -> bool:
    return file.allocated_bytes < file.size_bytes


def _is_open(file: FileFacts) -> bool:
    return file.mode != PRIVATE_MODE or file.owner != "root"


def _change(code: str, **params: JsonValue) -> Change:
    return Change(code=code, params=params)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
