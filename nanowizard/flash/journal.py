"""What this computer remembers of its flashes: which image, which card, how far, and places to know the image by.

It is used to offer that a flash which broke off goes on, and to find out sooner whether a card holds an image. Nothing
in it is believed: whatever it says, the card is read and compared. Written by the side that has no rights of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nanowizard.core.events import Event, Finding, FindingReported, Progress, Severity, StepStarted
from nanowizard.core.store import Document, Store
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity, identity_to_wire
from nanowizard.flash.model import FlashReport, Sample
from nanowizard.flash.records import FOLDER, CardRecords, KeptRecord

FILE = "flashes.json"
_MOST = 16
# So often is noted how far a flash is: each note is a file that is flushed to the disk.
_NOTE_EVERY_BYTES = 32 * 1024 * 1024


class FlashJournal:
    """One file; each call reads it anew, since the command line may write a card while a window is open."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, schema=1)
        self.records = CardRecords(path.with_name(FOLDER))

    @contextmanager
    def following(self, image: Path, card: DriveIdentity, ctx: RunContext) -> Iterator[RunContext]:
        """The context for a flash, whose events are noted as they pass: from its first write on it is unfinished."""
        emit = self.records.keeping(card, ctx.emit)
        yield replace(ctx, emit=_Follower(emit, lambda done: self._note_unfinished(image, card, done)))

    def finished(self, image: Path, card: DriveIdentity, report: FlashReport) -> None:
        """It ended well."""
        self._note(image, card, None, [asdict(one) for one in report.samples])

    def kept(self, card: DriveIdentity) -> KeptRecord | None:
        """What the card can be compared with, without the image; called as the file that was written was called."""
        kept, last = self.records.kept(card), self._last(card)
        if kept is None or last is None or last["done_bytes"] is not None:
            return kept
        path = last["image"].get("path") if isinstance(last["image"], dict) else None
        return replace(kept, name=Path(str(path)).name) if path else kept

    def unfinished_bytes(self, image: Path, drive: Drive) -> int | None:
        """How far the last flash of this image to this card came, if the card says that one broke off."""
        if drive.contents != "not_ready":
            return None
        last = self._last(drive.identity)
        if last is None or last["image"] != _image(image) or not isinstance(last["done_bytes"], int):
            return None
        return last["done_bytes"]

    def findings(self, image: Path, drive: Drive) -> list[Finding]:
        """That the flash which broke off on this card can go on."""
        done_bytes = self.unfinished_bytes(image, drive)
        if done_bytes is None:
            return []
        params = {"card": drive.name, "done_bytes": done_bytes}
        return [Finding(code="flash.can_continue", severity=Severity.INFO, params=params)]

    def samples(self, image: Path) -> tuple[Sample, ...]:
        """From the last flash of this image that ended well; none where there was none."""
        for entry in reversed(self._entries()):
            if entry["image"] == _image(image) and entry["samples"]:
                with contextlib.suppress(TypeError):
                    return tuple(_sample(one) for one in entry["samples"])
        return ()

    def _note_unfinished(self, image: Path, card: DriveIdentity, done_bytes: int) -> None:
        if not done_bytes:
            self.records.forget(card)
        self._note(image, card, done_bytes)

    def _note(self, image: Path, card: DriveIdentity, done_bytes: int | None, samples: Any = ()) -> None:
        """A convenience: a full disk must not fail a flash."""
        of_image, of_card = _image(image), _card(card)
        entries = [one for one in self._entries() if (one["image"], one["card"]) != (of_image, of_card)]
        known = list(samples) or [asdict(one) for one in self.samples(image)]
        entries.append({"image": of_image, "card": of_card, "done_bytes": done_bytes, "samples": known})
        with contextlib.suppress(OSError):
            self._store.save({"flashes": entries[-_MOST:]})

    def _last(self, card: DriveIdentity) -> Document | None:
        """The note of the card's last flash."""
        return next((one for one in reversed(self._entries()) if one["card"] == _card(card)), None)

    def _entries(self) -> list[Document]:
        found = self._store.load().get("flashes")
        keys = {"image", "card", "done_bytes", "samples"}
        return [one for one in found if isinstance(one, dict) and set(one) == keys] if isinstance(found, list) else []


class _Follower:
    """Hands events on, and notes the first write and how far the card has come."""

    def __init__(self, emit: Callable[[Event], None], note: Callable[[int], None]) -> None:
        self._emit = emit
        self._note = note
        self._first_step = "flash.prepare"
        self._noted: int | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, FindingReported) and event.finding.code == "flash.updating":
            self._first_step = "flash.mark"  # it may turn out that nothing has to be written
        elif isinstance(event, StepStarted) and event.step == self._first_step:
            self._write(0)
        elif isinstance(event, Progress) and event.phase == "write" and self._is_news(event.done):
            self._write(event.done)
        self._emit(event)

    def _is_news(self, done_bytes: int) -> bool:
        return self._noted is not None and done_bytes >= self._noted + _NOTE_EVERY_BYTES

    def _write(self, done_bytes: int) -> None:
        self._noted = done_bytes
        self._note(done_bytes)


def _image(image: Path) -> Document:
    """The file as it is now, without reading it: one that was changed is another image."""
    path = image.resolve()
    try:
        found = path.stat()
    except OSError:
        return {"path": str(path)}
    return {"path": str(path), "size_bytes": found.st_size, "mtime_ns": found.st_mtime_ns}


def _card(identity: DriveIdentity) -> Document:
    """What is the same after the card was taken out and put back."""
    wire = identity_to_wire(identity)
    return {key: wire[key] for key in ("backend", "serial", "model", "size_bytes", "cid")}


def _sample(wire: Any) -> Sample:
    """Raises TypeError."""
    sample = Sample(**wire)
    if not (type(sample.offset) is type(sample.length) is int and isinstance(sample.sha256, str)):
        raise TypeError("not a sample")
    return sample
