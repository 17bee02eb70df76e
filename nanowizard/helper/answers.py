"""What a line from the helper means: an event, an answer, an error, or a list of drives."""

from __future__ import annotations

from nanowizard.core.errors import Cancelled, HelperError, NanoWizardError, error_from_info
from nanowizard.core.events import from_wire
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, drive_from_wire
from nanowizard.helper import protocol
from nanowizard.helper.child import Answer
from nanowizard.helper.protocol import Message


def is_stuck(what: object) -> bool:
    return isinstance(what, HelperError) and what.code == "helper.stuck"


def read(line: Answer, ctx: RunContext) -> Message | None:
    """The result, None while there is none yet. Raises what the line says."""
    if isinstance(line, NanoWizardError):
        raise line
    if "event" in line:
        try:
            ctx.emit(from_wire(line["event"]))
        except ValueError as error:
            raise HelperError("helper.protocol", detail=str(error)) from error
        return None
    if line.get("cancelled"):
        raise Cancelled
    return _result(line)


def _result(line: Message) -> Message:
    if "error" in line:
        raise error_from_info(protocol.error_from_wire(line["error"]))
    result = line.get("result")
    if not isinstance(result, dict):
        raise HelperError("helper.protocol", detail=f"not an answer: {line!r}")
    return result


def watched(line: Answer) -> list[Drive] | NanoWizardError:
    if isinstance(line, NanoWizardError):
        return line
    wrong = line.get("failed") or line.get("error")
    return error_from_info(protocol.error_from_wire(wrong)) if wrong else drives(line)


def drives(wire: Message) -> list[Drive]:
    try:
        return [drive_from_wire(drive) for drive in wire["drives"]]
    except (KeyError, TypeError, ValueError) as error:
        raise HelperError("helper.protocol", detail=f"not a list of drives: {error}") from error
