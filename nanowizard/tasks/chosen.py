"""What was set up on one Nano, as a profile for the next ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nanowizard.core.events import Status
from nanowizard.core.profile import (
    AptProfile,
    PipProfile,
    PowerProfile,
    Profile,
    ProofProfile,
    SwapProfile,
    TensorFlowProfile,
)
from nanowizard.provision.mirrors import load_mirrors
from nanowizard.tasks.journey import Journey

_WELL = (Status.SUCCEEDED, Status.SATISFIED)


def profile_of(journey: Journey) -> Profile:
    """The steps that ended well, with what they left on the Nano. No card: that is chosen each time. No secrets.

    What was wished says how much of that is meant: what was found so and left alone is no wish for other Nanos.
    """
    done = {task: outcome.facts for task, outcome in journey.outcomes.items() if outcome.status in _WELL}
    for facts in list(done.values()):
        done.update(facts.get("parts", {}))  # several steps of one page
    return Profile(
        image=str(journey.image) if journey.image else None,
        nano=journey.nano,
        lend_internet=any(journey.choices.get(task, {}).get("lend_internet") is True for task in done),
        rootfs="nano.rootfs" in done,
        swap=_swap(done["nano.swap"], journey.swap) if "nano.swap" in done else None,
        apt=_apt(done["nano.apt"]) if "nano.apt" in done else None,
        pip=_pip(done["nano.pip"]) if "nano.pip" in done else None,
        tensorflow=_tensorflow(done["nano.tensorflow"], journey.choices.get("nano.tensorflow", {}))
        if "nano.tensorflow" in done
        else None,
        power=_power(done["nano.power"], journey.choices.get("nano.power")) if "nano.power" in done else None,
        proof=_proof(journey.choices.get("nano.proof", {})),
    )


def _swap(facts: Mapping[str, Any], wished: Mapping[str, Any]) -> SwapProfile:
    swappiness = facts["swappiness"] if wished.get("swappiness", facts["swappiness"]) is not None else None
    return SwapProfile(size_bytes=facts["file_bytes"], keep_zram=facts["zram_bytes"] > 0, swappiness=swappiness)


def _apt(facts: Mapping[str, Any]) -> AptProfile | None:
    """None for a mixture of mirrors: no one name stands for it."""
    mirror = facts["mirror"] or (facts["addresses"][0] if len(facts["addresses"]) == 1 else None)
    return AptProfile(mirror=mirror) if mirror else None


def _pip(facts: Mapping[str, Any]) -> PipProfile:
    url = facts["index_url"]
    known = {index.url.rstrip("/"): index.id for index in load_mirrors().pip}
    return PipProfile(index=known.get(url.rstrip("/"), url))


def _tensorflow(facts: Mapping[str, Any], wished: Mapping[str, Any]) -> TensorFlowProfile:
    venv = facts["venv"]
    if venv and wished.get("venv"):
        venv = wished["venv"]  # "~/...": the next Nano may have another user
    return TensorFlowProfile(
        way="container" if facts["has_container"] else "packages",
        venv=venv,
        fetch="computer" if wished.get("fetch") == "computer" else "nano",
        index=wished.get("index_url"),
        upgrade=wished.get("upgrade") is True,
    )


def _proof(wished: Mapping[str, Any]) -> ProofProfile:
    """Each Nano proves for itself that it is set up, also where this one was not asked to."""
    return ProofProfile(pictures=wished.get("pictures") if wished.get("train") is True else None)


def _power(facts: Mapping[str, Any], wished: Mapping[str, Any] | None) -> PowerProfile | None:
    """None where everything is as it was found. Clocks are pinned until a restart only: a wish alone asks for them."""
    found = {"mode": facts["mode"], "console": facts["console"], "hold_bootloader": facts["held"]}
    found["clocks"] = facts.get("clocks") if wished else None
    if wished is not None:
        found = {name: value for name, value in found.items() if wished.get(name) is not None}
    return PowerProfile(**found) if found else None
