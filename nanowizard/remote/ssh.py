"""Logs in over SSH: the host key is judged before anything secret is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKey, HostKeys, Trust
from nanowizard.remote.transport import host_key_of, log_in, open_link, private_key


def check_identity(identity: Path, passphrase: str | None) -> None:
    """Open a private key file without using it. Raises as `connect` does for one that cannot be opened."""
    private_key(identity, passphrase)


def probe_host_key(address: Address, ctx: RunContext) -> HostKey:
    """The key that the server shows, without logging in. Raises as `connect` does before the login."""
    transport = open_link(address, ctx)
    try:
        return host_key_of(transport)
    finally:
        transport.close()


def connect(
    address: Address,
    credentials: Credentials,
    pins: HostKeys,
    ctx: RunContext,
    *,
    confirm: Callable[[HostKey], bool] | None = None,
) -> SshConnection:
    """Log in to a Nano whose host key is pinned, or is confirmed now (and then pinned).

    Raises NanoError: nano.unreachable(host), nano.refused(host, port), nano.no_ssh(host, port),
    nano.host_key_unknown(host, fingerprint, key_type) where nobody confirms,
    nano.host_key_changed(host, fingerprint, expected, pinned_at), nano.login_failed(user, host),
    nano.key_unreadable(path), nano.key_locked(path) without its passphrase, nano.key_passphrase_wrong(path),
    nano.lost(host); StoreError("store.not_written"); Cancelled.
    """
    pinned = pins.pinned(address.place)
    transport = open_link(address, ctx, expected=pinned.key if pinned else None)
    try:
        _judge(host_key_of(transport), address, pins, confirm)
        log_in(transport, address, credentials, ctx)
        return SshConnection(transport, address, credentials.password)
    except BaseException:
        transport.close()
        raise


def _judge(key: HostKey, address: Address, pins: HostKeys, confirm: Callable[[HostKey], bool] | None) -> None:
    trust = pins.check(address.place, key)
    if trust is Trust.KNOWN:
        return
    if trust is Trust.CHANGED:
        pinned = pins.pinned(address.place)
        raise NanoError(
            "nano.host_key_changed",
            host=address.host,
            fingerprint=key.fingerprint,
            expected=pinned.key.fingerprint if pinned else "",
            pinned_at=pinned.pinned_at if pinned else "",
        )
    if confirm is None or not confirm(key):
        raise NanoError("nano.host_key_unknown", host=address.host, fingerprint=key.fingerprint, key_type=key.key_type)
    pins.pin(address.place, key)
