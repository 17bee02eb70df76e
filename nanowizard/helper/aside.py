"""What the helper answers beside an operation on a card: what is seen around the drives, and small remedies for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from nanowizard.core.errors import HelperError
from nanowizard.drives.backend import Surrounded
from nanowizard.drives.surroundings import REMEDIES, RemedyRequest, Surroundings
from nanowizard.helper import protocol
from nanowizard.helper.access import Backends
from nanowizard.helper.protocol import Message

Aside: TypeAlias = Callable[[Backends, Message], Message]


def surroundings(backends: Backends, message: Message) -> Message:
    """Empty ones where this computer's drives are not the real ones, or nothing is known of their like."""
    del message
    around = [backend.look_around() for backend in backends(()) if isinstance(backend, Surrounded)]
    return protocol.to_wire(around[0] if around else Surroundings())


def remedy(backends: Backends, message: Message) -> Message:
    """Raises HelperError helper.protocol, DriveError or PrivilegeError."""
    request: RemedyRequest = protocol.from_wire(RemedyRequest, message.get("request"))
    if request.action not in REMEDIES:
        raise HelperError("helper.protocol", detail=f"no remedy {request.action!r}")
    for backend in backends(()):
        if isinstance(backend, Surrounded):
            backend.carry_out(request)
    return {}


ASIDE: Final[Mapping[str, Aside]] = {"surroundings": surroundings, "remedy": remedy}
