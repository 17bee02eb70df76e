"""High contrast: the person's own system colours in our roles, no tints, every outline kept."""

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QStyleHints

from nanowizard.gui.theme import Palette

# Roles that fill an area; all of them become the plain background.
_TINTS = frozenset({"accent_soft", "good_soft", "warn_soft", "bad_soft"})
_AREAS = frozenset({"window", "side", "surface", "sunken", "hover", "track", "log"}) | _TINTS
_ACCENTS = frozenset({"accent", "accent_hover", "accent_press", "accent_mid", "danger", "danger_fill"})
_ON_ACCENTS = frozenset({"on_accent", "on_danger"})


def wanted(hints: QStyleHints) -> bool:
    """Qt knows the preference since 6.10. The caller keeps `hints`: what hangs on it is gone with it."""
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def follow(hints: QStyleHints, changed: Callable[[], None]) -> None:
    """Call back when the preference changes, where Qt can tell."""
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(changed)


def high_contrast(system: QPalette) -> Palette:
    """Our roles filled from the system's palette; shapes and words carry what colour said before."""
    back = system.color(QPalette.ColorRole.Window)
    text = system.color(QPalette.ColorRole.WindowText).name().upper()
    accent = system.color(QPalette.ColorRole.Highlight).name().upper()
    on_accent = system.color(QPalette.ColorRole.HighlightedText).name().upper()
    plain = back.name().upper()

    def pick(role: str) -> str:
        if role in _AREAS:
            return plain
        if role in _ACCENTS:
            return accent
        if role in _ON_ACCENTS:
            return on_accent
        return plain if role == "on_bad" else text

    names = [field.name for field in fields(Palette) if field.name != "name"]
    return Palette(name="dark" if back.lightness() < 128 else "light", **{role: pick(role) for role in names})
