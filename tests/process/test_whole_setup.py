"""Everything that a profile asks for, on a practice Nano that loses its link, or its power, at each of its commands.

Whatever happens, the next run ends where an unbroken one does: the same files, units, settings and packages, not one
more, and no long work done twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import paramiko
import pytest
from support.cut_setup import STEPS, CutSetup, Unbroken, inside

from nanowizard.remote.connection import SshConnection

STAYS = (".nanowizard.bak", "/var/cache/nanowizard", "/var/lib/nanowizard", "/var/lib/apt/lists/")
"""What an undo leaves: backups, our own empty folders, and what apt fetched."""
MAY_REPEAT = ("update", "reach.py", "start.py", "urllib.request", "import tensorflow")
"""Long commands that only look, or prove."""
CASES = [(step, how) for step in STEPS for how in ("before", "during")]


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CutSetup]:
    setup = CutSetup(tmp_path_factory.mktemp("nano"))
    yield setup
    setup.close()


@pytest.fixture(scope="module")
def unbroken(setup: CutSetup) -> dict[str, Unbroken]:
    """Each step after those that come before it."""
    return {step: setup.unbroken(step) for step in STEPS}


def places(step: str, how: str, count: int) -> range:
    """TensorFlow's many commands are cut by turns before they begin and while they run; all others in both ways."""
    return range(how == "before", count, 2) if step == "nano.tensorflow" else range(count)


def at(place: int, act: Callable[[], None]) -> Callable[[int], None]:
    return lambda number: act() if number == place else None


def twice(jobs: list[str], once: tuple[str, ...]) -> list[str]:
    more = Counter(jobs) - Counter(once)
    return [job for job in more if not any(word in job for word in MAY_REPEAT)]


@pytest.mark.parametrize(("step", "how"), CASES)
def test_a_link_cut_at_any_command_costs_nothing(
    setup: CutSetup, unbroken: dict[str, Unbroken], step: str, how: str
) -> None:
    known = unbroken[step]
    wished = inside(known.after)
    for place in places(step, how, known.commands):
        setup.begin(known.before)
        setup.at = at(place, setup.cut_before if how == "before" else setup.cut)
        setup.finish(step)
        assert setup.inside() == wished, place
        assert twice(setup.jobs, known.jobs) == [], place
        assert setup.is_satisfied(step), place


@pytest.mark.parametrize("step", STEPS)
def test_a_restart_in_the_middle_costs_nothing(setup: CutSetup, unbroken: dict[str, Unbroken], step: str) -> None:
    known = unbroken[step]
    setup.begin(known.after)
    setup.nano.reboot()
    wished = setup.inside()
    for place in range(known.commands // 4, known.commands, 4):
        setup.begin(known.before)
        setup.at = at(place, setup.restart)
        setup.finish(step)
        setup.nano.reboot()
        assert setup.inside() == wished, place
        assert setup.is_satisfied(step), place


@pytest.mark.parametrize("every", [7, 11])
def test_a_link_that_breaks_again_and_again_costs_nothing(
    setup: CutSetup, unbroken: dict[str, Unbroken], every: int
) -> None:
    setup.begin(unbroken[STEPS[0]].before)
    setup.at = lambda number: setup.cut() if number % every == every - 1 else None
    for step in STEPS:
        setup.finish(step)
    setup.at = lambda _number: None
    assert setup.inside() == inside(unbroken[STEPS[-1]].after)
    assert all(setup.is_satisfied(step) for step in STEPS)


def test_a_second_run_of_everything_changes_nothing(setup: CutSetup, unbroken: dict[str, Unbroken]) -> None:
    setup.begin(unbroken[STEPS[-1]].after)
    before = setup.inside()
    assert [setup.run(step)["changes"] for step in STEPS] == [[]] * len(STEPS)
    assert setup.inside() == before
    assert setup.jobs == []


@pytest.mark.parametrize("step", STEPS)
def test_a_satisfied_page_takes_three_rounds(
    setup: CutSetup, unbroken: dict[str, Unbroken], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the login, with a link that is open: whether it still is, what there is, and whether it can be undone."""
    setup.begin(unbroken[STEPS[-1]].after)
    rounds: list[str] = []
    start = SshConnection._start

    def count(conn: SshConnection, line: str, patience_s: float) -> paramiko.Channel:
        rounds.append(line)
        return start(conn, line, patience_s)

    monkeypatch.setattr(SshConnection, "_start", count)
    assert setup.is_satisfied(step)
    assert len(rounds) <= 3


@pytest.mark.parametrize("every", [None, 29, 3])
def test_all_of_it_is_undone_in_reverse(setup: CutSetup, unbroken: dict[str, Unbroken], every: int | None) -> None:
    """Also over a link that breaks; the root file system stays as large as it is."""
    setup.begin(unbroken[STEPS[0]].after)
    facts = {step: setup.facts(step) for step in STEPS}
    setup.begin(unbroken[STEPS[-1]].after)
    if every:
        setup.at = lambda number: setup.cut() if number % every == every - 1 else None
    for step in reversed(STEPS[1:]):
        setup.finish(step, undo=True)
    setup.at = lambda _number: None
    assert {step: setup.facts(step) for step in STEPS} == facts
    assert without_leftovers(setup.inside()) == without_leftovers(inside(unbroken[STEPS[0]].after))


def test_an_undo_cut_at_any_command_is_finished_by_the_next(setup: CutSetup, unbroken: dict[str, Unbroken]) -> None:
    """The step with the most parts."""
    known = unbroken["nano.swap"]
    setup.begin(known.after)
    setup.run("nano.swap", undo=True)
    wished, count = setup.inside(), setup.commands
    for place in range(count):
        setup.begin(known.after)
        setup.at = at(place, setup.cut)
        setup.finish("nano.swap", undo=True)
        assert setup.inside() == wished, place


@pytest.mark.parametrize("every", [3, 5])
def test_an_undo_goes_on_where_it_broke_off(setup: CutSetup, unbroken: dict[str, Unbroken], every: int) -> None:
    """The one with the most commands, over links that never last for all of them: it ends, and does nothing twice."""
    known = unbroken["nano.tensorflow"]
    setup.begin(known.after)
    setup.run("nano.tensorflow", undo=True)
    wished, jobs = setup.inside(), tuple(setup.jobs)
    for place in range(every):
        setup.begin(known.after)
        setup.at = lambda number, place=place: setup.cut() if number % every == place else None
        setup.finish("nano.tensorflow", undo=True)
        setup.at = lambda _number: None
        assert setup.inside() == wished, place
        assert not Counter(setup.jobs) - Counter(jobs), place


def without_leftovers(state: dict[str, object]) -> dict[str, object]:
    files, folders = state["files"], state["folders"]
    assert isinstance(files, dict)
    assert isinstance(folders, list)

    def stays(path: str) -> bool:
        return path.endswith(STAYS[0]) or path.startswith(STAYS[1:])

    kept = {path: file for path, file in files.items() if not stays(path)}
    return {**state, "files": kept, "folders": [folder for folder in folders if not stays(folder)]}
