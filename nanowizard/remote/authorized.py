"""The login user's ~/.ssh/authorized_keys: what stands in it, and one line of ours more or less.

The line is marked as ours, so that taking it back never takes a line that a person wrote, even for the same key.
"""

from __future__ import annotations

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote import command
from nanowizard.remote.shell import Connection

FILE = "~/.ssh/authorized_keys"
MARK = "(added by NanoWizard)"

READ_KEYS = 'cd -- "$HOME" || exit; test -e .ssh/authorized_keys || exit 44; exec cat -- .ssh/authorized_keys'
_NEW = """set -eu
cd -- "$HOME"
umask 077
mkdir -p -- .ssh
chmod 700 -- .ssh
file=$(readlink -f -- .ssh/authorized_keys)
new=$(mktemp -- "$file.nanowizard.XXXXXX")
trap 'rm -f -- "$new"' EXIT
"""
_REPLACE = """chmod 600 -- "$new"
sync -- "$new"
mv -f -- "$new" "$file"
"""
"""sshd takes a file that only its user may write."""

ADD_LINE = (
    _NEW
    + """if [ -e "$file" ]; then cat -- "$file" > "$new"; [ -z "$(tail -c 1 -- "$new")" ] || echo >> "$new"; fi
printf '%s\\n' "$1" >> "$new"
"""
    + _REPLACE
)
REMOVE_LINE = (
    _NEW
    + """[ -e "$file" ] || exit 0
grep -vxF -- "$1" "$file" > "$new" || [ $? = 1 ]
if [ ! -s "$new" ]; then rm -f -- "$file" "$new"; rmdir --ignore-fail-on-non-empty -- .ssh; exit; fi
"""
    + _REPLACE
)
"""$1: the line. Both work on the Nano itself, so that every other byte of the file stays what it is."""


def read_keys(conn: Connection, ctx: RunContext) -> str | None:
    """The text of the file; None where there is none."""
    said = conn.run(command.script(READ_KEYS), ctx, check=False)
    if said.exit_status == command.NO_SUCH_FILE:
        return None
    if not said.ok:
        raise NanoError("nano.command_failed", command="cat", exit_status=said.exit_status, detail=said.stderr[-500:])
    return said.stdout


def add_line(conn: Connection, ctx: RunContext, public_key: str) -> None:
    """Append our line. Raises NanoError("nano.key_not_written"); the file is then as it was."""
    _change(conn, ctx, ADD_LINE, public_key)


def remove_line(conn: Connection, ctx: RunContext, public_key: str) -> None:
    """Take exactly our line out; a file that held nothing else goes with it. Raises as `add_line`."""
    _change(conn, ctx, REMOVE_LINE, public_key)


def _change(conn: Connection, ctx: RunContext, text: str, public_key: str) -> None:
    said = conn.run(command.script(text, our_line(public_key)), ctx, check=False)
    if not said.ok:
        raise NanoError("nano.key_not_written", path=FILE, detail=said.stderr[-500:].strip())


def has_key(text: str | None, public_key: str) -> bool:
    """Whether this key may log in already, by whomever and with whatever options."""
    wanted = _material(public_key)
    return any(wanted in line.split() for line in (text or "").splitlines() if not line.lstrip().startswith("#"))


def has_our_line(text: str | None, public_key: str) -> bool:
    """Whether the line that `add_line` makes is there."""
    return our_line(public_key) in (text or "").splitlines()


def our_line(public_key: str) -> str:
    return f"{public_key} {MARK}"


def comment_of(public_key: str) -> str:
    """What a person calls the key by; its kind where it has no comment."""
    kind, _material_text, *comment = public_key.split(" ", 2)
    return comment[0] if comment else kind


def _material(public_key: str) -> str:
    return public_key.split(" ")[1]
