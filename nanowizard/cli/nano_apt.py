"""nanowizard nano apt"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from nanowizard.cli.nano_options import (
    DryRunOption,
    IdentityOption,
    LendOption,
    NanoOption,
    PasswordOption,
    TrustOption,
    UndoOption,
    login,
    run_step,
)
from nanowizard.cli.options import JsonOption, command, session
from nanowizard.cli.output import size, words
from nanowizard.core.errors import UsageError
from nanowizard.provision.apt.facts import AptOptions
from nanowizard.provision.mirrors import OFFICIAL
from nanowizard.tasks.apt import AptInput, MeasureInput, MeasureMirrors, MirrorApt

MirrorOption = Annotated[
    str, typer.Option(metavar="ID|URL", help="official, huawei, tuna, ustc, aliyun, or an address.")
]


def apt(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    mirror: MirrorOption = OFFICIAL,
    measure: Annotated[bool, typer.Option("--measure", help="Only measure all mirrors from the Nano.")] = False,
    lend_internet: LendOption = False,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Choose where the Nano gets system packages."""
    with command("nano.mirrors" if measure else "nano.apt", json) as run, session(ctx) as work:
        if measure and (dry_run or undo):
            raise UsageError("usage.measure_alone")
        who = login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust)
        if measure:
            custom = (mirror,) if "://" in mirror else ()
            wish = MeasureInput(login=who, custom=custom, pip=False, lend_internet=lend_internet)
            found = run.run(MeasureMirrors(work), wish).result
            run.table(("", "Mirror", "Speed", "Behind", "Note"), (_row(row) for row in _best_first(found["apt"])))
            return
        inp = AptInput(
            login=who, options=AptOptions(mirror=mirror), lend_internet=lend_internet, dry_run=dry_run, undo=undo
        )
        run_step(run, MirrorApt(work), inp)


def _best_first(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["error"] is not None, row["stale"], -(row["bytes_per_s"] or 0)))


def _row(row: Mapping[str, Any]) -> Sequence[str]:
    speed = f"{size(int(row['bytes_per_s']))}/s" if row["bytes_per_s"] else ""
    behind = "" if row["age_s"] is None else f"{row['age_s'] / 3600:.0f} h"
    tags = [tag for tag in ("fastest", "stale", "in_use") if row[tag]]
    note = words(row["error"], {}) if row["error"] else ", ".join(tag.replace("_", " ") for tag in tags)
    return row["id"], row["host"], speed, behind, note
