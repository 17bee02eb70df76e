"""What may be asked of the helper with a card: the allow-list, and how each request and report looks on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nanowizard.cards.model import (
    FormatReport,
    FormatRequest,
    ProbeReport,
    ProbeRequest,
    RepairReport,
    RepairRequest,
)
from nanowizard.core.task import RunContext
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest
from nanowizard.helper import formatting, probing, protocol, work
from nanowizard.helper.protocol import Message
from nanowizard.helper.work import Backends, LetGo


@dataclass(frozen=True, slots=True)
class Operation:
    """`run` takes a `request` and returns a `report`, both dataclasses that `protocol` can write and read."""

    request: type
    report: type
    run: Callable[[Backends, Any, RunContext, LetGo], Any]


OPERATIONS: Final[Mapping[str, Operation]] = {
    "flash": Operation(FlashRequest, FlashReport, work.flash),
    "verify": Operation(VerifyRequest, VerifyReport, work.verify),
    "format": Operation(FormatRequest, FormatReport, formatting.format_card),
    "repair": Operation(RepairRequest, RepairReport, formatting.repair_card),
    "test": Operation(ProbeRequest, ProbeReport, probing.probe),
}


def carry_out(name: str, message: Message, backends: Backends, ctx: RunContext, let_go: LetGo) -> Message:
    """The report, as it goes over the wire. Raises NanoWizardError or Cancelled."""
    operation = OPERATIONS[name]
    request: object = protocol.from_wire(operation.request, message.get("request"))
    return protocol.to_wire(operation.run(backends, request, ctx, let_go))
