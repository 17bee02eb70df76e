"""What has been chosen and done so far, over all pages. The file is only a convenience: truth is each task's check().

The chosen card is never kept: after a restart the same name may belong to another disk.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nanowizard.core.events import ErrorInfo, Status, TaskFinished
from nanowizard.core.store import Store
from nanowizard.drives.model import DriveIdentity

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a page's task last ended. `ended_at` is seconds since 1970, `took_s` includes waiting for the person.

    `facts`: its result; of a task that ended badly what is known of it all the same.
    """

    task: str
    status: Status
    took_s: float
    ended_at: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: ErrorInfo | None = None


class Journey:
    """The choices of one wizard run. Assign and call `save`; not thread-safe, used from one thread."""

    def __init__(self, file: Path) -> None:
        self._store = Store(file, schema=SCHEMA)
        kept = self._store.load()
        self.language: str | None = kept.get("language")
        self.image: Path | None = Path(kept["image"]) if kept.get("image") else None
        self.nano: str | None = kept.get("nano")
        self.swap: Mapping[str, Any] = kept.get("swap") or {}
        self.choices: dict[str, Mapping[str, Any]] = _objects(kept.get("choices"))
        """What was last chosen for other steps on the Nano, by the task's id."""
        names = kept.get("kept_passwords")
        self.kept_passwords: frozenset[str] = frozenset(names if isinstance(names, list) else ())
        """Addresses (with their user) whose password the person let the system's keyring have; never a password."""
        self.card: DriveIdentity | None = None
        self.outcomes: dict[str, Outcome] = {}

    @property
    def warning(self) -> Any:
        """The finding to show when the file was damaged and set aside, else None."""
        return self._store.warning

    def save(self) -> None:
        """Raises OSError."""
        self._store.save(
            {
                "language": self.language,
                "image": str(self.image) if self.image else None,
                "nano": self.nano,
                "swap": dict(self.swap),
                "kept_passwords": sorted(self.kept_passwords),
                "choices": {step: dict(choice) for step, choice in self.choices.items()},
            }
        )

    def note(self, finished: TaskFinished, took_s: float, so_far: Mapping[str, Any] | None = None) -> None:
        """Remember how a task ended, for the report of the last page; `so_far` counts where there is no result."""
        self.outcomes[finished.task] = Outcome(
            task=finished.task,
            status=finished.status,
            took_s=took_s,
            ended_at=time.time(),
            facts=finished.result or so_far or {},
            error=finished.error,
        )


def _objects(value: Any) -> dict[str, Mapping[str, Any]]:
    """Those entries of a note that have the right form; the file may have been edited."""
    found = value if isinstance(value, dict) else {}
    return {step: choice for step, choice in found.items() if isinstance(choice, dict)}
