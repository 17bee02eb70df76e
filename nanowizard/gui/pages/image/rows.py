"""The rows of the Image page, and the two ways to name an image that is not among them: a file and an address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.images.catalog import CatalogImage, load_catalog
from nanowizard.tasks.image import PRACTICE_IMAGE

translate = QCoreApplication.translate

PRACTICE, FILE, URL = PRACTICE_IMAGE, "file", "url"
"""Keys of the rows that are not in the catalogue; the others are what the task calls the images."""


def image_rows(file: Path | None, *, practice: bool) -> list[Choice]:
    """In practice mode nothing comes from the internet: what would is shown once, with that reason."""
    images = load_catalog().recommended
    if practice:
        return [_practice_row(), _not_in_practice(images[0]), _file_row(file)]
    catalog = [_catalog_row(image, is_recommended=image is images[0]) for image in images]
    return [*catalog, _file_row(file), _url_row()]


def default_key(*, practice: bool) -> str:
    return PRACTICE if practice else load_catalog().recommended[0].id


def _practice_row() -> Choice:
    return Choice(
        key=PRACTICE,
        title=translate("ImagePage", "Practice image"),
        reason=translate("ImagePage", "Small, made on this computer. It cannot start a real Nano."),
        icon="image",
        tags=(TagSpec(translate("ImagePage", "Recommended"), Tone.GOOD),),
    )


def _not_in_practice(image: CatalogImage) -> Choice:
    return Choice(
        key=image.id,
        title=image.title,
        reason=translate("ImagePage", "In practice mode nothing is downloaded from the internet."),
        icon="image",
        choosable=False,
        blocked_icon="dash",
    )


def _catalog_row(image: CatalogImage, *, is_recommended: bool) -> Choice:
    return Choice(
        key=image.id,
        title=image.title,
        reason=_catalog_reason(image),
        icon="image",
        tags=(TagSpec(translate("ImagePage", "Recommended"), Tone.GOOD),) if is_recommended else (),
    )


def _catalog_reason(image: CatalogImage) -> str:
    if image.board == "jetson-nano-2gb":
        return translate("ImagePage", "From NVIDIA. Only for the 2 GB board with a USB-C power plug.")
    if image.approx_archive_bytes is None or image.raw_bytes is None:
        return translate("ImagePage", "From NVIDIA.")
    return translate("ImagePage", "From NVIDIA. {download} to download, {card} on the card.").format(
        download=texts.size(image.approx_archive_bytes), card=texts.size(image.raw_bytes)
    )


def _file_row(file: Path | None) -> Choice:
    kinds = translate("ImagePage", ".zip, .img, .img.xz or .img.gz. It is checked before it is used.")
    return Choice(
        key=FILE,
        title=translate("ImagePage", "A file on this computer"),
        reason=str(file) if file else kinds,
        icon="file",
        button=translate("ImagePage", "Browse…"),
    )


def _url_row() -> Choice:
    return Choice(
        key=URL,
        title=translate("ImagePage", "An address (URL)"),
        reason=translate("ImagePage", "For an image from another web site."),
        icon="link",
    )


def ask_for_file(parent: QWidget, last: Path | None) -> Path | None:
    """The system's own dialog for opening a file; None when it was dismissed."""
    kinds = translate("ImagePage", "Images ({patterns})").format(patterns="*.zip *.img *.xz *.gz *.bz2 *.zst *.raw")
    everything = translate("ImagePage", "All files ({patterns})").format(patterns="*")
    title = translate("ImagePage", "Choose an image file")
    start = str(last.parent if last else Path.home())
    name, _kind = QFileDialog.getOpenFileName(parent, title, start, f"{kinds};;{everything}")
    return Path(name) if name else None


class AddressField(QLineEdit):
    """Where an address is typed; it is one as soon as it has a scheme and a host."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("https://")
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(translate("ImagePage", "Address of the image"))

    def address(self) -> str:
        return self.text().strip()

    def host(self) -> str:
        """Empty while what is typed is no web address."""
        try:
            parts = urlsplit(self.address())
            return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
        except ValueError:
            return ""
