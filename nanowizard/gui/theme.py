"""Tokens of the visual language: colours with their promised contrasts, type roles, spacing; the current palette."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colour roles as #RRGGBB. Blue: operable or running. Green: checked, true. Amber: works. Red: broken or lost."""

    name: str
    window: str
    side: str
    surface: str
    sunken: str
    hover: str
    track: str
    log: str
    border: str
    idle: str
    ctl: str
    text: str
    text2: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_press: str
    accent_soft: str
    accent_mid: str
    good: str
    good_soft: str
    good_fill: str
    warn: str
    warn_soft: str
    warn_fill: str
    bad: str
    bad_soft: str
    bad_fill: str
    on_bad: str
    danger: str
    danger_fill: str
    on_danger: str

    def color(self, role: str) -> QColor:
        return QColor(str(getattr(self, role)))


LIGHT = Palette(
    name="light",
    window="#F4F6F8", side="#E9EDF1", surface="#FFFFFF",
    sunken="#EDF0F3", hover="#F0F4F8", track="#DDE3E9", log="#F7F9FA",
    border="#D5DBE1", idle="#C9D1D9", ctl="#7F8994",
    text="#1A1F24", text2="#4C5661", disabled="#5F6973",
    accent="#0F5FA8", on_accent="#FFFFFF", accent_hover="#0C5191", accent_press="#0A4379",
    accent_soft="#E3EEF9", accent_mid="#5B97CE",
    good="#17713A", good_soft="#E0F3E6", good_fill="#2C9A57",
    warn="#7E4E00", warn_soft="#FFF1D2", warn_fill="#B97708",
    bad="#AE2018", bad_soft="#FCE6E4", bad_fill="#C9362C", on_bad="#FFFFFF",
    danger="#C9362C", danger_fill="#7E140E", on_danger="#FFFFFF",
)  # fmt: skip

DARK = Palette(
    name="dark",
    window="#1D2024", side="#17191C", surface="#272B30",
    sunken="#202428", hover="#2F343A", track="#3A4149", log="#191C1F",
    border="#3B4148", idle="#4A525B", ctl="#8B949E",
    text="#ECEFF2", text2="#B6BEC7", disabled="#969FA9",
    accent="#7CB9F2", on_accent="#08213A", accent_hover="#97C8F6", accent_press="#67A6E2",
    accent_soft="#22384E", accent_mid="#4D84BA",
    good="#7FD49B", good_soft="#1F3A2A", good_fill="#4DB375",
    warn="#F2C05C", warn_soft="#3E3219", warn_fill="#E0A83A",
    bad="#FFA49B", bad_soft="#3E2423", bad_fill="#F0837A", on_bad="#33090A",
    danger="#CC3A30", danger_fill="#7E140E", on_danger="#FFFFFF",
)  # fmt: skip

# Pairs that are really drawn on each other. The test computes the WCAG 2 ratio of each in both modes.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"), ("text", "side"), ("text", "surface"), ("text", "sunken"), ("text", "hover"), ("text", "log"),
    ("text", "accent_soft"), ("text", "good_soft"), ("text", "warn_soft"), ("text", "bad_soft"),
    ("text2", "window"), ("text2", "side"), ("text2", "surface"), ("text2", "sunken"), ("text2", "hover"),
    ("text2", "accent_soft"), ("text2", "good_soft"), ("text2", "warn_soft"), ("text2", "bad_soft"),
    ("disabled", "sunken"), ("disabled", "surface"), ("disabled", "window"),
    ("accent", "window"), ("accent", "surface"), ("accent", "sunken"), ("accent", "accent_soft"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_press"),
    ("good", "surface"), ("good", "side"), ("good", "good_soft"),
    ("warn", "surface"), ("warn", "warn_soft"),
    ("bad", "surface"), ("bad", "bad_soft"), ("on_bad", "bad_fill"),
    ("on_danger", "danger"), ("on_danger", "danger_fill"),
)  # fmt: skip
GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    ("ctl", "surface"), ("ctl", "window"), ("accent", "track"), ("accent", "side"),
    ("accent_mid", "surface"), ("good_fill", "surface"), ("warn_fill", "surface"), ("bad_fill", "surface"),
    ("bad_fill", "bad_soft"),
)  # fmt: skip


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours, 1 to 21."""

    def luminance(value: str) -> float:
        channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Tone(str, Enum):
    """What a colour means; the value is the QSS property value and, for text tones, the palette role."""

    TEXT = "text"
    TEXT2 = "text2"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    DISABLED = "disabled"
    NEUTRAL = "neutral"
    INFO = "info"
    SURFACE = "surface"
    SUNKEN = "sunken"

    @property
    def ink(self) -> str:
        """Palette role for text and icons in this tone."""
        return {Tone.NEUTRAL: "text2", Tone.INFO: "accent", Tone.SURFACE: "text", Tone.SUNKEN: "text"}.get(
            self, self.value
        )

    @property
    def fill(self) -> str:
        """Palette role for a panel or tag tinted in this tone."""
        return {
            Tone.GOOD: "good_soft", Tone.WARN: "warn_soft", Tone.BAD: "bad_soft", Tone.INFO: "accent_soft",
            Tone.NEUTRAL: "sunken", Tone.SUNKEN: "sunken",
        }.get(self, "surface")  # fmt: skip

    @property
    def line(self) -> str:
        """Palette role for the outline of such a panel."""
        return {
            Tone.GOOD: "good_fill", Tone.WARN: "warn_fill", Tone.BAD: "bad_fill", Tone.INFO: "accent_mid",
        }.get(self, "border")  # fmt: skip


class Role(Enum):
    """Type roles: name for the style sheet, factor of the base size, weight."""

    TITLE = ("title", 1.62, 600)
    FIGURE = ("figure", 1.90, 600)
    SECTION = ("section", 1.10, 600)
    BODY = ("body", 1.00, 400)
    CAPTION = ("caption", 0.86, 400)
    MONO = ("mono", 0.80, 400)
    CODE = ("code", 0.88, 400)  # one line of mono that is read character by character: fingerprint, command

    def __init__(self, label: str, factor: float, weight: int) -> None:
        self.label, self.factor, self.weight = label, factor, weight


MIN_BASE_PT = 10.5
LARGE_BASE_PT = 13.0  # from here on tiles need the narrow arrangement, or their tags are clipped
COMPACT_HEIGHT = 640
COMPACT_LINES = 36  # of body text; Chinese lines are higher, so that a window of the usual height is low for them
NARROW_WIDTH = 1000
XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
HEADER_GAP = 22
RADIUS, PANEL_RADIUS = 4, 8

_state: dict[str, object] = {"palette": LIGHT, "base_pt": MIN_BASE_PT}


def current() -> Palette:
    """The palette in use. Read it while painting, never keep it."""
    palette = _state["palette"]
    assert isinstance(palette, Palette)
    return palette


def set_current(palette: Palette, base_pt: float) -> None:
    """Only `style.Theme` calls this; everybody else reads."""
    _state["palette"] = palette
    _state["base_pt"] = base_pt


def color(role: str) -> QColor:
    return current().color(role)


def base_pt() -> float:
    value = _state["base_pt"]
    assert isinstance(value, float)
    return value


def point_size(role: Role) -> float:
    return round(base_pt() * role.factor, 1)


def font(role: Role, *, strong: bool = False) -> QFont:
    """Font of a type role; `strong` is weight 600 where the role is 400."""
    if role in (Role.MONO, Role.CODE):
        made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        made.setFeature(QFont.Tag("calt"), 0)  # ligatures turn == into one sign, wrong in a log
    else:
        made = QFont(QApplication.font())
    made.setPointSizeF(point_size(role))
    made.setWeight(QFont.Weight.DemiBold if strong or role.weight == 600 else QFont.Weight.Normal)
    return made


def is_compact(widget: QWidget) -> bool:
    """True in a low window: gaps shrink to 0.6, rows to 6 px padding."""
    return widget.window().height() <= max(COMPACT_HEIGHT, COMPACT_LINES * QFontMetrics(font(Role.BODY)).height())


def gap(pixels: int, compact: bool) -> int:
    return round(pixels * 0.6) if compact else pixels
