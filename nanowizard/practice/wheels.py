"""What stands for packages that this computer fetches for the practice Nano: small archives with the right names."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext

PIECE_S = 0.03


def practice_wheels(params: Mapping[str, Any], folder: Path, ctx: RunContext) -> list[Path]:
    """As `fetch_wheels`, without the internet. Raises StoreError, Cancelled."""
    meter = ProgressMeter(ctx.emit, {"download": 1.0}, unit="packages")
    meter.start("download", len(params["packages"]))
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for package in params["packages"]:
            name, _, version = package.partition("==")
            path = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr(zipfile.ZipInfo(f"{name}.txt"), f"{package}, for practice\n")
            made.append(path)
            ctx.cancel.wait(PIECE_S)
            ctx.cancel.raise_if_set()
            meter.add(1)
    except OSError as error:
        raise StoreError("store.not_written", file=str(folder), detail=str(error)) from error
    meter.finish()
    return made
