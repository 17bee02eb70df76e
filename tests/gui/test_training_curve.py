"""The training curve: what it keeps, what it draws, what a screen reader hears."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nanowizard.gui import theme
from nanowizard.gui.widgets.training_curve import TrainingCurve


def curve(qtbot: QtBot) -> TrainingCurve:
    made = TrainingCurve()
    made.set_words("Right answers", ("100%", "50%", "0%"))
    qtbot.addWidget(made)
    made.resize(400, 140)
    made.show()
    return made


def inked(widget: TrainingCurve, role: str) -> int:
    """Pixels in this colour."""
    picture = widget.grab().toImage()
    ink = theme.color(role).rgb()
    return sum(picture.pixel(x, y) == ink for x in range(picture.width()) for y in range(picture.height()))


def test_it_draws_the_accuracy_as_it_comes(qtbot: QtBot) -> None:
    made = curve(qtbot)
    assert inked(made, "accent") == 0
    made.add(1, 10, 2.0, 0.4)
    one = inked(made, "accent_soft")
    for done in range(2, 11):
        made.add(done, 10, 2.0 / done, min(0.4 + done / 15, 1.0))
    assert inked(made, "accent") > 0
    assert inked(made, "accent_soft") > one
    made.clear()
    assert (made.points(), inked(made, "accent")) == ([], 0)


def test_a_long_training_keeps_its_first_and_its_last_point_near(qtbot: QtBot) -> None:
    made = curve(qtbot)
    for done in range(1, 5001):
        made.add(done, 5000, 1.0, 0.5)
    points = made.points()
    assert len(points) <= 400
    assert points[-1][0] == 5000
    assert points[0][0] < 200


def test_what_a_screen_reader_hears(qtbot: QtBot) -> None:
    made = curve(qtbot)
    made.set_caption("round 3, 81% right")
    assert (made.accessibleName(), made.accessibleDescription()) == ("Right answers", "round 3, 81% right")
