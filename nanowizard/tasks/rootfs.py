"""The root file system takes all of the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.rootfs.facts import RootfsFacts, RootfsOptions
from nanowizard.provision.rootfs.plan import room_bytes
from nanowizard.provision.rootfs.step import RootfsStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class RootfsInput(StepInput[RootfsOptions]):
    options: RootfsOptions = field(default_factory=RootfsOptions)


class GrowRootfs(StepTask[RootfsFacts, RootfsOptions]):
    """The result adds `device`, `disk_bytes`, `partition_bytes`, `fs_bytes`, `room_bytes`. There is no undo.

    `partition_bytes` None: / is no partition of a disk; `fs_bytes` None: no ext4, or it could not be read.
    """

    id: ClassVar[str] = "nano.rootfs"

    def __init__(self, session: Session) -> None:
        super().__init__(session, RootfsStep())

    def describe(self, facts: RootfsFacts) -> Mapping[str, Any]:
        return {
            "device": facts.device,
            "disk_bytes": facts.disk_bytes or None,
            "partition_bytes": facts.part.size if facts.part else None,
            "fs_bytes": facts.fs_bytes,
            "room_bytes": room_bytes(facts),
        }
