"""A password in the system's own keyring, only where the person asked for it. Everywhere else it lives in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanowizard.core.errors import NanoError
from nanowizard.remote.address import Address

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "NanoWizard"
RECOMMENDED = 1
"""keyring's own measure: backends below it keep passwords in plain files, in no place at all, or do not work here."""


class PasswordKeeper:
    """The system's keyring as one backend gives it; None takes the one that the library chooses.

    Its calls may wait for the person (to unlock it): never from the thread of a window.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._chosen = backend

    def is_there(self) -> bool:
        """Whether there is a keyring that deserves the name. Without one keeping is not offered."""
        return self._backend() is not None

    def kept(self, address: Address) -> str | None:
        """The password that was kept for this user at this place; None also where the keyring stays locked."""
        from keyring.errors import KeyringError  # noqa: PLC0415 - as below

        backend = self._backend()
        try:
            return backend.get_password(SERVICE, str(address)) if backend else None
        except KeyringError:
            return None

    def keep(self, address: Address, password: str) -> None:
        """Raises NanoError("nano.password_not_kept")."""
        from keyring.errors import KeyringError  # noqa: PLC0415 - as below

        backend = self._backend()
        try:
            if backend is None:
                raise NanoError("nano.password_not_kept", user=address.user, host=address.host)
            backend.set_password(SERVICE, str(address), password)
        except KeyringError as error:
            detail = type(error).__name__
            raise NanoError("nano.password_not_kept", user=address.user, host=address.host, detail=detail) from error

    def forget(self, address: Address) -> bool:
        """False where none was kept, or the keyring stays locked."""
        from keyring.errors import KeyringError  # noqa: PLC0415 - as below

        backend = self._backend()
        try:
            if backend is None or backend.get_password(SERVICE, str(address)) is None:
                return False
            backend.delete_password(SERVICE, str(address))
        except KeyringError:
            return False
        return True

    def _backend(self) -> KeyringBackend | None:
        import keyring  # noqa: PLC0415 - it looks through all installed packages: not before somebody asks

        backend = self._chosen or keyring.get_keyring()
        return backend if backend.priority >= RECOMMENDED else None
