"""Which TensorFlow was chosen the last time: what is proved is what was installed."""

from __future__ import annotations

from nanowizard.gui import page_ids
from nanowizard.provision.tensorflow.facts import TensorFlowOptions
from nanowizard.tasks.journey import Journey


def kept_options(journey: Journey) -> TensorFlowOptions:
    """A damaged note counts as none."""
    kept = journey.choices.get(page_ids.TENSORFLOW, {})
    known = TensorFlowOptions()
    return TensorFlowOptions(
        way=str(kept.get("way") or known.way),
        venv=str(kept["venv"]) if kept.get("venv") else None,
        fetch=str(kept.get("fetch") or known.fetch),
    )
