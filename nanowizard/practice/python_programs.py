"""Python on the practice Nano: its packages are folders with names, and installing takes seconds instead of minutes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from nanowizard.practice.machine import Machine
from nanowizard.practice.pip_programs import pip
from nanowizard.practice.proof_programs import PROOF_SCRIPTS
from nanowizard.practice.shell import Process, Program
from nanowizard.provision.nano_scripts import PACKAGES, REACH, START, nano_script
from nanowizard.provision.tensorflow.recipes import canonical

SYSTEM = "/usr/local/lib/python3.6/dist-packages"
HOME = "/home/nano"
OF_UBUNTU = {"numpy": "1.13.3", "pip": "9.0.1", "setuptools": "39.0.1", "six": "1.11.0", "wheel": "0.30.0"}
"""What Ubuntu's own packages bring."""
_BUILT = ("_errors", "defs", "_objects", "_proxy", "h5fd", "h5z", "h5", "h5i", "h5r", "utils", "_conv", "h5t", "h5s")
"""Parts of h5py, in the order in which its set-up compiles them."""
_FAULTS: dict[str, tuple[str, int]] = {
    "disk_full": ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", 1),
    "bad_hash": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package "
        "versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have "
        "tampered with them.\n",
        1,
    ),
    "no_internet": (
        "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection "
        "broken by 'NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name "
        "resolution')'\n",
        1,
    ),
    "illegal": ("Illegal instruction (core dumped)\n", 132),
    "killed": ("Killed\n", 137),
}


def python3(process: Process, arguments: list[str]) -> int:
    """`-c` with a script of ours, `-m pip`, `-m venv`, `--version`."""
    if arguments[:1] == ["-c"]:
        script = scripts().get(arguments[1])
        return script(process, arguments[2:]) if script else process.complain("python3: an unknown script")
    if arguments[:2] == ["-m", "venv"]:
        return _make_venv(process, arguments[-1])
    if arguments[:2] == ["-m", "pip"]:
        verb = arguments[2]
        return _PIP[verb](process, arguments[3:]) if verb in _PIP else pip(process, arguments[2:])
    process.say("Python 3.6.9\n")
    return 0


def scripts() -> dict[str, Program]:
    own = {nano_script(PACKAGES): _packages, nano_script(REACH): _reach, nano_script(START): _start}
    return {**own, **PROOF_SCRIPTS}


def place_of(process: Process) -> str | None:
    """Where the Python that runs has its packages; None where there is no such Python."""
    folder, _, name = process.program.rpartition("/bin/")
    if name == "python3" and folder in {"", "/usr"}:
        return SYSTEM
    venv = folder if folder.startswith("/") else f"{HOME}/{folder}"
    return f"{venv}/lib/python3.6/site-packages" if process.machine.exists(f"{venv}/pyvenv.cfg") else None


def installed(machine: Machine, place: str) -> dict[str, str]:
    """Versions by canonical name."""
    found = (re.fullmatch(r"(.+)-([^-]+)\.dist-info", name) for name in _folders(machine, place))
    return {canonical(match[1]): match[2] for match in found if match}


def _folders(machine: Machine, place: str) -> Iterator[str]:
    for path in list(machine.state.files):
        if path.startswith(f"{place}/") and path.endswith("/METADATA"):
            yield path[len(place) + 1 :].partition("/")[0]


def _packages(process: Process, _arguments: list[str]) -> int:
    place = place_of(process)
    if place is None:
        process.complain(f"{process.program}: not found")
        return 127
    machine = process.machine
    own = installed(machine, f"{HOME}/.local/lib/python3.6/site-packages")
    others = dict(OF_UBUNTU) if place == SYSTEM else {**OF_UBUNTU, **installed(machine, SYSTEM)}
    there = {"version": "3.6.9", "home": HOME, "target": place}
    process.say(json.dumps({**there, "installed": installed(machine, place), "others": others, "own": own}) + "\n")
    return 0


def _reach(process: Process, arguments: list[str]) -> int:
    lost = "no_internet" in process.machine.python_fault.values()
    said = "<urlopen error [Errno -3] Temporary failure in name resolution>" if lost else 200
    for url in arguments:
        process.say(json.dumps({"event": "reached", "url": url, "said": said}) + "\n")
    return int(lost)


def _start(process: Process, _arguments: list[str]) -> int:
    process.rest(process.delay_s * 40)
    if fails(process, "start"):
        return _fail(process, "start")
    place = place_of(process) or ""
    there = installed(process.machine, place)
    version = there.get("tensorflow") or installed(process.machine, SYSTEM).get("tensorflow")
    if version is None:
        return process.complain("ModuleNotFoundError: No module named 'tensorflow'")
    process.complain("Successfully opened dynamic library libcudart.so.10.2")
    upstream = version.partition("+")[0]
    process.say(json.dumps({"event": "started", "version": upstream, "gpus": 1, "took_s": 11.4}) + "\n")
    return 0


def _make_venv(process: Process, folder: str) -> int:
    process.rest(process.delay_s * 20)
    text = b"home = /usr/bin\ninclude-system-site-packages = true\n"
    process.machine.put(f"{folder}/pyvenv.cfg", text, owner=process.user)
    _add(process, f"{folder}/lib/python3.6/site-packages", "pip", "9.0.1")
    process.machine.save()
    return 0


def fails(process: Process, what: str) -> bool:
    return what in process.machine.python_fault


def _fail(process: Process, what: str) -> int:
    said, status = _FAULTS[process.machine.python_fault.pop(what)]
    process.say(said)
    return status


def _pip_install(process: Process, arguments: list[str]) -> int:
    """`pip install [OPTION...] PACKAGE...`: exactly these, as `--no-deps` says."""
    place = place_of(process) or SYSTEM
    if place == SYSTEM and not process.is_root:
        return process.complain("ERROR: Could not install packages: [Errno 13] Permission denied")
    installing: list[tuple[str, str]] = []
    for word in _operands(arguments):
        name, version = _named(word)
        if fails(process, name):
            return _fail(process, name)
        process.say(f"Collecting {name}=={version}\n  Downloading {name}-{version} ({len(word) * 37} kB)\n")
        process.rest(process.delay_s * (30 if name == "tensorflow" else 2))
        if name == "h5py":
            _build_h5py(process, version)
        installing.append((name, version))
    process.say(f"Installing collected packages: {', '.join(name for name, _ in installing)}\n")
    for name, version in installing:
        _remove(process.machine, place, name)
        _add(process, place, name, version)
    process.machine.save()
    process.say("Successfully installed " + " ".join(f"{name}-{version}" for name, version in installing) + "\n")
    return 0


def _build_h5py(process: Process, version: str) -> None:
    process.say("  Preparing metadata (setup.py): finished with status 'done'\n")
    process.say("Building wheels for collected packages: h5py\n  Building wheel for h5py (setup.py): started\n")
    for number, part in enumerate(_BUILT, 1):
        process.rest(process.delay_s * 8)
        process.say(f"  [{number}/{len(_BUILT)}] Cythonizing h5py/{part}.pyx\n")
    process.say("  Building wheel for h5py (setup.py): finished with status 'done'\n")
    process.say(f"  Created wheel for h5py: filename=h5py-{version}-cp36-cp36m-linux_aarch64.whl\n")


def _pip_uninstall(process: Process, arguments: list[str]) -> int:
    place = place_of(process) or SYSTEM
    there = installed(process.machine, place)
    for name in _operands(arguments):
        if name in there:
            _remove(process.machine, place, name)
            process.say(f"  Successfully uninstalled {name}-{there[name]}\n")
        else:
            process.complain(f"WARNING: Skipping {name} as it is not installed.")
    process.machine.save()
    return 0


_PIP: dict[str, Callable[[Process, list[str]], int]] = {"install": _pip_install, "uninstall": _pip_uninstall}
_WITH_VALUE = frozenset({"--extra-index-url", "--trusted-host", "--find-links"})


def _operands(arguments: list[str]) -> list[str]:
    pairs = zip([""] + arguments, arguments)  # noqa: B905, RUF005 - the last word has nothing behind it
    return [word for before, word in pairs if not word.startswith("-") and before not in _WITH_VALUE]


def _named(word: str) -> tuple[str, str]:
    """Name and version of `NAME==VERSION`, or of a wheel's address."""
    if "==" in word:
        name, _, version = word.partition("==")
        return canonical(name), version
    name, version = word.rpartition("/")[2].split("-")[:2]
    return canonical(name), version


def _add(process: Process, place: str, name: str, version: str) -> None:
    text = f"Name: {name}\nVersion: {version}\n"
    process.machine.put(f"{place}/{name}-{version}.dist-info/METADATA", text.encode(), owner=process.user)


def _remove(machine: Machine, place: str, name: str) -> None:
    for folder in list(_folders(machine, place)):
        if canonical(folder.removesuffix(".dist-info").rpartition("-")[0]) == name:
            machine.state.files.pop(f"{place}/{folder}/METADATA", None)
