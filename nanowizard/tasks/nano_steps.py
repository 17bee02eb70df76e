"""Which steps on the Nano a profile asks for, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nanowizard.core.profile import Profile, TensorFlowProfile
from nanowizard.core.task import Task
from nanowizard.provision.apt.facts import AptOptions
from nanowizard.provision.mirrors import by_id, load_mirrors
from nanowizard.provision.pip.facts import PipOptions
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.provision.tensorflow.facts import TensorFlowOptions
from nanowizard.tasks.apt import AptInput, MirrorApt
from nanowizard.tasks.clock import ClockInput, SetClock
from nanowizard.tasks.pip import MirrorPip, PipInput
from nanowizard.tasks.power import PowerInput, PowerNano
from nanowizard.tasks.proof import ProofInput, ProveTensorFlow
from nanowizard.tasks.rootfs import GrowRootfs, RootfsInput
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.step_task import StepInput
from nanowizard.tasks.swap import SwapInput, SwapNano
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput


def nano_steps(
    session: Session, profile: Profile, login: NanoLogin, *, dry_run: bool = False
) -> Iterator[tuple[Task, StepInput[Any]]]:
    """Tasks with their input. The clock comes first: nothing is downloaded with a wrong one."""
    for task, wish in _steps(session, profile):
        yield task, replace(wish, login=login, dry_run=dry_run)


def proof_of(session: Session, profile: Profile, login: NanoLogin) -> tuple[Task, ProofInput] | None:
    """Of the TensorFlow that the profile asks for; None where it asks for none, or for no proof."""
    chosen, proof = profile.tensorflow, profile.proof
    if chosen is None or proof is None:
        return None
    wish = ProofInput(
        options=_tensorflow(chosen),
        login=login,
        pictures=Path(proof.pictures) if proof.pictures else None,
        rounds=proof.rounds,
        lend_internet=profile.lend_internet,
    )
    return ProveTensorFlow(session), wish


def _steps(session: Session, profile: Profile) -> Iterator[tuple[Task, StepInput[Any]]]:
    lent = profile.lend_internet
    yield SetClock(session), ClockInput()
    if profile.rootfs:
        yield GrowRootfs(session), RootfsInput()
    if profile.swap is not None:
        swap = profile.swap
        options = SwapOptions(size_bytes=swap.size_bytes, keep_zram=swap.keep_zram, swappiness=swap.swappiness)
        yield SwapNano(session), SwapInput(options=options)
    if profile.apt is not None:
        yield MirrorApt(session), AptInput(options=AptOptions(mirror=profile.apt.mirror), lend_internet=lent)
    if profile.pip is not None:
        index = PipOptions(index_url=index_url(profile.pip.index))
        yield MirrorPip(session), PipInput(options=index, lend_internet=lent)
    if profile.tensorflow is not None:
        packages = _tensorflow(profile.tensorflow)
        yield InstallTensorFlow(session), TensorFlowInput(options=packages, lend_internet=lent)
    if profile.power is not None:
        power = profile.power
        yield PowerNano(session), PowerInput(options=PowerOptions(**asdict(power)))


def _tensorflow(chosen: TensorFlowProfile) -> TensorFlowOptions:
    return TensorFlowOptions(
        way=chosen.way,
        venv=chosen.venv,
        fetch=chosen.fetch,
        index_url=index_url(chosen.index) if chosen.index else None,
        upgrade=chosen.upgrade,
    )


def index_url(index: str) -> str:
    """The address of a Python package index that a profile names by its id or its address."""
    known = by_id(load_mirrors().pip, index)
    return known.url if known else index
