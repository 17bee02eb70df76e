"""A download that broke off is taken along to another folder: what has arrived of it, with what is known of it.

The old one goes only when the new one is whole on its disk, so whatever happens meanwhile costs nothing.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from nanowizard.core.errors import ImageError, StoreError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.held import when_let_go
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.images.download.disk import check_file_size, check_room, named
from nanowizard.images.download.owner import owned
from nanowizard.images.download.ranges import Span
from nanowizard.images.download.state import PartState, load_state, part_path, remove, save_state, state_path

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Begun:
    """What is there of the download of `target`, and what is known of it."""

    target: Path
    state: PartState

    @property
    def have_bytes(self) -> int:
        return self.state.have.total


def begun_in(folders: Iterable[Path], name: str, urls: Collection[str], *, is_pinned: bool = False) -> Begun | None:
    """The first of which something is there that a download may go on with; `is_pinned`: by a checksum."""
    for folder in dict.fromkeys(folders):
        target = folder / name
        with contextlib.suppress(OSError, StoreError):  # what cannot be read now is not lost, and stays where it is
            state = load_state(state_path(target), part_path(target).stat().st_size)
            is_vouched = state.record.url in urls and bool(state.record.validator or is_pinned)
            if is_vouched and state.have.total:
                return Begun(target, state)
    return None


def take_along(begun: Begun, folder: Path, ctx: RunContext) -> None:
    """To `folder`, unless something is there already, or another window or command downloads the one or the other.

    Raises Cancelled and ImageError: image.no_space, image.too_large_for_disk, image.not_saved.
    """
    target = folder / begun.target.name
    size = begun.state.record.size_bytes or begun.have_bytes
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() or folder.samefile(begun.target.parent):
            return
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(owned(begun.target))
                stack.enter_context(owned(target))
            except ImageError:
                return
            begun = _as_it_is_now(begun)
            if not _rename(begun, target):
                check_file_size(folder, size)
                check_room(folder, size)
                _copy(begun, target, ctx)
    except FileNotFoundError:  # gone meanwhile
        return
    except OSError as error:
        raise named(error, folder, size) from error
    params = {"file": target.name, "have_bytes": begun.have_bytes, "folder": str(begun.target.parent)}
    ctx.emit(FindingReported(finding=Finding(code="image.taken_along", severity=Severity.INFO, params=params)))


def _as_it_is_now(begun: Begun) -> Begun:
    """Somebody may have gone on with it just before it became ours. Raises OSError."""
    state = load_state(state_path(begun.target), part_path(begun.target).stat().st_size)
    return Begun(begun.target, state)


def _rename(begun: Begun, target: Path) -> bool:
    """False where it is another disk."""
    remove(part_path(target))
    save_state(state_path(target), begun.state)  # without a part it says nothing, and a part without it is lost
    try:
        when_let_go(lambda: part_path(begun.target).replace(part_path(target)))
    except OSError as error:
        remove(state_path(target))
        if error.errno != errno.EXDEV:
            raise
        return False
    remove(state_path(begun.target))
    return True


def _copy(begun: Begun, target: Path, ctx: RunContext) -> None:
    """Only what was promised; the holes between stay holes."""
    arriving = target.with_name(f"{target.name}.moving")
    meter = ProgressMeter(ctx.emit, {"move": 1.0})
    meter.start("move", begun.have_bytes)
    try:
        with FileIO(part_path(begun.target)) as source, FileIO(arriving, "w") as sink:
            for span in begun.state.have:
                for piece in _pieces(source, sink, span):
                    meter.add(piece)
                    ctx.cancel.raise_if_set()
            os.fsync(sink.fileno())
        save_state(state_path(target), begun.state)
        when_let_go(lambda: arriving.replace(part_path(target)))
    except BaseException:
        with contextlib.suppress(OSError):
            remove(arriving)
            remove(state_path(target))
        raise
    meter.finish()
    remove(part_path(begun.target))
    remove(state_path(begun.target))


def _pieces(source: FileIO, sink: FileIO, span: Span) -> Iterator[int]:
    """Copies piece by piece and says how large each was."""
    at, end = span
    source.seek(at)
    sink.seek(at)
    while at < end:
        data = memoryview(source.read(min(_PIECE_BYTES, end - at)) or b"")
        if not data:
            raise OSError(errno.EIO, "what was promised is not there", source.name)
        yield len(data)
        at += len(data)
        while data:
            data = data[sink.write(data) :]
