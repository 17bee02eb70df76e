"""The one place that knows where icons, pictures, data tables and translations lie: inside the package or beside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder, for example ``resource("icons", "card.svg")``; it may not exist.

    A wheel carries the files in ``nanowizard/resources``; a checkout has them in ``resources`` beside the package.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def translation_file(tag: str) -> Path | None:
    """The compiled texts of a language such as ``zh_CN``; None where there are none (then the English ones show).

    A wheel carries them in ``nanowizard/translations``; in a checkout the build hook leaves them in
    ``build/translations``.
    """
    for folder in (_PACKAGE / "translations", _PACKAGE.parent / "build" / "translations"):
        file = folder / f"nanowizard_{tag}.qm"
        if file.is_file():
            return file
    return None
