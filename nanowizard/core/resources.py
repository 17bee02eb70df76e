"""The one place that knows where icons, pictures and data tables lie: inside the package or beside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder, for example ``resource("icons", "card.svg")``; it may not exist.

    A wheel carries the files in ``nanowizard/resources``; a checkout has them in ``resources`` beside the package.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
