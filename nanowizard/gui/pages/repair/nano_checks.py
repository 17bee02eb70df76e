"""How each step on the Nano stands, for the overview. No Qt, no words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nanowizard.core.events import Severity
from nanowizard.core.task import Check, RunContext, Task, Verdict
from nanowizard.gui import page_ids
from nanowizard.gui.pages.repair.seen import Seen
from nanowizard.tasks.apt import AptInput, MirrorApt
from nanowizard.tasks.packages import CompletePackages, PackagesInput
from nanowizard.tasks.power import PowerInput, PowerNano
from nanowizard.tasks.proof import ProofInput, ProveTensorFlow
from nanowizard.tasks.rootfs import GrowRootfs, RootfsInput
from nanowizard.tasks.session import Session
from nanowizard.tasks.swap import SwapInput, SwapNano
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput


@dataclass(frozen=True, slots=True)
class StepLook:
    """`inp`: the options that are usual; `judge` turns what they give into a verdict and the kind of sentence."""

    task: Callable[[Session], Task]
    inp: Callable[[], Any]
    judge: Callable[[Check], tuple[Verdict, str]]


def look_at_step(page_id: str, session: Session, ctx: RunContext) -> Seen:
    """Raises what the task's check raises."""
    if session.login is None:
        return Seen(verdict=Verdict.UNKNOWN, kind="nano.none")
    look = STEPS[page_id]
    check = look.task(session).check(look.inp(), ctx)
    verdict, kind = look.judge(check)
    worst = next((f for f in check.findings if f.severity in (Severity.BLOCKING, Severity.WARNING)), None)
    if verdict is not Verdict.SATISFIED and worst is not None:
        return Seen(verdict=verdict, kind="finding", finding=worst)
    return Seen(verdict=verdict, kind=kind, params=check.facts)


def _swap(check: Check) -> tuple[Verdict, str]:
    facts = check.facts
    if facts["file_active"] and facts["file_bytes"]:
        # Another size than the recommended one is a choice, not a fault.
        return Verdict.SATISFIED, "swap.good"
    return check.verdict, "swap.off" if facts["file_bytes"] else "swap.missing"


def _rootfs(check: Check) -> tuple[Verdict, str]:
    if check.facts["partition_bytes"] is None:
        return Verdict.UNKNOWN, "rootfs.unknown"
    return check.verdict, "rootfs.good" if check.satisfied else "rootfs.small"


def _packages(check: Check) -> tuple[Verdict, str]:
    return check.verdict, "packages.good" if check.satisfied else "packages.broken"


def _mirrors(check: Check) -> tuple[Verdict, str]:
    """Whichever server it is, it is a choice; what stands in the way is a finding."""
    if check.verdict is Verdict.BLOCKED:
        return check.verdict, ""
    return Verdict.SATISFIED, "mirrors.good"


def _tensorflow(check: Check) -> tuple[Verdict, str]:
    if check.verdict is Verdict.BLOCKED and check.facts["version"] is None:
        return check.verdict, ""
    return check.verdict, "tensorflow.good" if check.facts["version"] else "tensorflow.missing"


def _proof(_check: Check) -> tuple[Verdict, str]:
    """Only a measurement would tell."""
    return Verdict.UNKNOWN, "proof.ready"


def _power(check: Check) -> tuple[Verdict, str]:
    """Every choice is a good one."""
    facts = check.facts
    if facts["mode"] is None:
        return Verdict.UNKNOWN, "power.unknown"
    return Verdict.SATISFIED, "power.console" if facts["console"] else "power.good"


STEPS: Mapping[str, StepLook] = {
    page_ids.SWAP: StepLook(SwapNano, SwapInput, _swap),
    page_ids.ROOTFS: StepLook(GrowRootfs, RootfsInput, _rootfs),
    page_ids.PACKAGES: StepLook(CompletePackages, PackagesInput, _packages),
    page_ids.MIRRORS: StepLook(MirrorApt, AptInput, _mirrors),
    page_ids.TENSORFLOW: StepLook(InstallTensorFlow, TensorFlowInput, _tensorflow),
    page_ids.PROOF: StepLook(ProveTensorFlow, ProofInput, _proof),
    page_ids.POWER: StepLook(PowerNano, PowerInput, _power),
}
