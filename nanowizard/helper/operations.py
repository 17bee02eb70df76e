"""What may be asked of the helper with a card: the allow-list, and how each request and report looks on the wire."""

# ruff: noqa: PLC0415 - importing late is what this file is for: a list of drives needs none of the engines

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nanowizard.core.task import RunContext
from nanowizard.helper import protocol
from nanowizard.helper.access import Backends, LetGo
from nanowizard.helper.intake import Intake
from nanowizard.helper.protocol import Message


@dataclass(frozen=True, slots=True)
class Operation:
    """`run` takes a `request` and returns a `report`, both dataclasses that `protocol` can write and read.

    With `is_fed` it takes an `Intake` too: it is told things while it works.
    """

    request: type
    report: type
    run: Callable[..., Any]
    is_fed: bool = False


def _flash() -> Operation:
    from nanowizard.flash.model import FlashReport, FlashRequest
    from nanowizard.helper.flashing import flash

    return Operation(FlashRequest, FlashReport, flash)


def _flash_many() -> Operation:
    from nanowizard.flash.together import FlashManyReport, FlashManyRequest
    from nanowizard.helper.flashing_many import flash_many

    return Operation(FlashManyRequest, FlashManyReport, flash_many)


def _flash_stream() -> Operation:
    from nanowizard.flash.arriving import StreamRequest
    from nanowizard.flash.model import FlashReport
    from nanowizard.helper.streaming import flash_stream

    return Operation(StreamRequest, FlashReport, flash_stream, is_fed=True)


def _verify() -> Operation:
    from nanowizard.flash.model import VerifyReport, VerifyRequest
    from nanowizard.helper.flashing import verify

    return Operation(VerifyRequest, VerifyReport, verify)


def _format() -> Operation:
    from nanowizard.cards.model import FormatReport, FormatRequest
    from nanowizard.helper.formatting import format_card

    return Operation(FormatRequest, FormatReport, format_card)


def _repair() -> Operation:
    from nanowizard.cards.model import RepairReport, RepairRequest
    from nanowizard.helper.formatting import repair_card

    return Operation(RepairRequest, RepairReport, repair_card)


def _test() -> Operation:
    from nanowizard.cards.model import ProbeReport, ProbeRequest
    from nanowizard.helper.probing import probe

    return Operation(ProbeRequest, ProbeReport, probe)


OPERATIONS: Final[Mapping[str, Callable[[], Operation]]] = {
    "flash": _flash,
    "flash_many": _flash_many,
    "flash_stream": _flash_stream,
    "verify": _verify,
    "format": _format,
    "repair": _repair,
    "test": _test,
}


def carry_out(
    name: str, message: Message, backends: Backends, ctx: RunContext, let_go: LetGo, *, intake: Intake
) -> Message:
    """The report, as it goes over the wire. Raises NanoWizardError or Cancelled."""
    operation = OPERATIONS[name]()
    request: object = protocol.from_wire(operation.request, message.get("request"))
    more = (intake,) if operation.is_fed else ()
    return protocol.to_wire(operation.run(backends, request, ctx, let_go, *more))
