"""Every page of the gallery is built and painted in both modes, at the usual and at the smallest size."""

import pytest
from gui import gallery
from pytestqt.qtbot import QtBot

from nanowizard.gui.style import Theme


@pytest.mark.parametrize("size", [(1100, 720), (900, 600)], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(gallery.PAGES))
def test_page_fits_without_scrolling(name: str, scheme: str, size: tuple[int, int], look: Theme, qtbot: QtBot) -> None:
    look.set_scheme(scheme)
    page = gallery.PAGES[name]()
    qtbot.addWidget(page)
    page.show_at(*size)
    assert not page.grab().isNull()
    assert not page.body.verticalScrollBar().isVisible()
