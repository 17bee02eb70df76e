"""`python -m tests.lab.nano.keep`: a virtual Nano to try NanoWizard on, until Ctrl-C or until it is shut down."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.ssh import probe_host_key
from tests.lab.machines.boot import boot
from tests.lab.machines.nano import Nano
from tests.lab.machines.nano_image import PASSWORD, USER, nano_image
from tests.lab.machines.qemu import BootError, missing_programs
from tests.lab.nano.board import new_card
from tests.support.command_line import argv

# Room for a swap file of the usual size; only what is used takes room here.
_CARD_BYTES = 16 << 30
_HELP = """
A virtual Nano is on.

  address      {address}
  password     {password}
  identity     SHA256:{fingerprint}

In the wizard, give that address and password:

  ./dev run --page nano.check

In the terminal (each asks for the password):

  ./dev run nano check --nano {address} --trust SHA256:{fingerprint}
  ./dev run nano swap --nano {address} --size 1 --no-zram
  ./dev run nano swap --nano {address} --undo
  ssh -p {port} {user}@127.0.0.1

It is a fresh one, and nothing of it is kept. Ctrl-C switches it off.
"""


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job begins with Ctrl-C ignored
        signal.signal(number, signal.default_int_handler)
    if missing := missing_programs("qemu-system-x86_64", "debugfs", "setpriv"):
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="nanowizard-lab-", dir="/var/tmp") as folder:
            return _keep(Path(folder))
    except KeyboardInterrupt:
        print("\nSwitched off.")
        return 0


def _keep(folder: Path) -> int:
    card = new_card(folder / "card.img", _CARD_BYTES)
    written = _flash(card, folder / "home")
    if written:
        return written
    print("Switching the virtual Nano on; it needs a minute.", flush=True)
    try:
        nano = boot(lambda: Nano(card), Nano.wait, lambda _name, why: print(f"It did not start; once more. {why}"))
    except BootError as error:
        print(error, file=sys.stderr)
        return 1
    with contextlib.closing(nano):
        address = Address("127.0.0.1", nano.port, USER)
        key = probe_host_key(address, RunContext())
        facts = {"address": address, "password": PASSWORD, "fingerprint": key.fingerprint}
        print(_HELP.format(**facts, port=nano.port, user=USER), flush=True)
        nano.qemu.process.wait()
    print("The virtual Nano has shut down.")
    return 0


def _flash(card: Path, home: Path) -> int:
    """With NanoWizard itself: a file is a card too, and needs no root."""
    words = ("card", "flash", nano_image().archive, "--card", card, "--yes")
    return subprocess.run(argv(words), env=os.environ | {"NANOWIZARD_HOME": str(home)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
