"""What there is for TensorFlow on the Nano: release, Python and its packages, libraries, memory, space."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nanowizard.core.l4t import JETPACK_OF_L4T, parse_l4t
from nanowizard.core.task import RunContext
from nanowizard.provision.clock.facts import clock_ahead_s, with_clock
from nanowizard.provision.nano_scripts import PACKAGES, nano_script
from nanowizard.provision.report.parse import parse_audit
from nanowizard.provision.tensorflow.recipes import Recipes
from nanowizard.remote.facts import (
    MEMINFO,
    MODEL,
    RELEASE,
    SWAPS,
    DiskSpace,
    df_argv,
    parse_df,
    parse_meminfo,
    parse_package_version,
    parse_swaps,
)
from nanowizard.remote.shell import Connection
from nanowizard.remote.together import ask_together, read_files

PACKAGES_WAY, CONTAINER_WAY = "packages", "container"
BY_NANO, BY_COMPUTER = "nano", "computer"
PYTHON = "/usr/bin/python3"
"""The system's own, whatever a shell of the person would find first."""
VENV_PACKAGE = "python3-venv"
XLOCALE = "/usr/include/xlocale.h"
"""h5py asks for it; newer C libraries have it no more."""
ENVIRONMENT = "/etc/environment"
CACHE = "/var/cache/nanowizard"
STARTED = f"{CACHE}/tensorflow-started"
"""Which TensorFlow was started by which Python, a line each. Without it, it is started once more."""
RUNTIME = "/usr/bin/nvidia-container-runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorFlowOptions:
    """`way`: packages of Python, or NVIDIA's container. `venv`: the folder of a virtual environment, None: for all.

    `fetch`: who downloads the Python packages, the Nano or this computer. `index_url`: where this computer gets
    ordinary packages from. `upgrade`: another TensorFlow that works too is replaced. `lent`: the Nano is to use this
    computer's internet.
    """

    way: str = PACKAGES_WAY
    venv: str | None = None
    fetch: str = BY_NANO
    index_url: str | None = None
    upgrade: bool = False
    lent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonFacts:
    """`installed` lies in `target`, where pip puts things; `others` in the system's folders; `own` in the user's."""

    version: str
    target: str
    home: str = ""
    installed: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def release(self) -> str:
        """`3.6` of `3.6.9`."""
        return ".".join(self.version.split(".")[:2])

    def has(self, name: str) -> str | None:
        """The version that everybody on the Nano gets."""
        return self.installed.get(name) or self.others.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerFacts:
    """`has_image` None: not looked, because there is no docker or the other way was chosen."""

    installed: bool = False
    runtime: bool = False
    has_image: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorFlowFacts:
    """`python` is the one that gets TensorFlow: the system's, or that of the virtual environment where it is there.

    `venv_python` None: there is no virtual environment at the chosen place. `started`: lines of STARTED. `home`: the
    login user's. `options`: what was looked for.
    """

    model: str | None = None
    l4t: str | None = None
    architecture: str | None = None
    memory_bytes: int | None = None
    swap_file_bytes: int = 0
    disk: DiskSpace | None = None
    clock_ahead_s: float | None = None
    python: PythonFacts | None = None
    venv_python: PythonFacts | None = None
    apt: Mapping[str, bool] = field(default_factory=dict)
    half_installed: Sequence[str] = ()
    xlocale: bool = True
    environment: str = ""
    started: Sequence[str] = ()
    docker: DockerFacts = field(default_factory=DockerFacts)
    home: str = ""
    options: TensorFlowOptions = field(default_factory=TensorFlowOptions)

    @property
    def jetpack(self) -> str | None:
        return JETPACK_OF_L4T.get(self.l4t or "")


def is_container(options: TensorFlowOptions) -> bool:
    return options.way == CONTAINER_WAY


def venv_path(options: TensorFlowOptions, facts: TensorFlowFacts) -> str | None:
    """The chosen folder; `~/` is the home of the login user."""
    if options.venv and options.venv.startswith("~/"):
        return f"{facts.home}/{options.venv[2:]}"
    return options.venv


def gather_tensorflow(
    conn: Connection, recipes: Recipes, options: TensorFlowOptions, ctx: RunContext
) -> TensorFlowFacts:
    """One round; a second one, as root, for docker's images where the container was chosen."""
    probe = nano_script(PACKAGES)
    wanted = [*recipes.apt, VENV_PACKAGE]
    questions: dict[str, Sequence[str]] = {
        **read_files(MODEL, RELEASE, MEMINFO, SWAPS, ENVIRONMENT, STARTED),
        "machine": ("uname", "-n", "-r", "-m"),
        "core": ("dpkg-query", "--showformat=${Version}", "--show", "nvidia-l4t-core"),
        "disk": df_argv("/"),
        "python": (PYTHON, "-c", probe),
        "apt": ("dpkg-query", "--showformat=${Package} ${db:Status-Abbrev}\\n", "--show", *wanted),
        "audit": ("dpkg", "--audit"),
        "xlocale": ("stat", "-c", "%n", "--", XLOCALE),
        "docker": ("docker", "--version"),
        "runtime": ("stat", "-c", "%n", "--", RUNTIME),
    }
    if options.venv:
        # A command begins in the home of the login user.
        questions["venv"] = (f"{options.venv.removeprefix('~/')}/bin/python", "-c", probe)
    before = time.time()
    said = ask_together(conn, ctx, with_clock(questions))
    ahead_s = clock_ahead_s(said, before, time.time())
    text = {name: answer.stdout for name, answer in said.items()}
    python = parse_python(text["python"])
    l4t = parse_l4t(text[RELEASE]) or parse_package_version(text["core"])
    return TensorFlowFacts(
        model=text[MODEL].strip("\0\n ") or None,
        l4t=l4t,
        architecture=text["machine"].split()[-1] if text["machine"].strip() else None,
        memory_bytes=parse_meminfo(text[MEMINFO]).get("MemTotal"),
        swap_file_bytes=sum(area.size_bytes for area in parse_swaps(text[SWAPS]) if not area.is_zram),
        disk=parse_df(text["disk"]),
        clock_ahead_s=ahead_s,
        python=python,
        venv_python=parse_python(text["venv"]) if options.venv else None,
        apt=parse_installed(text["apt"], wanted),
        half_installed=parse_audit(text["audit"]),
        xlocale=said["xlocale"].ok,
        environment=text[ENVIRONMENT],
        started=text[STARTED].splitlines(),
        docker=DockerFacts(
            installed=said["docker"].ok,
            runtime=said["runtime"].ok,
            has_image=_has_image(conn, recipes, l4t, ctx) if said["docker"].ok and is_container(options) else None,
        ),
        options=options,
        home=python.home if python else "",
    )


def parse_python(text: str) -> PythonFacts | None:
    """What the script `packages` says; None where there is no such Python."""
    try:
        said: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    names = ("version", "target", "home", "installed", "others", "own")
    return PythonFacts(**{name: said[name] for name in names}) if all(name in said for name in names) else None


def parse_installed(text: str, wanted: Sequence[str]) -> dict[str, bool]:
    """Lines of `${Package} ${db:Status-Abbrev}`: `ii` is installed. A package that dpkg does not know is not."""
    states = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    return {name: states.get(name, "").startswith("ii") for name in wanted}


def _has_image(conn: Connection, recipes: Recipes, l4t: str | None, ctx: RunContext) -> bool | None:
    container = recipes.container(l4t)
    if container is None:
        return None
    argv = ["docker", "image", "inspect", "--format", "{{.Id}}", container.image]
    return conn.run(argv, ctx, sudo=True, check=False).ok
