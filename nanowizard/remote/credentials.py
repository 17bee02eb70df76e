"""What a person gives to log in. Kept in memory only; never shown, never written down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Tried in this order: `identity` (a private key file, opened with `passphrase`), the agent, `password`.

    The password also answers sudo and keyboard-interactive questions. Its repr shows what is there, not what it is.
    """

    password: str | None = None
    identity: Path | None = None
    passphrase: str | None = None
    use_agent: bool = False

    def __repr__(self) -> str:
        return (
            f"Credentials(password={_hidden(self.password)}, identity={self.identity!s}, "
            f"passphrase={_hidden(self.passphrase)}, use_agent={self.use_agent})"
        )


def _hidden(secret: str | None) -> str:
    return "None" if secret is None else "***"
