"""Testing a card, without the wire: looked up and judged again like a card that is flashed."""

from __future__ import annotations

from nanowizard.cards.model import ProbeReport, ProbeRequest
from nanowizard.cards.probe import Probe
from nanowizard.core.errors import HelperError
from nanowizard.core.task import RunContext
from nanowizard.drives.policy import require_confirmed, require_writable
from nanowizard.drives.select import drives_holding
from nanowizard.helper.access import Backends, LetGo, find, opened_for_writing
from nanowizard.helper.flashing import exact_bytes


def probe(backends: Backends, request: ProbeRequest, ctx: RunContext, let_go: LetGo) -> ProbeReport:
    """Test a card. Raises NanoWizardError or Cancelled.

    A quick test writes too, so both are judged like a flash. The drive that holds the image is not even probed: a
    power cut in the middle could cost the image.
    """
    if request.mode not in ("quick", "full"):
        raise HelperError("helper.protocol", detail=f"no test {request.mode!r}")
    image = request.image.resolve() if request.image else None
    # Where the image does not say for certain, all of the card has to be real.
    need = exact_bytes(image) if image else request.need_bytes
    backend, drive = find(backends, request.identity, ctx)
    require_writable(
        drive,
        image_bytes=need,
        image_path=str(image) if image else None,
        holds_image=drives_holding(image, drive) if image else (),
    )
    if request.mode == "full":
        require_confirmed(drive, very_large=request.very_large)
    with opened_for_writing(backend, drive, ctx, let_go, "Testing a memory card") as device:
        test = Probe(device, ctx)
        return test.full() if request.mode == "full" else test.quick(need)
