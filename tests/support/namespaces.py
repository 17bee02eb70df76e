"""A network of its own for a test: a namespace with this computer's end of a cable, another with a Nano's.

Nothing in it reaches the machine's real network. What runs inside is started with `ip netns exec`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest


@dataclass
class Namespaces:
    """`ours` and `theirs`: names of the namespaces. Everything started ends with the test."""

    ours: str
    theirs: str
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, where: str, *argv: str, ready: str = "") -> subprocess.Popen[str]:
        """A program in a namespace; with `ready`, not before it has printed that line."""
        program = subprocess.Popen(
            ["ip", "netns", "exec", where, *argv], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
        )
        self.running.append(program)
        if ready:
            assert program.stdout
            assert program.stdout.readline().strip() == ready
        return program

    def python(self, where: str, script: str, *arguments: str, ready: str = "ready") -> subprocess.Popen[str]:
        return self.start(where, sys.executable, "-u", "-c", script, *arguments, ready=ready)

    def run(self, where: str, *argv: str) -> str:
        return _run("ip", "netns", "exec", where, *argv)


@contextlib.contextmanager
def joined(ours: Sequence[str], theirs: Sequence[str], *, card: str = "") -> Iterator[Namespaces]:
    """Two namespaces with one cable between them. Addresses with prefix; `card` is the other end's card address."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root: a network namespace")
    if not shutil.which("ip"):
        pytest.skip("not installed: ip")
    number = os.getpid()
    made = Namespaces(f"nw-our-{number}", f"nw-their-{number}")
    try:
        for name in (made.ours, made.theirs):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        _run(
            "ip", "-n", made.ours, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", made.theirs
        )
        if card:
            _run("ip", "-n", made.theirs, "link", "set", "cable", "address", card)
        for name, addresses in ((made.ours, ours), (made.theirs, theirs)):
            for address in addresses:
                _run("ip", "-n", name, "address", "add", address, "dev", "cable")
            _run("ip", "-n", name, "link", "set", "cable", "up")
            _run("ip", "-n", name, "route", "add", "224.0.0.0/4", "dev", "cable")
        yield made
    finally:
        for program in made.running:
            program.kill()
            program.communicate()
        for name in (made.ours, made.theirs):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def _run(*argv: str) -> str:
    done = subprocess.run(argv, check=False, capture_output=True, text=True)
    if done.returncode:
        if "Operation not permitted" in done.stderr:
            pytest.skip(f"no network namespaces here: {done.stderr.strip()}")
        raise RuntimeError(f"{argv}: {done.stderr}")
    return done.stdout
