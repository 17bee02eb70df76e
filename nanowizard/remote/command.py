"""The only place that turns an argument list into a command line, and the few shell scripts that we send.

Every command runs inside one of two fixed scripts. Both say on stdout and stderr where the command's own output begins
(a line with a random mark; what the login shell or sudo said before is not the command's), and on stderr under which
process id it runs. The script for root also drops what stands on standard input before the mark: sudo takes the
password line from there when it asks for one, and when it does not ask the command must never see it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

SCRIPT_CHARS = 40
_SAY = 'export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"; echo "$mark" && echo "$mark $$" >&2 && exec "$@"'
RUN = 'umask "$1"; mark=$2; shift 2; ' + _SAY
RUN_AFTER_MARK = (
    'umask "$1"; mark=$2; shift 2; while IFS= read -r line && [ "$line" != "$mark" ]; do :; done; unset line; ' + _SAY
)
"""`read` takes single bytes from a pipe, so that nothing behind the mark is lost. Where nobody listens any more (the
run was cancelled while sudo still thought) the mark cannot be said, and the command does not begin."""

SUDO_ASKS = ("sudo", "-k", "-S", "-p", "", "--")
"""`-k` with a command: do not use a remembered password, so that it depends on the rules alone whether sudo asks."""
SUDO_NEVER_ASKS = ("sudo", "-n", "--")

KILL = (
    'g=$(ps -o pgid= -p "$1" | tr -d " "); [ -n "$g" ] || exit 0; kill -s TERM -- "-$g"; n=0; '
    'while kill -s 0 -- "-$g" 2>/dev/null && [ $n -lt 15 ]; do sleep 0.1; n=$((n+1)); done; '
    'kill -s KILL -- "-$g" 2>/dev/null; exit 0'
)
"""$1: a process id. Ends its whole process group: politely, and after 1.5 s for certain. (dash wants `-s NAME`.)"""

READ_FILE = 'test -e "$1" || exit 44; exec cat -- "$1"'
NO_SUCH_FILE = 44
"""Exit status of READ_FILE; `cat` itself uses only 0 and 1."""

WRITE_FILE = """set -eu
target=$(readlink -f -- "$1"); mode=$2; size=$3; backup=$4
new=$(mktemp -- "$target.nanowizard.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat > "$new"
[ "$(stat -c %s -- "$new")" = "$size" ] || { echo "the data did not arrive whole" >&2; exit 45; }
if [ -e "$target" ]; then
  chown --reference="$target" -- "$new"; chmod --reference="$target" -- "$new"
  if [ "$backup" = 1 ] && [ ! -e "$target.nanowizard.bak" ]; then
    cp -p -- "$target" "$new.bak"; mv -f -- "$new.bak" "$target.nanowizard.bak"
  fi
else
  chmod "$mode" -- "$new"
fi
sync -- "$new"
mv -f -- "$new" "$target"
"""
"""$1 path, $2 mode of a new file (an old one keeps its own), $3 bytes expected, $4 1 for a backup; data on stdin."""

TOGETHER = r"""mark=$1; shift
while [ $# -gt 0 ]; do
  count=$1; shift; number=1; words=
  while [ $number -le $count ]; do words="$words \"\${$number}\""; number=$((number + 1)); done
  eval "$words" </dev/null 2>/dev/null
  printf '\n%s %s\n' "$mark" $?
  shift $count
done
"""
"""$1 a mark, then for each command how many words it has, and the words. Each ends with a line of the mark and its exit
status. `eval` sees the names of the parameters, never what is in them."""

IN_TURN = r"""mark=$1; shift; turn=0
while [ $# -gt 0 ]; do
  count=$1; shift; number=1; words=
  while [ $number -le $count ]; do words="$words \"\${$number}\""; number=$((number + 1)); done
  echo "$mark $turn"; turn=$((turn + 1))
  eval "$words" </dev/null || exit
  shift $count
done
"""
"""As TOGETHER, but a line of the mark and its number announces each command, and the first that fails ends it with its
own exit status."""

IN_NEW_FOLDER = """folder=$(mktemp -d -t nanowizard.XXXXXX) || exit
trap 'rm -rf -- "$folder"' EXIT
trap 'exit 1' HUP INT PIPE TERM
"$@" "$folder"
"""
"""A command, which gets the path of a new folder as its last word; the folder is gone when it ends, however it does."""

NEW_FILE = """set -eu
if [ -e "$1" ]; then cat -- "$1"; exit 46; fi
mkdir -p -m "$2" -- "${1%/*}"
new=$(mktemp -- "$1.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat > "$new"
[ "$(stat -c %s -- "$new")" = "$3" ] || { echo "the data did not arrive whole" >&2; exit 45; }
sync -- "$new"
mv -f -- "$new" "$1"
"""
"""$1 path, $2 mode of its folder where that is new, $3 bytes expected; data on stdin, for root's eyes only. A file that
is there already stays, and is what comes back."""
FILE_EXISTS = 46


def script(text: str, *arguments: str) -> list[str]:
    """The argument list that runs one of the scripts above."""
    return ["sh", "-c", text, "sh", *arguments]


def in_brief(argv: Sequence[str]) -> str:
    """A command in one line, for people: the beginning of a script of ours stands for all of it."""
    return shlex.join(_first_line(word) if "\n" in word else word for word in argv)


def _first_line(text: str) -> str:
    return text.strip('"').partition("\n")[0][:SCRIPT_CHARS].rstrip() + "…"


def command_line(argv: Sequence[str], *, mark: str, umask: int) -> str:
    """What the login shell gets for `argv` as the login user."""
    return shlex.join(["exec", *script(RUN, f"{umask:04o}", mark, *argv)])


def sudo_line(argv: Sequence[str], *, mark: str, umask: int, asks: bool) -> str:
    """What the login shell gets for `argv` as root; on stdin go the password's line if `asks`, the mark's, the rest."""
    sudo = SUDO_ASKS if asks else SUDO_NEVER_ASKS
    inner = script(RUN_AFTER_MARK, f"{umask:04o}", mark, *argv)
    return shlex.join(["exec", "env", "LC_ALL=C", *sudo, *inner])


def job_command(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """What the shell of a job reads: the command in its place, with its output also as file descriptor 3."""
    settings = [f"{name}={value}" for name, value in environment.items()]
    return "exec 3>&1\n" + shlex.join(["exec", "env", *settings, *argv])
