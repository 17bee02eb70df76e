"""The identity of a Nano: what it shows, what was confirmed before, and the person's word for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from nanowizard.core.errors import Blocked, NanoError
from nanowizard.core.events import Params
from nanowizard.core.task import Check, RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.hostkey_art import picture_of, words_of
from nanowizard.remote.hostkeys import HostKey, Trust
from nanowizard.tasks.session import Session, judge_key


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustInput:
    """`fingerprint` ("SHA256:...") is what the person confirmed. `forget` takes back what was confirmed before."""

    address: Address
    fingerprint: str | None = None
    forget: bool = False


class TrustNano:
    """The result: `fingerprint`, `key_type`, `words`, `picture`, and `trust`: known, unknown or changed.

    Nobody is logged in. Without the person's word an unknown identity is a blocking finding.
    """

    id: ClassVar[str] = "nano.trust"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: TrustInput, ctx: RunContext) -> Check:
        place = inp.address.place
        if inp.forget:
            return Check(satisfied=self._session.pins.pinned(place) is None, facts={"trust": Trust.UNKNOWN.value})
        key = self._shown(inp.address, ctx)
        trust = self._session.pins.check(place, key)
        return Check(satisfied=trust is Trust.KNOWN, facts=key_facts(key, trust))

    def run(self, inp: TrustInput, ctx: RunContext) -> Params:
        place, pins = inp.address.place, self._session.pins
        if inp.forget:
            pins.forget(place)
            return {"trust": Trust.UNKNOWN.value}
        key = self._shown(inp.address, ctx)
        trust = pins.check(place, key)
        if trust is not Trust.KNOWN:
            self._raise_unless_confirmed(inp, key, trust)
            pins.pin(place, key)
        return key_facts(key, Trust.KNOWN)

    def _raise_unless_confirmed(self, inp: TrustInput, key: HostKey, trust: Trust) -> None:
        """Raises Blocked, or NanoError("nano.host_key_changed")."""
        if inp.fingerprint is not None and inp.fingerprint.removeprefix("SHA256:") == key.fingerprint:
            return
        params: dict[str, Any] = {"host": inp.address.host, "fingerprint": key.fingerprint, "key_type": key.key_type}
        pinned = self._session.pins.pinned(inp.address.place)
        if trust is Trust.CHANGED and pinned is not None:
            params |= {"expected": pinned.key.fingerprint, "pinned_at": pinned.pinned_at}
        code = "nano.host_key_changed" if trust is Trust.CHANGED else "nano.host_key_unknown"
        judged = judge_key(NanoError(code, **params), self._session.written.since(pinned))
        ask = self._session.ask_trust
        if isinstance(judged, Blocked) and ask is not None and ask(judged.findings[0].params):
            return
        raise judged

    @staticmethod
    def _shown(address: Address, ctx: RunContext) -> HostKey:
        from nanowizard.remote.ssh import probe_host_key  # noqa: PLC0415 - paramiko takes long to load

        return probe_host_key(address, ctx)


def key_facts(key: HostKey, trust: Trust) -> dict[str, Any]:
    return {
        "fingerprint": key.fingerprint,
        "key_type": key.key_type,
        "words": words_of(key.fingerprint),
        "picture": picture_of(key.fingerprint),
        "trust": trust.value,
    }
