"""Installing system packages and containers on the practice Nano."""

from __future__ import annotations

import hashlib
import json

from nanowizard.practice.apt_programs import APT_PROGRAMS
from nanowizard.practice.machine import Machine
from nanowizard.practice.program import each, needs_root, operands
from nanowizard.practice.proof_programs import CONTAINER_SCRIPTS
from nanowizard.practice.shell import Process, Program

DPKG = "/var/lib/dpkg/info"
IMAGES = "/var/lib/docker/images.json"
OF_THE_IMAGE = frozenset({"python3-pip", "zip"})
"""What NVIDIA's image brings of the libraries that TensorFlow wants."""
_NEEDS = {"octave": "gfortran"}
"""A package that goes with the one that it needs."""


def _is_installed(machine: Machine, name: str) -> bool:
    return name in OF_THE_IMAGE or machine.exists(f"{DPKG}/{name}.list")


def _apt_get(process: Process, arguments: list[str]) -> int:
    """`apt-get install -y ... -- PACKAGE...`, `apt-get [-s] purge -- PACKAGE...`; the rest is apt's."""
    names, machine = operands(arguments), process.machine
    if "purge" in arguments:
        more = [name for name, needed in _NEEDS.items() if needed in names and _is_installed(machine, name)]
        for name in [*more, *names]:
            process.say(f"Purg {name} [1.0]\n" if "-s" in arguments else f"Removing {name} (1.0) ...\n")
            if "-s" not in arguments:
                machine.state.files.pop(f"{DPKG}/{name}.list", None)
        return 0
    if "install" not in arguments or "-f" in arguments:
        return APT_PROGRAMS["apt-get"](process, arguments)
    process.say("Reading package lists...\nBuilding dependency tree...\n")
    for number, name in enumerate(names, 1):
        process.rest(process.delay_s * 3)
        process.say(f"Get:{number} http://ports.ubuntu.com/ubuntu-ports bionic/main arm64 {name} arm64 1.0 [87.4 kB]\n")
    process.in_dpkg.set()
    for name in names:
        process.say(f"Setting up {name} (1.0) ...\n")
        machine.put(f"{DPKG}/{name}.list", b"")
    process.in_dpkg.clear()
    return 0


def dpkg_query(process: Process, names: list[str]) -> int:
    """`dpkg-query --showformat='${Package} ${db:Status-Abbrev}\\n' --show PACKAGE...`"""
    missing = [name for name in names if not _is_installed(process.machine, name)]
    process.say("".join(f"{name} ii \n" for name in names if name not in missing))
    for name in missing:
        process.complain(f"dpkg-query: no packages found matching {name}")
    return 1 if missing else 0


def _images(machine: Machine) -> list[str]:
    return list(json.loads(machine.read(IMAGES))) if machine.exists(IMAGES) else []


def _docker(process: Process, arguments: list[str]) -> int:
    """`docker --version | image inspect | image rm | pull | run`"""
    machine = process.machine
    if arguments == ["--version"]:
        process.say("Docker version 20.10.7, build 20.10.7-0ubuntu5~18.04.3\n")
        return 0
    if not process.is_root:
        return process.complain("Got permission denied while trying to connect to the Docker daemon socket")
    there = _images(machine)
    if arguments[:2] == ["image", "inspect"]:
        return 0 if arguments[-1] in there else process.complain(f"Error: No such image: {arguments[-1]}")
    if arguments[:2] == ["image", "rm"]:
        there = [image for image in there if image != arguments[-1]]
    elif arguments[0] == "pull":
        _pull(process, arguments[-1])
        there.append(arguments[-1])
    elif script := CONTAINER_SCRIPTS.get(arguments[arguments.index("-c") + 1]):
        return script(process, arguments[arguments.index("-c") + 2 :])
    else:
        process.rest(process.delay_s * 40)
        process.say(json.dumps({"event": "started", "version": "2.7.0", "gpus": 1, "took_s": 14.9}) + "\n")
    machine.put(IMAGES, json.dumps(there).encode())
    return 0


def _pull(process: Process, image: str) -> None:
    tag = image.rpartition(":")[2]
    process.say(f"{tag}: Pulling from nvidia/l4t-tensorflow\n")
    layers = [f"{number * 0x1F35D07 + 0x2A1F0C3D:012x}" for number in range(12)]
    for layer in layers:
        process.say(f"{layer}: Pulling fs layer\n")
    for layer in layers:
        process.rest(process.delay_s * 6)
        process.say(f"{layer}: Pull complete\n")
    process.say(f"Status: Downloaded newer image for {image}\n")


def _sha256sum_one(process: Process, path: str) -> str | None:
    if path not in process.machine.state.files:
        return f"{path}: No such file or directory"
    process.say(f"{hashlib.sha256(process.machine.read(path)).hexdigest()}  {path}\n")
    return None


def _mkdir(process: Process, arguments: list[str]) -> int:
    """`mkdir -p -- FOLDER`"""
    folders = process.machine.state.folders
    folders += [path for path in operands(arguments) if path not in folders]
    return 0


def _pwd(process: Process, _arguments: list[str]) -> int:
    process.say("/home/nano\n")
    return 0


LIBRARY_PROGRAMS: dict[str, Program] = {
    "apt-get": needs_root(_apt_get),
    "docker": _docker,
    "mkdir": _mkdir,
    "pwd": _pwd,
    "sha256sum": each("sha256sum", _sha256sum_one),
}
