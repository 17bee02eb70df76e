from __future__ import annotations

import io

from rich.console import Console

from nanowizard.cli.terminal import TerminalSink
from nanowizard.core.events import Progress, StepStarted


def shown(*events: StepStarted | Progress) -> str:
    out = io.StringIO()
    sink = TerminalSink(Console(file=out, force_terminal=True, width=120))
    for event in events:
        sink.emit(event)
    sink._bars.refresh()
    sink._end_bar()
    return out.getvalue()


def test_a_phase_without_words_is_a_part_of_its_step() -> None:
    step = StepStarted(step="nano.tensorflow.numpy", params={"version": "1.19.4"})
    text = shown(step, Progress(phase="nano.tensorflow.numpy", done=1, total=2))
    assert "phase." not in text
    assert text.count("Install numpy 1.19.4") >= 2


def test_a_phase_with_words_has_its_own() -> None:
    step = StepStarted(step="nano.tensorflow.numpy", params={"version": "1.19.4"})
    assert "Downloading" in shown(step, Progress(phase="download", done=1, total=2))
