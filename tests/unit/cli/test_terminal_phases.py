from __future__ import annotations

import io

from rich.console import Console

from nanowizard.cli.terminal import TerminalSink
from nanowizard.core.events import LogLine, Progress, StepFinished, StepStarted


def shown(*events: StepStarted | StepFinished | Progress | LogLine) -> str:
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


def batch(number: int) -> list[StepFinished | Progress]:
    facts = {"done": number, "total": 40, "round": 1, "loss": 0.5, "accuracy": 0.75}
    counted = Progress(phase="nano.proof.train", done=number, total=40, unit="batches")
    return [StepFinished(step="nano.proof.batch", params=facts), counted]


def test_the_batches_of_a_training_are_one_bar() -> None:
    begun = StepStarted(step="nano.proof.train")
    batches = [event for number in range(1, 41) for event in batch(number)]
    text = shown(begun, *batches)
    assert "Batch 40 of 40: loss 0.5" in text
    assert text.count("\n") == 1, "of the step that began"
    ended = shown(begun, *batches, StepFinished(step="nano.proof.train"))
    assert ended.count("✓") == 1


def test_what_stood_on_one_bar_does_not_stand_on_the_next() -> None:
    text = shown(*batch(3), StepStarted(step="nano.proof.gpu"), Progress(phase="download", done=1, total=2))
    assert "Downloading" in text
    assert "Batch" not in text.rpartition("…")[2]


PROGRESS = [
    LogLine(text="begun"),
    *(LogLine(text=f"{number}%", passing=True) for number in (1, 50)),
    LogLine(text="100%"),
    LogLine(text="next"),
]


def test_progress_stays_one_line_in_a_terminal() -> None:
    text = shown(*PROGRESS)
    over = "\x1b[1A\x1b[2K"
    assert text.count(over) == 2
    assert [("%" in part, part.count("\n")) for part in text.split(over)] == [(True, 2), (True, 1), (True, 2)]


def test_of_progress_only_the_end_is_said_where_no_terminal_is() -> None:
    out = io.StringIO()
    sink = TerminalSink(Console(file=out, width=120))
    for line in PROGRESS:
        sink.emit(line)
    assert out.getvalue().split() == ["begun", "100%", "next"]
