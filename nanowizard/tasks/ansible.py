"""A profile as an Ansible project, for many Nanos at once: fleets belong to Ansible, not to us.

The project is the folder resources/ansible as it is, with the answers of the profile as data beside it.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Params, StepFinished, StepStarted
from nanowizard.core.profile import Profile
from nanowizard.core.resources import resource
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.apt.archive import NVIDIA_LIST, PORTS, UBUNTU_HOSTS, in_archive
from nanowizard.provision.mirrors import by_id, load_mirrors
from nanowizard.provision.swap.facts import DEFAULT_PATH
from nanowizard.remote.address import DEFAULT_PORT, Address
from nanowizard.tasks.nano_steps import index_url

ANSWERS, INVENTORY = "answers.json", "inventory.ini"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportInput:
    """`folder` is new or empty; `nanos` may be empty: then the person writes them into the inventory."""

    profile: Profile
    folder: Path
    nanos: Sequence[Address] = ()


class ExportAnsible:
    """The result: `folder` and its `files`."""

    id: ClassVar[str] = "export.ansible"
    needs_drive_access: ClassVar[bool] = False

    def check(self, inp: ExportInput, ctx: RunContext) -> Check:
        """Raises StoreError("export.folder_in_use", folder=...)."""
        if inp.folder.exists() and (not inp.folder.is_dir() or any(inp.folder.iterdir())):
            raise StoreError("export.folder_in_use", folder=str(inp.folder))
        return Check(satisfied=None)

    def run(self, inp: ExportInput, ctx: RunContext) -> Params:
        """Also raises StoreError("export.not_written", folder=...); then nothing new is there."""
        ctx.emit(StepStarted(step=self.id))
        try:
            _write(inp)
        except OSError as error:
            raise StoreError("export.not_written", folder=str(inp.folder), detail=str(error)) from error
        files = sorted(str(path.relative_to(inp.folder)) for path in inp.folder.rglob("*") if path.is_file())
        ctx.emit(StepFinished(step=self.id, params={"folder": str(inp.folder)}))
        return {"folder": str(inp.folder), "files": files}


def answers(profile: Profile) -> dict[str, Any]:
    """What the playbook's variables are; a step that is left out has none."""
    steps: dict[str, Any] = {"rootfs": profile.rootfs}
    if profile.swap is not None:
        steps["swap"] = {"path": DEFAULT_PATH, **asdict(profile.swap)}
    if profile.apt is not None:
        steps["apt"] = _apt(profile.apt.mirror)
    if profile.pip is not None:
        steps["pip"] = {"index_url": index_url(profile.pip.index)}
    if profile.tensorflow is not None:
        table = json.loads(resource("tensorflow.json").read_text(encoding="utf-8"))
        steps["tensorflow"] = {**asdict(profile.tensorflow), "table": table}
    if profile.power is not None:
        steps["power"] = asdict(profile.power)
    return steps


def _apt(wished: str) -> Mapping[str, str]:
    """`known` is a pattern for the addresses that may be replaced: on the hosts of the archive and of its mirrors, also
    with the name that only other processors find there, and elsewhere by the archive's own name. `nvidia`: its list.
    """
    mirrors = load_mirrors().apt
    mirror = by_id(mirrors, wished)
    hosts = sorted({*UBUNTU_HOSTS, *(host for known in mirrors for host in known.hosts)})
    named = "|".join([*map(re.escape, hosts), r"[\w.-]+\.archive\.ubuntu\.com", r"[\w.-]+\.ports\.ubuntu\.com"])
    known = rf"https?://(?:(?:{named})/(?:ubuntu-ports|ubuntu)/?|[^/\s]+/(?:\S*/)?ubuntu-ports/?)"
    url = mirror.url(https=False) if mirror else in_archive(wished, PORTS)
    return {"url": url, "known": known, "nvidia": NVIDIA_LIST}


def _write(inp: ExportInput) -> None:
    inp.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=inp.folder.parent, prefix=f".{inp.folder.name}.") as scratch:
        made = Path(scratch, "project")
        shutil.copytree(resource("ansible"), made)
        text = json.dumps(answers(inp.profile), indent=1, ensure_ascii=False)
        (made / ANSWERS).write_text(text + "\n", encoding="utf-8")
        (made / INVENTORY).write_text(_inventory(inp.nanos), encoding="utf-8")
        if inp.folder.exists():
            inp.folder.rmdir()  # it is empty; Windows replaces no folder
        made.rename(inp.folder)


def _inventory(nanos: Sequence[Address]) -> str:
    lines = ["# A line for each Nano: a name, then where it is and who logs in. No passwords here: ask with -k and -K."]
    lines += ["[nanos]"]
    for number, nano in enumerate(nanos, start=1):
        port = "" if nano.port == DEFAULT_PORT else f" ansible_port={nano.port}"
        lines.append(f"nano{number} ansible_host={nano.host} ansible_user={nano.user}{port}")
    if not nanos:
        lines.append("# nano1 ansible_host=192.168.1.20 ansible_user=nano")
    return "\n".join(lines) + "\n"
