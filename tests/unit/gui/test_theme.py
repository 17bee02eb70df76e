"""The promised contrasts are computed, not believed."""

import re

import pytest

from nanowizard.gui.theme import DARK, GRAPHIC_PAIRS, LIGHT, TEXT_PAIRS, Palette, Role, Tone, contrast, gap


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#FFFFFF", "#000000", 21.0),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_follows_wcag(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="/".join)
def test_text_is_readable(palette: Palette, pair: tuple[str, str]) -> None:
    assert contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("pair", GRAPHIC_PAIRS, ids="/".join)
def test_graphics_can_be_seen(palette: Palette, pair: tuple[str, str]) -> None:
    assert contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_role_is_a_colour(palette: Palette) -> None:
    for role in Palette.__dataclass_fields__.keys() - {"name"}:
        assert re.fullmatch("#[0-9A-F]{6}", getattr(palette, role)), role


@pytest.mark.parametrize("tone", Tone)
def test_tones_name_roles_that_exist_and_read_well(tone: Tone) -> None:
    for palette in (LIGHT, DARK):
        ink, fill = getattr(palette, tone.ink), getattr(palette, tone.fill)
        assert contrast(ink, fill) >= 4.5
        assert getattr(palette, tone.line)


def test_type_scale() -> None:
    sizes = {role: round(10.5 * role.factor, 1) for role in Role}
    assert sizes[Role.TITLE] == 17.0
    assert sizes[Role.CAPTION] == 9.0
    assert sizes[Role.MONO] == 8.4


def test_compact_gaps_shrink_to_six_tenths() -> None:
    assert [gap(pixels, True) for pixels in (22, 12, 8)] == [13, 7, 5]
    assert gap(22, False) == 22
