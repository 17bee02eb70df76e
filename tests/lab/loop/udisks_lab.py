"""The test's end of the lab of services: a card that asks for a password, one that does not, and a line to ada."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from lab.loop.agent import HELPER
from lab.loop.cards import LoopCard, garbage_file
from lab.loop.image import Image

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[2]
_NEEDED = (
    "/usr/libexec/udisks2/udisksd",
    "/usr/lib/polkit-1/polkitd",
    "/usr/bin/dbus-daemon",
    "/usr/bin/udevadm",
    HELPER,
)
# This very interpreter, as services.sh shows it to people who may not look into the home it lies in.
_PYTHON = f"/run/lab/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
_CARD_BYTES = 16 << 20


class UdisksLab:
    """`asking` and `allowed` are cards in readers; their bytes are seen from here, their nodes from inside too."""

    def __init__(self, folder: Path, image: Image) -> None:
        missing = [program for program in _NEEDED if not Path(program).exists()]
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)} (packages udev, dbus, polkitd, udisks2)")
        self.asking = LoopCard(garbage_file(folder / "asking.img", _CARD_BYTES))
        self.allowed = LoopCard(garbage_file(folder / "allowed.img", _CARD_BYTES))
        environment = os.environ | {
            "LAB_CARDS": f"{self.asking.name} {self.allowed.name}",
            "LAB_ALLOWED": self.allowed.node,
            "LAB_IMAGE": str(image.path),
            "LAB_PYTHON": sys.base_prefix,
            "LAB_SITE": sysconfig.get_path("purelib"),
            "LAB_SOURCE": str(_ROOT),
            "PYTHONPATH": "/run/lab/source:/run/lab/source/tests:/run/lab/site",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._log = (folder / "log").open("w+")
        self._process = subprocess.Popen(
            # Whatever becomes of the tests: everything in there ends with them.
            ["setpriv", "--pdeathsig", "KILL", _HERE / "services.sh", _PYTHON, "-m", "lab.loop.inside"],
            env=environment,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        ready = self._process.stdout.readline() if self._process.stdout else ""
        if ready != '"ready"\n':
            said = self.said()
            self.close()
            if "unshare" in said and "Operation not permitted" in said:
                pytest.skip("no namespaces here")
            raise AssertionError(said)

    def case(self, name: str, when_asked: list[str] | None = None, **arguments: Any) -> Any:
        """What ada saw in `cases.NAME`. `when_asked` is done, as root, whenever the password dialog opens."""
        seen = self._ask(op="case", name=name, when_asked=when_asked or [], **arguments)
        assert "crashed" not in seen, self.said()
        return seen

    def shell(self, *command: str) -> str:
        """What a command says in there, as root; nothing where it fails."""
        said: str = self._ask(op="shell", command=list(command))
        return said

    def settle(self) -> None:
        """Return when udev has looked at the cards as they are now."""
        self.shell(
            "udevadm", "trigger", "--action=change", *[f"/sys/block/{c.name}" for c in (self.asking, self.allowed)]
        )
        self.shell("udevadm", "settle")

    def start(self, service: str) -> None:
        self._ask(op="start", service=service)

    def stop(self, service: str) -> None:
        self._ask(op="stop", service=service)

    def activate(self, on: bool) -> None:
        self._ask(op="activate", on=on)

    def said(self) -> str:
        self._log.flush()
        self._log.seek(0)
        return self._log.read()

    def close(self) -> None:
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:  # a case hangs
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()
        self._log.close()
        self.asking.close()
        self.allowed.close()

    def _ask(self, **request: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, self.said()
        return json.loads(answer)
