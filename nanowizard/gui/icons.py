"""Icons from our SVG files: tinted, rendered at the device pixel ratio, cached until the palette changes."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nanowizard.core.resources import resource

_pixmaps: dict[tuple[str, int, str, float, float, int], QPixmap] = {}
_texts: dict[str, str] = {}


def svg_text(name: str) -> str:
    """Source of an icon by its name without suffix; an unknown name raises FileNotFoundError."""
    if name not in _texts:
        _texts[name] = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return _texts[name]


def pixmap(name: str, size: int, color: QColor, ratio: float, *, stroke: float = 1.5, pad_right: int = 0) -> QPixmap:
    """Pixmap of `size` logical pixels in `color`.

    `stroke` is the line width on the 20-unit grid: large pictures need thinner lines. `pad_right` adds empty logical
    pixels, because QPushButton has a fixed 4 px gap between icon and text.
    """
    key = (name, size, color.name(), ratio, stroke, pad_right)
    if key not in _pixmaps:
        text = svg_text(name).replace("currentColor", color.name())
        if stroke != 1.5:
            text = text.replace('stroke-width="1.5"', f'stroke-width="{stroke:g}"')
        _pixmaps[key] = _render(text, QSize(size + pad_right, size), size, ratio)
    return _pixmaps[key]


def icon(name: str, size: int, normal: QColor, disabled: QColor, ratio: float, *, pad_right: int = 0) -> QIcon:
    """QIcon for a button with the two colours it needs."""
    made = QIcon(pixmap(name, size, normal, ratio, pad_right=pad_right))
    made.addPixmap(pixmap(name, size, disabled, ratio, pad_right=pad_right), QIcon.Mode.Disabled)
    return made


def state_pixmap(name: str, size: int, mode: str, ratio: float) -> QPixmap:
    """Filled state glyph; it exists once for each mode because it has two colours."""
    key = (f"state-{name}-{mode}", size, "", ratio, 0.0, 0)
    if key not in _pixmaps:
        _pixmaps[key] = _render(svg_text(key[0]), QSize(size, size), size, ratio)
    return _pixmaps[key]


def clear() -> None:
    _pixmaps.clear()


def _render(svg: str, canvas: QSize, size: int, ratio: float) -> QPixmap:
    made = QPixmap(round(canvas.width() * ratio), round(canvas.height() * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
