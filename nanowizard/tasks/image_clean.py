"""What downloads take on this computer's disk, and clearing it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from nanowizard.core.errors import UsageError
from nanowizard.core.events import Finding, FindingReported, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.images.catalog import Catalog, load_catalog
from nanowizard.images.shelf import FINISHED, Kept, kept_in, remove
from nanowizard.tasks.image_folder import image_folder
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanInput:
    """`names`: file names or names of the catalogue; `unfinished`: broken-off and set-aside downloads; `everything`."""

    names: tuple[str, ...] = ()
    unfinished: bool = False
    everything: bool = False


class CleanImages:
    """Only what NanoWizard downloaded is removed. Result: `removed`, `kept` (each with a finding) and `freed_bytes`."""

    id: ClassVar[str] = "image.clean"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: CleanInput, ctx: RunContext) -> Check:
        if not (inp.names or inp.unfinished or inp.everything):
            raise UsageError("usage.clean_what")
        return Check(satisfied=None)

    def run(self, inp: CleanInput, ctx: RunContext) -> Params:
        catalog = load_catalog()
        known = {name: (entry.save_as if (entry := catalog.find(name)) else name) for name in inp.names}
        there = kept_in(image_folder(self._session))
        missing = [name for name, file in known.items() if not any(file in (one.name, one.path.name) for one in there)]
        if missing:
            raise UsageError("usage.nothing_to_clean", name=", ".join(missing))
        wanted = [
            one
            for one in there
            if inp.everything
            or (inp.unfinished and one.state != FINISHED)
            or one.path.name in known.values()
            or one.name in known.values()
        ]
        removed, kept, freed = [], [], 0
        for one, error in remove(wanted):
            ctx.cancel.raise_if_set()
            if error is None:
                removed.append(one.path.name)
                freed += one.size_bytes
                continue
            kept.append(one.path.name)
            ctx.emit(FindingReported(finding=Finding(code=error.code, severity=Severity.WARNING, params=error.params)))
        return {"removed": removed, "kept": kept, "freed_bytes": freed}


def images_here(session: Session, catalog: Catalog) -> list[dict[str, Any]]:
    """What is in the folder for downloads: name, path, state, size, age and the name in the catalogue."""
    return [_facts(one, catalog) for one in kept_in(image_folder(session))]


def _facts(one: Kept, catalog: Catalog) -> dict[str, Any]:
    entry = catalog.of_file(one.name)
    return {
        "name": one.name,
        "path": str(one.path),
        "state": one.state,
        "size_bytes": one.size_bytes,
        "age_s": one.age_s,
        "sha256": one.sha256,
        "known_as": entry.id if entry else None,
    }
