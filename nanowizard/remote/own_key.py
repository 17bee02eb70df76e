"""The key pair that NanoWizard logs in with where the person let it: made once, kept in our own folder, never sent."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from nanowizard.core.errors import NanoError, StoreError

FILE = "id_nanowizard"
_MOST_BYTES = 16 * 1024


def private_key(state: Path) -> Path | None:
    """The file, where there is one that we may read."""
    path = state / FILE
    return path if path.is_file() and os.access(path, os.R_OK) else None


def make_key(state: Path) -> str:
    """The public key's line; the pair is made where there is none yet. Raises StoreError("store.not_written")."""
    path = state / FILE
    try:
        if private_key(state) is None:
            _make(path)
        return path.with_suffix(".pub").read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreError("store.not_written", file=path.name, detail=str(error)) from error


def read_public_key(path: Path) -> str:
    """The one line of a person's own .pub file. Raises NanoError("nano.key_bad_public")."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NanoError("nano.key_bad_public", path=str(path), detail=str(error)) from error
    if not is_public_key(text):
        raise NanoError("nano.key_bad_public", path=str(path))
    return text


def is_public_key(line: str) -> bool:
    """`TYPE BASE64 [COMMENT]` on one line, without options in front."""
    words = line.split(" ")
    known = ("ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-")
    return "\n" not in line and len(words) >= 2 and words[0].startswith(known) and words[1].startswith("AAAA")


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - it takes long to load
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - as above

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    path.parent.mkdir(parents=True, exist_ok=True)
    comment = f"nanowizard@{socket.gethostname()}".encode("ascii", "replace")
    path.with_suffix(".pub").write_bytes(public + b" " + comment + b"\n")
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    # Nobody else's from its first moment on, and last: a private key without its public one is of no use.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
