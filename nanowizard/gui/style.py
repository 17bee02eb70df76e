"""Turns the tokens into a QPalette and a style sheet, and follows the desktop's light or dark choice."""

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from nanowizard.core.resources import resource
from nanowizard.gui import high_contrast, icons, theme
from nanowizard.gui.theme import DARK, LIGHT, MIN_BASE_PT, Palette, Role

# Without a Chinese family in front, many Linux systems take Japanese glyph shapes for Chinese text.
_CHINESE_FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")

_SHEET = Template("""
QLabel { background: transparent; color: $text; }
QLabel[tone="text2"], QLabel[tone="neutral"] { color: $text2; }
QLabel[tone="accent"], QLabel[tone="info"] { color: $accent; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="disabled"] { color: $disabled; }
QLabel[role="title"] { font-size: ${title_pt}pt; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure_pt}pt; font-weight: 600; }
QLabel[role="section"] { font-size: ${section_pt}pt; font-weight: 600; }
QLabel[role="caption"] { font-size: ${caption_pt}pt; }
QLabel[strong="true"] { font-weight: 600; }
QToolTip { background: $surface; color: $text; border: 1px solid $ctl; padding: 4px; }

QFrame[panel="surface"], QFrame[panel="choice"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[panel="sunken"], QFrame[panel="neutral"] { background: $sunken; border: 1px solid $border; border-radius: 8px; }
QFrame[panel="info"] { background: $accent_soft; border: 1px solid $accent_mid; border-radius: 8px; }
QFrame[panel="good"] { background: $good_soft; border: 1px solid $good_fill; border-radius: 8px; }
QFrame[panel="warn"] { background: $warn_soft; border: 1px solid $warn_fill; border-radius: 8px; }
QFrame[panel="bad"] { background: $bad_soft; border: 1px solid $bad_fill; border-radius: 8px; }
QFrame[phase="true"] { background: $ctl; border: none; min-height: 1px; max-height: 1px; }
QFrame[rule="true"] { background: $border; border: none; min-height: 1px; max-height: 1px; }

QPushButton { background: $surface; color: $text; border: 1px solid $ctl; border-radius: 4px;
  min-height: 30px; padding: 0 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $track; }
QPushButton:focus { outline: none; }
QPushButton:disabled { background: $sunken; color: $disabled; border-color: $border; }
QPushButton[kbd="true"] { border: 2px solid $accent; padding: 0 13px; min-height: 28px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
  padding: 0 20px; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_press; border-color: $accent_press; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $disabled; border-color: $border; font-weight: 400; }
QPushButton[kind="primary"][kbd="true"] { border: 2px solid $text; padding: 0 19px; min-height: 28px; }
QPushButton[kind="danger"] { background: $danger; color: $on_danger; border: 1px solid $danger; font-weight: 600; }
QPushButton[kind="danger"]:pressed { background: $danger_fill; }
QPushButton[kind="danger"]:disabled { background: $sunken; color: $disabled; border-color: $border; }
QPushButton[kind="danger"][kbd="true"] { border: 2px solid $text; padding: 0 13px; min-height: 28px; }
QPushButton[kind="link"] { background: transparent; color: $accent; border: 1px solid transparent; padding: 0 3px; }
QPushButton[kind="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[kind="link"]:pressed { color: $accent_press; }
QPushButton[kind="link"]:disabled { color: $disabled; background: transparent; border-color: transparent; }
QPushButton[kind="link"][kbd="true"] { border: 2px solid $accent; padding: 0 2px; min-height: 28px; }
QPushButton[kind="quiet"] { background: transparent; color: $text2; border: 1px solid transparent; padding: 0 7px;
  text-align: left; }
QPushButton[kind="quiet"]:hover { color: $text; }
QPushButton[kind="quiet"][kbd="true"] { border: 2px solid $accent; padding: 0 6px; min-height: 28px; }
QFrame[side="true"] { background: $side; border: none; border-right: 1px solid $border; }
QListWidget { background: transparent; border: none; outline: none; }

QLineEdit, QComboBox, QSpinBox { background: $surface; color: $text; border: 1px solid $ctl; border-radius: 4px;
  min-height: 30px; padding: 0 10px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 0 9px; min-height: 28px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: $sunken; color: $disabled;
  border-color: $border; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$chev"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $ctl; outline: none; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $ctl; border-radius: 4px; background: $surface; }
QCheckBox::indicator:hover { background: $hover; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { background: $sunken; border-color: $border; }
QCheckBox[kbd="true"]::indicator { border: 2px solid $accent; width: 14px; height: 14px; }
QCheckBox[kbd="true"]::indicator:checked { border: 2px solid $text; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $ctl; border-radius: 8px; background: $surface; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }

QPlainTextEdit { background: $log; color: $text; border: 1px solid $border; border-radius: 8px; padding: 6px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:focus { border: 1px solid $accent; }
QPlainTextEdit, QLabel[role="mono"] { font-family: "$mono_family"; font-size: ${mono_pt}pt; }
QLabel[role="code"] { font-family: "$mono_family"; font-size: ${code_pt}pt; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $ctl; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def build_palette(colors: Palette) -> QPalette:
    """QPalette for native parts: menus, dialogs, selections. The disabled group is set on its own."""
    made = QPalette()
    roles = QPalette.ColorRole
    table = {
        roles.Window: "window", roles.WindowText: "text", roles.Base: "surface", roles.AlternateBase: "sunken",
        roles.Text: "text", roles.Button: "surface", roles.ButtonText: "text", roles.BrightText: "bad",
        roles.Highlight: "accent", roles.HighlightedText: "on_accent", roles.Accent: "accent",
        roles.Link: "accent", roles.LinkVisited: "accent_press", roles.PlaceholderText: "disabled",
        roles.ToolTipBase: "surface", roles.ToolTipText: "text",
        roles.Light: "hover", roles.Midlight: "border", roles.Mid: "ctl", roles.Dark: "text2", roles.Shadow: "text",
    }  # fmt: skip
    for role, token in table.items():
        made.setColor(role, colors.color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(disabled, role, colors.color("disabled"))
    for role in (roles.Base, roles.Button, roles.Highlight):
        made.setColor(disabled, role, colors.color("sunken"))
    return made


def build_sheet(colors: Palette) -> str:
    """Style sheet for the colours and the base size in use."""
    tokens = {name: str(getattr(colors, name)) for name in Palette.__dataclass_fields__}
    for role in Role:
        tokens[f"{role.label}_pt"] = f"{theme.point_size(role):g}"
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    tokens["mono_family"] = mono.family().replace('"', "")
    for name in ("tick", "chev"):
        tokens[name] = resource("icons", f"ctl-{name}-{colors.name}.svg").as_posix()
    return _SHEET.substitute(tokens)


class Theme(QObject):
    """The look of one application: which palette, which base size, which families. `changed` follows every change."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: str | None, language: str) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._system_font = QFont(app.font())
        self._system_palette = QPalette(app.palette())
        self._language = language
        self._applied: tuple[Palette, QFont] | None = None
        styles = {name.lower() for name in QStyleFactory.keys()}  # noqa: SIM118  (a static method, not a dict)
        app.setStyle("windows11" if "windows11" in styles else "Fusion")
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._apply)
        high_contrast.follow(self._hints, self._apply)
        self._apply()

    def set_scheme(self, scheme: str | None) -> None:
        """ "light" or "dark" regardless of the desktop; None follows it."""
        self._scheme = scheme
        self._apply()

    def set(self, scheme: str | None, language: str) -> None:
        """Both at once: every widget is styled anew each time, which takes seconds where many pages are open.

        `language`: locale name such as "zh_CN"; chooses families with the right glyph shapes.
        """
        self._scheme, self._language = scheme, language
        self._apply()

    def set_system_point_size(self, points: float) -> None:
        """Base size as if the desktop asked for it; for tests and for a text-size setting."""
        self._system_font.setPointSizeF(points)
        self._apply()

    def is_dark(self) -> bool:
        if self._scheme is not None:
            return self._scheme == "dark"
        # Unknown (offscreen, bare X servers) counts as light.
        return self._hints.colorScheme() == Qt.ColorScheme.Dark

    def _apply(self) -> None:
        colors = DARK if self.is_dark() else LIGHT
        if high_contrast.wanted(self._hints):
            colors = high_contrast.high_contrast(self._system_palette)
        base = QFont(self._system_font)
        base.setPointSizeF(max(base.pointSizeF(), MIN_BASE_PT))
        if self._language.startswith("zh"):
            known = set(QFontDatabase.families())
            chinese = [name for name in _CHINESE_FAMILIES if name in known]
            base.setFamilies([*chinese, *self._system_font.families()])
        if self._applied == (colors, base):
            return  # systems also tell of changes that are none for us
        self._applied = (colors, base)
        theme.set_current(colors, base.pointSizeF())
        icons.clear()
        self._app.setFont(base)
        self._app.setPalette(build_palette(colors))
        self._app.setStyleSheet(build_sheet(colors))  # also re-polishes every widget
        self.changed.emit()


def apply_theme(app: QApplication, scheme: str | None = None, *, language: str = "en") -> Theme:
    """Give the application our look and keep it in step with the desktop. Call it before the first widget.

    `scheme` is "light", "dark" or None for the desktop's choice. Calling it again adjusts the same Theme.
    """
    existing = app.findChild(Theme)
    if isinstance(existing, Theme):
        existing.set(scheme, language)
        return existing
    return Theme(app, scheme, language)
