"""Straight to the card: an image is downloaded, unpacked, written and read back as one stream."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, FindingReported, LogLine, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.flash.arriving import StreamRequest
from nanowizard.flash.model import FlashReport
from nanowizard.helper.supply import Supply
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.download.model import FetchResult, Follower
from nanowizard.images.places_to_look import usual_folders
from nanowizard.images.recognise import packing_of
from nanowizard.images.trust import Seen, findings, own_check, statement
from nanowizard.tasks.card import (
    FlashCard,
    FlashInput,
    findings_of,
    flash_facts,
    flash_request,
    not_confirmed,
    sighting,
)
from nanowizard.tasks.fitting import whole_first
from nanowizard.tasks.image import PRACTICE_IMAGE, FetchImage, FetchInput, download_facts, is_address, proved
from nanowizard.tasks.image_download import ImageDownload
from nanowizard.tasks.image_folder import image_folder
from nanowizard.tasks.image_here import LookIn
from nanowizard.tasks.image_proof import Prover
from nanowizard.tasks.session import Session
from nanowizard.tasks.stream_progress import StreamProgress
from nanowizard.tasks.stream_run import Streamed, StreamRun

WINDOW_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamInput:
    """`fetch` names the image, `flash` the card and how it is written; the image in `flash` is not looked at.

    `keep_archive`: keep what is downloaded; None: if there is space for it. With `flash.update` None the card is
    written anew, unless a stream of this image to it broke off.
    """

    fetch: FetchInput
    flash: FlashInput
    keep_archive: bool | None = None


class StreamCard:
    """The result is the flash report with what is known of the archive; `path` is None where that was not kept.

    An image that is here already is written as `FlashCard` does it.
    """

    id: ClassVar[str] = "card.stream"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session, *, look_in: LookIn = usual_folders, window_bytes: int = WINDOW_BYTES) -> None:
        """`window_bytes`: how much of an archive that is not kept lies on the disk."""
        self._session = session
        self._fetch = FetchImage(session, look_in=look_in)
        self._window_bytes = window_bytes

    def check(self, inp: StreamInput, ctx: RunContext) -> Check:
        if file := self._local_file(inp.fetch, ctx):
            return FlashCard(self._session).check(_flash_input(inp, file), ctx)
        known = self._fetch.known(inp.fetch, ctx)
        drive = sighting(self._session, inp.flash.card)
        found = findings_of(drive, None, known.raw_bytes if known else None)
        found += not_confirmed(drive, confirmed=inp.flash.confirmed, very_large=inp.flash.very_large)
        return Check(satisfied=False if drive.contents == "not_ready" else None, findings=found)

    def run(self, inp: StreamInput, ctx: RunContext) -> Params:
        folder = inp.fetch.to or image_folder(self._session)
        known = self._fetch.known(inp.fetch, ctx)
        here = self._local_file(inp.fetch, ctx) or self._fetch.here(inp.fetch, known, folder, ctx)
        if here:
            return _flash_file(self._session, inp, here, ctx)
        plan = self._fetch.planned(inp.fetch, known, folder)
        drive = sighting(self._session, inp.flash.card)  # a card that is gone costs no download
        if later := whole_first(known.raw_bytes if known else None, drive):
            return self._whole_first(inp, plan, later, ctx)
        return _Stream(self._session, inp, known, plan, self._window_bytes).run(ctx)

    def _whole_first(self, inp: StreamInput, plan: ImageDownload, why: Finding, ctx: RunContext) -> Params:
        if inp.keep_archive is False:
            raise ImageError("image.needs_whole_to_fit", file=plan.name, **why.params)
        fetched = self._fetch.run(inp.fetch, ctx)
        return {**fetched, **_flash_file(self._session, inp, Path(str(fetched["path"])), ctx)}

    def _local_file(self, inp: FetchInput, ctx: RunContext) -> Path | None:
        return None if is_from_web(self._session, inp, ctx) else Path(inp.image)


def is_from_web(session: Session, inp: FetchInput, ctx: RunContext) -> bool:
    """Whether it is the address of an image or the name of one, and no file. Raises ImageError, Cancelled."""
    is_practice = inp.image == PRACTICE_IMAGE and session.world is not None
    return is_practice or is_address(inp.image) or FetchImage(session).known(inp, ctx) is not None


class _Stream:
    """One image to one card."""

    def __init__(
        self, session: Session, inp: StreamInput, known: CatalogImage | None, plan: ImageDownload, window_bytes: int
    ) -> None:
        self._session = session
        self._inp = inp
        self._known = known
        self._plan = plan
        self._window_bytes = window_bytes

    def run(self, ctx: RunContext) -> Params:
        inp, keeps = self._inp, self._inp.keep_archive is not False
        try:
            streamed = self._stream(ctx, None if keeps else self._window_bytes)
        except _NoSpaceError as error:
            if inp.keep_archive:
                raise error.error from error
            keeps = False
            self._say(ctx, "image.not_kept_no_space", Severity.INFO, dict(error.error.params))
            streamed = self._stream(ctx, self._window_bytes)
        if streamed.report is None:  # here already, or of a kind that is only readable as a whole
            return {**_flash_file(self._session, inp, streamed.result.path, ctx), **download_facts(streamed.result)}
        facts: dict[str, Any] = {**flash_facts(streamed.report), **download_facts(streamed.result)}
        facts["raw_sha256"] = streamed.report.sha256
        if why := streamed.not_kept:
            self._say(ctx, "image.not_kept_after_all", Severity.WARNING, {"file": self._plan.name})
            ctx.emit(LogLine(text=f"{self._plan.target}: {why}", source="download"))
        is_here = keeps and streamed.not_kept is None
        facts |= self._of_file(streamed, streamed.report, ctx) if is_here else self._of_gone(streamed, ctx)
        self._session.flashes.finished(self._plan.target, inp.flash.card, streamed.report)
        self._session.written.note()
        return facts

    def _stream(self, ctx: RunContext, window_bytes: int | None) -> Streamed:
        """Raises _NoSpaceError where there was no room for the archive from the beginning."""
        progress = StreamProgress(ctx.emit, is_kept=window_bytes is None)
        download = partial(self._download, window_bytes=window_bytes, emit=progress.from_download)
        flash_ctx = replace(ctx, emit=progress.from_flash)
        with self._session.flashes.following(self._plan.target, self._inp.flash.card, flash_ctx) as noted:
            flash = partial(self._flash, window_bytes=window_bytes, ctx=noted)
            run = StreamRun(download, flash, ctx, is_kept=window_bytes is None)
            try:
                return run.run()
            except ImageError as error:
                if error.code == "image.no_space" and not run.has_begun and window_bytes is None:
                    raise _NoSpaceError(error) from error
                raise

    def _download(self, ctx: RunContext, follower: Follower, *, window_bytes: int | None, emit: Any) -> FetchResult:
        return self._plan.run(replace(ctx, emit=emit), follower=follower, window_bytes=window_bytes)

    def _flash(self, part: Path, supply: Supply, *, window_bytes: int | None, ctx: RunContext) -> FlashReport:
        known = self._known
        request = replace(flash_request(self._session, self._inp.flash), image=part, samples=())
        stream = StreamRequest(
            flash=request,
            name=self._plan.name,
            window_bytes=window_bytes,
            raw_bytes=known.raw_bytes if known else None,
        )
        return self._session.helper.flash_stream(stream, supply, ctx)

    def _of_file(self, streamed: Streamed, report: FlashReport, ctx: RunContext) -> dict[str, Any]:
        prover = Prover(self._session, self._known, ctx)
        path = streamed.result.path
        prover.note(path, streamed.result.hashes, raw_bytes=report.raw_bytes, raw_sha256=report.sha256)
        return proved(prover, path, self._inp.fetch.sha256, ctx)

    def _of_gone(self, streamed: Streamed, ctx: RunContext) -> dict[str, Any]:
        """What may be said of an archive that is not there any more."""
        result, report = streamed.result, streamed.report
        assert report
        seen = Seen(
            file=self._plan.name,
            archive_bytes=result.bytes,
            raw_bytes=report.raw_bytes,
            own_check=own_check(packing_of(streamed.head) or "raw", streamed.head),
            is_whole=True,
            sha256=result.sha256,
            md5=result.hashes.get("md5", ""),
            raw_sha256=report.sha256,
            given_sha256=self._inp.fetch.sha256 or "",
        )
        found = findings(seen, self._known)
        for finding in found:
            ctx.emit(FindingReported(finding=finding))
        return {"path": None, "archive_bytes": result.bytes, "trust": statement(found)}

    def _say(self, ctx: RunContext, code: str, severity: Severity, params: Params) -> None:
        ctx.emit(FindingReported(finding=Finding(code=code, severity=severity, params=params)))


class _NoSpaceError(Exception):
    """There is no room for the archive, and nothing has begun."""

    def __init__(self, error: ImageError) -> None:
        super().__init__(str(error))
        self.error = error


def _flash_file(session: Session, inp: StreamInput, file: Path, ctx: RunContext) -> dict[str, Any]:
    facts = dict(FlashCard(session).run(_flash_input(inp, file), ctx))
    return {**facts, "raw_sha256": facts.pop("sha256"), "path": str(file)}


def _flash_input(inp: StreamInput, file: Path) -> FlashInput:
    return replace(inp.flash, image=file, archive_sha256=inp.fetch.sha256)
