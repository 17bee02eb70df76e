"""What an image file is called on screen: its title in the catalogue where it came from there, else its file name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from nanowizard.images.catalog import CatalogImage, load_catalog

translate = QCoreApplication.translate

PRACTICE_PREFIX = "nanowizard-practice"
"""The practice server's file begins with this."""


def catalog_image_of(path: Path) -> CatalogImage | None:
    """The entry whose download has this file name."""
    return load_catalog().of_file(path.name)


def is_practice_file(path: Path) -> bool:
    return path.name.startswith(PRACTICE_PREFIX)


def image_name(path: Path) -> str:
    known = catalog_image_of(path)
    if known is not None:
        return known.title
    return translate("ImagePage", "Practice image") if is_practice_file(path) else path.name
