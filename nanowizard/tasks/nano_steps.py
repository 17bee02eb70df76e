"""Which steps on the Nano a profile asks for, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nanowizard.core.profile import Profile
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
from nanowizard.tasks.rootfs import GrowRootfs, RootfsInput
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.swap import SwapInput, SwapNano
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput


def nano_steps(session: Session, profile: Profile, login: NanoLogin) -> Iterator[tuple[Task, Any]]:
    """Tasks with their input. The clock comes first: nothing is downloaded with a wrong one."""
    yield SetClock(session), ClockInput(login=login)
    if profile.rootfs:
        yield GrowRootfs(session), RootfsInput(login=login)
    if profile.swap is not None:
        swap = profile.swap
        options = SwapOptions(size_bytes=swap.size_bytes, keep_zram=swap.keep_zram, swappiness=swap.swappiness)
        yield SwapNano(session), SwapInput(login=login, options=options)
    if profile.apt is not None:
        yield MirrorApt(session), AptInput(login=login, options=AptOptions(mirror=profile.apt.mirror))
    if profile.pip is not None:
        yield MirrorPip(session), PipInput(login=login, options=PipOptions(index_url=index_url(profile.pip.index)))
    if profile.tensorflow is not None:
        chosen = profile.tensorflow
        packages = TensorFlowOptions(way=chosen.way, venv=chosen.venv)
        yield InstallTensorFlow(session), TensorFlowInput(login=login, options=packages)
    if profile.power is not None:
        power = profile.power
        wish = PowerOptions(mode=power.mode, console=power.console, hold_bootloader=power.hold_bootloader)
        yield PowerNano(session), PowerInput(login=login, options=wish)


def index_url(index: str) -> str:
    """The address of a Python package index that a profile names by its id or its address."""
    known = by_id(load_mirrors().pip, index)
    return known.url if known else index
