"""The map tells the truth about every place, above all about the bad ones."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nanowizard.gui import theme
from nanowizard.gui.widgets.card_map import CELL, CardMap, CardMapSection, CellState

GIB = 1 << 30


@pytest.fixture
def cells(qtbot: QtBot) -> CardMap:
    made = CardMap(rows=9)
    qtbot.addWidget(made)
    made.resize(59 * 13, made.sizeHint().height())
    made.set_extent(14 * GIB)
    made.show()
    return made


def states(cells: CardMap) -> list[CellState]:
    return [cells.cell_state(index) for index in range(cells.cell_count())]


def test_it_starts_with_everything_to_do(cells: CardMap) -> None:
    assert set(states(cells)) == {CellState.TODO}


def test_a_single_faulty_block_shows_however_many_blocks_share_its_cell(cells: CardMap) -> None:
    cells.mark(CellState.WRITTEN, 0, 14 * GIB)
    cells.mark(CellState.CHECKED, 0, 14 * GIB)
    cells.mark(CellState.FAULTY, 5 * GIB, 5 * GIB + 4096)
    assert states(cells).count(CellState.FAULTY) == 1
    cells.mark(CellState.CHECKED, 0, 14 * GIB)  # checking goes on over it
    assert states(cells).count(CellState.FAULTY) == 1
    for width in (40, 300, 2000):
        cells.resize(width, cells.height())
        assert CellState.FAULTY in states(cells)
    cells.set_compact(True)
    assert CellState.FAULTY in states(cells)


def test_a_faulty_cell_is_painted_in_its_colour(cells: CardMap) -> None:
    cells.mark(CellState.FAULTY, 0, 1)
    cells.set_here(0)  # being here does not hide it
    image = cells.grab().toImage()
    assert QColor(image.pixel(1, CELL // 2)) == theme.color("bad_fill")


def test_writing_a_place_again_takes_the_fault_away(cells: CardMap) -> None:
    cells.mark(CellState.CHECKED, 0, 14 * GIB)
    cells.mark(CellState.FAULTY, GIB, GIB + 4096)
    cells.mark(CellState.WRITTEN, GIB, GIB + 4096)
    assert cells.faulty_ranges() == []
    cells.mark(CellState.CHECKED, GIB, GIB + 4096)
    assert set(states(cells)) == {CellState.CHECKED}


def test_a_cell_is_written_only_when_all_of_it_is(cells: CardMap) -> None:
    span = 14 * GIB // cells.cell_count()
    cells.mark(CellState.WRITTEN, 0, span // 2)
    assert cells.cell_state(0) is CellState.TODO
    cells.mark(CellState.WRITTEN, span // 2, span + 1)
    assert cells.cell_state(0) is CellState.WRITTEN


def test_bytes_without_data_do_not_hold_a_cell_back(cells: CardMap) -> None:
    cells.mark(CellState.UNUSED, 0, 7 * GIB)
    cells.mark(CellState.WRITTEN, 7 * GIB, 14 * GIB)
    assert set(states(cells)) == {CellState.UNUSED, CellState.WRITTEN}


def test_a_new_extent_forgets(cells: CardMap) -> None:
    cells.mark(CellState.FAULTY, 0, 10)
    cells.set_extent(GIB)
    assert cells.faulty_ranges() == []


def test_an_extent_of_less_than_a_cell_each_is_no_trouble(cells: CardMap) -> None:
    cells.set_extent(3)
    cells.mark(CellState.FAULTY, 2, 3)
    assert states(cells).count(CellState.FAULTY) == 1
    cells.set_extent(0)
    assert set(states(cells)) == {CellState.TODO}
    cells.grab()


def test_a_screen_reader_gets_one_sentence(cells: CardMap) -> None:
    cells.mark(CellState.WRITTEN, 0, 7 * GIB)
    cells.mark(CellState.FAULTY, GIB, GIB + 1)
    assert cells.accessibleName() == "Card map"
    assert cells.accessibleDescription() == "50 percent written, 1 faulty"


def test_the_section_brings_heading_and_legend(qtbot: QtBot) -> None:
    section = CardMapSection("Image on the card")
    qtbot.addWidget(section)
    section.map.set_extent(100)
    section.resize(600, 200)
    assert not section.grab().isNull()
