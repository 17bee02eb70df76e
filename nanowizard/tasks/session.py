"""What the tasks of one wizard or one command share: the helper process, the Nano's connection, and our own files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nanowizard.core.errors import Blocked, NanoError, NanoWizardError
from nanowizard.core.events import Finding, Params, Severity
from nanowizard.core.logs import hide
from nanowizard.core.places import Places, places
from nanowizard.core.task import RunContext
from nanowizard.flash.journal import FILE as FLASHES_FILE
from nanowizard.flash.journal import FlashJournal
from nanowizard.helper.client import HelperClient
from nanowizard.remote.address import Address
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.discover.model import Sources
from nanowizard.remote.discover.sources import NONE, OF_THIS_COMPUTER
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.own_key import private_key
from nanowizard.remote.passwords import PasswordKeeper
from nanowizard.remote.shell import Connection
from nanowizard.remote.steady import SteadyConnection
from nanowizard.tasks.journey import Journey
from nanowizard.tasks.used import FILE as USED_FILE
from nanowizard.tasks.used import UsedNanos
from nanowizard.tasks.written import FILE as WRITTEN_FILE
from nanowizard.tasks.written import WrittenCards

if TYPE_CHECKING:
    from nanowizard.practice.world import PracticeWorld

HOST_KEYS_FILE = "host_keys.json"
JOURNEY_FILE = "journey.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class NanoLogin:
    """How to reach a Nano. `trust` is the fingerprint ("SHA256:...") of the host key that the person confirmed.

    `passphrase` opens `identity`, a private key file; None also where an earlier login of the session knows it.
    """

    address: Address
    password: str | None = None
    identity: Path | None = None
    passphrase: str | None = None
    trust: str | None = None

    def __repr__(self) -> str:
        return f"NanoLogin({self.address})"


class Session:
    """Made once for each program run; `close` ends the helper, the connection and the practice world.

    One connection to one Nano is kept: under a slow link a login costs seconds. `sources` are the senses that look for
    Nanos; in practice there are none. `ask_trust`, where it is set, asks the person whether an identity that has not
    been met (its finding's parameters) is the Nano's; without it the login ends there.
    """

    def __init__(self, *, practice: bool = False, where: Places | None = None, sources: Sources | None = None) -> None:
        where = where or places()
        if practice:
            where = Places(where.state / "practice", where.cache / "practice", where.logs)
        self.places = where
        self.world = _world(where.state) if practice else None
        self.helper = HelperClient(self.world.helper_command()) if self.world else HelperClient()
        self.pins = HostKeys(where.state / HOST_KEYS_FILE)
        self.journey = Journey(where.state / JOURNEY_FILE)
        self.written = WrittenCards(where.state / WRITTEN_FILE)
        self.flashes = FlashJournal(where.state / FLASHES_FILE)
        self.used = UsedNanos(where.state / USED_FILE)
        self.passwords = PasswordKeeper()
        self.sources = sources or (NONE if practice else OF_THIS_COMPUTER)
        self.ask_trust: Callable[[Params], bool] | None = None
        self._connection: Connection | None = None
        self._login: NanoLogin | None = None
        self._lock = threading.Lock()

    @property
    def is_practice(self) -> bool:
        return self.world is not None

    @property
    def login(self) -> NanoLogin | None:
        """The login that last worked, kept in memory only."""
        return self._login

    def connect(self, login: NanoLogin | None, ctx: RunContext) -> Connection:
        """The open connection if it still answers, else a new one.

        Raises NanoError; Blocked with `nano.login_needed` when nobody has logged in yet, or with
        `nano.host_key_unknown` when the host key has to be confirmed first.
        """
        with self._lock:
            login = login or self._login
            if login is None:
                raise Blocked([Finding(code="nano.login_needed", severity=Severity.BLOCKING)])
            if login.passphrase is None and self._login and login.identity == self._login.identity:
                login = replace(login, passphrase=self._login.passphrase)
            if self._connection is not None and self._is_alive(login, ctx):
                return self._connection
            self._drop()
            self._connection = self._open(login, ctx)
            self._login = replace(login, trust=None)
            if not self.is_practice:  # that Nano has another port each time
                self.used.note(login.address)
            return self._connection

    def disconnect(self) -> None:
        with self._lock:
            self._drop()

    def log_out(self) -> None:
        """As if nobody had logged in yet: for a machine that turned out to be no Nano."""
        with self._lock:
            self._drop()
            self._login = None

    def close(self) -> None:
        """Never raises; may be called twice."""
        self.disconnect()
        self.helper.close()
        if self.world:
            self.world.close()

    def _is_alive(self, login: NanoLogin, ctx: RunContext) -> bool:
        conn = self._connection
        if conn is None or self._login is None or login.address != self._login.address:
            return False
        if (login.password, login.identity, login.passphrase) != (
            self._login.password,
            self._login.identity,
            self._login.passphrase,
        ):
            return False
        try:
            return conn.run(["true"], ctx, timeout_s=10.0).ok
        except NanoError:
            return False

    def _open(self, login: NanoLogin, ctx: RunContext) -> Connection:
        # paramiko takes a quarter of a second to load: neither the first page nor a command for cards waits for it.
        from nanowizard.remote.ssh import connect  # noqa: PLC0415

        credentials = Credentials(
            password=login.password,
            identity=login.identity or private_key(self.places.state),
            passphrase=login.passphrase if login.identity else None,
            use_agent=login.password is None and login.identity is None,
        )

        def is_trusted(fingerprint: object) -> bool:
            return login.trust is not None and login.trust.removeprefix("SHA256:") == fingerprint

        def attempt() -> Connection:
            first = connect(login.address, credentials, self.pins, ctx, confirm=lambda key: is_trusted(key.fingerprint))
            return SteadyConnection(first, again)

        def again(ctx: RunContext) -> Connection:
            return connect(login.address, credentials, self.pins, ctx)

        # The practice Nano's password is shown on the screen, and is a part of many other words.
        if login.password and not self.is_practice:
            hide(login.password)
        if login.passphrase:
            hide(login.passphrase)
        try:
            return attempt()
        except NanoError as error:
            if error.code == "nano.host_key_changed" and is_trusted(error.params["fingerprint"]):
                # The person names the new key itself: a card that was written anew. It is judged again.
                self.pins.forget(login.address.place)
                return attempt()
            judged = judge_key(error, self.written.since(self.pins.pinned(login.address.place)))
            if not isinstance(judged, Blocked):
                raise
            shown = judged.findings[0].params
            if self.ask_trust is None or not self.ask_trust(shown):
                raise judged from error
            return self._open(replace(login, trust=str(shown["fingerprint"])), ctx)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def judge_key(error: NanoError, written_s: float | None) -> NanoWizardError | Blocked:
    """What to raise for an identity that was not accepted. `written_s`: a card was written so long ago, and after the
    earlier identity was confirmed. Only what the person can settle is Blocked; a change without that is an error.
    """
    if error.code == "nano.host_key_unknown":
        return Blocked([Finding(code=error.code, severity=Severity.BLOCKING, params=error.params)])
    if error.code == "nano.host_key_changed" and written_s is not None:
        params = {**error.params, "written_s": written_s}
        return Blocked([Finding(code="nano.host_key_rewritten", severity=Severity.BLOCKING, params=params)])
    return error


def _world(folder: Path) -> PracticeWorld:
    # Its servers load as much again as a command for a card does.
    from nanowizard.practice.world import PracticeWorld  # noqa: PLC0415

    return PracticeWorld(folder)
