"""What the root file system step would do: pure, from the facts.

Nothing is ever moved or made smaller: the partition of / gets the room behind it, if it is the last one on the card.
"""

from __future__ import annotations

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.rootfs.facts import L4T_SCRIPT, TABLE_BYTES, RootfsFacts
from nanowizard.provision.step import Change, Plan

WORTH_BYTES = 64 << 20
"""What an image may well leave free at its end: a partition table is not written anew for less."""
_BLOCK = 4096
PACKAGES = {"sgdisk": "gdisk", "partx": "util-linux", "resize2fs": "e2fsprogs"}
"""Where Ubuntu has each tool."""


def plan_rootfs(facts: RootfsFacts) -> Plan:
    if facts.part is None:
        return Plan(findings=[_finding("nano.rootfs_not_a_partition", Severity.INFO, device=facts.source or "?")])
    partition = _partition(facts)
    file_system = _file_system(facts, growing=bool(partition))
    changes = [*partition, *file_system]
    if not changes:
        return Plan(findings=_nothing_to_do(facts))
    obstacles = _obstacles(facts)
    return Plan(changes=[] if obstacles else changes, findings=obstacles or [_room(facts)])


def room_bytes(facts: RootfsFacts) -> int:
    """What could be added to the file system; 0 for what is not worth it."""
    if facts.part is None:
        return 0
    inside = facts.part.size - facts.fs_bytes if facts.fs_bytes is not None else 0
    room = facts.behind + max(inside, 0)
    return room if room >= WORTH_BYTES else 0


def _partition(facts: RootfsFacts) -> list[Change]:
    part = facts.part
    if part is None or facts.behind < WORTH_BYTES:
        return []
    sizes = {"old_bytes": part.size, "size_bytes": facts.disk_bytes - TABLE_BYTES - part.start}
    if facts.l4t_script:
        return [_change("nano.rootfs.grow_by_script", script=L4T_SCRIPT, device=facts.device, **sizes)]
    entry = facts.entry
    kept: dict[str, JsonValue] = {}
    if entry:
        kept = {"first_sector": entry.first_sector, "type_guid": entry.type_guid, "guid": entry.guid}
        kept |= {"attributes": entry.attributes, "name": entry.name}
    return [
        _change("nano.rootfs.grow_partition", disk=f"/dev/{facts.disk}", number=part.number, **kept, **sizes),
    ]


def _file_system(facts: RootfsFacts, *, growing: bool) -> list[Change]:
    """NVIDIA's script grows both; otherwise the file system follows its partition."""
    part = facts.part
    if part is None or facts.fs_bytes is None or (growing and facts.l4t_script):
        return []
    if not growing and part.size - facts.fs_bytes < WORTH_BYTES:
        return []
    target = facts.disk_bytes - TABLE_BYTES - part.start if growing else part.size
    sizes = {"old_bytes": facts.fs_bytes, "size_bytes": target // _BLOCK * _BLOCK}
    return [_change("nano.rootfs.grow_file_system", device=facts.device, **sizes)]


def _obstacles(facts: RootfsFacts) -> list[Finding]:
    part, room = facts.part, room_bytes(facts)
    later = [other for other in facts.others if part and other.start > part.start]
    if facts.fs_type != "ext4":
        return [_finding("nano.rootfs_other_file_system", Severity.BLOCKING, fs_type=facts.fs_type, room_bytes=room)]
    if later and facts.behind >= WORTH_BYTES:
        return [_finding("nano.rootfs_not_last", Severity.BLOCKING, device=later[-1].name, room_bytes=facts.behind)]
    if facts.behind >= WORTH_BYTES and facts.table != "gpt":
        return [_finding("nano.rootfs_not_gpt", Severity.BLOCKING, disk=f"/dev/{facts.disk}", room_bytes=room)]
    if facts.l4t_script and facts.behind >= WORTH_BYTES:
        return []
    needed = ["resize2fs", *(("sgdisk", "partx") if facts.behind >= WORTH_BYTES else ())]
    missing = [tool for tool in needed if tool not in facts.tools]
    if missing:
        packages = [PACKAGES[tool] for tool in missing]
        return [_finding("nano.rootfs_no_tool", Severity.BLOCKING, tools=missing, packages=packages)]
    if facts.fs_bytes is None or (facts.behind >= WORTH_BYTES and facts.entry is None):
        return [_finding("nano.rootfs_unreadable", Severity.BLOCKING, device=facts.device)]
    return []


def _nothing_to_do(facts: RootfsFacts) -> list[Finding]:
    if facts.fs_bytes is None:
        return [_finding("nano.rootfs_unreadable", Severity.WARNING, device=facts.device)]
    return [_finding("nano.rootfs_ready", Severity.GOOD, size_bytes=facts.fs_bytes, disk_bytes=facts.disk_bytes)]


def _room(facts: RootfsFacts) -> Finding:
    params = {"room_bytes": room_bytes(facts), "disk_bytes": facts.disk_bytes}
    return _finding("nano.rootfs_room", Severity.WARNING, **params)


def _change(code: str, **params: JsonValue) -> Change:
    return Change(code=code, params=params)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
