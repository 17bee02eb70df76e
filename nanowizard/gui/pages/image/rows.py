"""The rows of the Image page, and the two ways to name an image that is not among them: a file and an address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from nanowizard.core.events import Severity
from nanowizard.gui import texts
from nanowizard.gui.pages.image.notes import COMMUNITY
from nanowizard.gui.pages.image.selection import FILE, PRACTICE, URL, Selection, host_of
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.images.catalog import CatalogImage
from nanowizard.tasks.known_images import warnings

translate = QCoreApplication.translate


def main_rows(selection: Selection) -> list[Choice]:
    """The recommended image, another one that was chosen, and a file. In practice mode nothing is downloaded."""
    if not selection.starts_from_card:
        return []
    first = selection.recommended()
    if selection.practice:
        return [_practice_row(), *([_not_in_practice(first)] if first else []), file_row(selection.file)]
    rows = [image_row(first, is_recommended=first.recommended)] if first else []
    other = selection.image(selection.other)
    if other:
        rows.append(image_row(other))
    elif selection.other == URL:
        rows.append(url_row())
    return [*rows, file_row(selection.file)]


def all_rows(selection: Selection) -> list[Choice]:
    """Every image for the board, and an address."""
    first = selection.recommended()
    rows = [
        _warned(image_row(image, is_recommended=image is first and image.recommended), image)
        for image in selection.images()
    ]
    return [*rows, url_row()]


def _warned(row: Choice, image: CatalogImage) -> Choice:
    """In the long list what stands below the chosen row elsewhere stands in the row."""
    found = [one for one in warnings(image) if one.severity is Severity.WARNING]
    lines = [row.reason, *(texts.sentence(one.code, one.params).what for one in found)]
    return replace(row, reason="\n".join(lines))


def image_row(image: CatalogImage, *, is_recommended: bool = False) -> Choice:
    tags = tuple(_tags(image, is_recommended=is_recommended))
    return Choice(key=image.id, title=image.title, reason=_about(image), icon="image", tags=tags)


def _tags(image: CatalogImage, *, is_recommended: bool) -> list[TagSpec]:
    if is_recommended:
        return [TagSpec(translate("ImagePage", "Recommended"), Tone.GOOD)]
    tags = []
    if image.kind == COMMUNITY:
        tags.append(TagSpec(translate("ImagePage", "Community"), Tone.NEUTRAL))
    if any(finding.severity is Severity.WARNING for finding in warnings(image)):
        tags.append(TagSpec(translate("ImagePage", "Read first"), Tone.WARN))
    return tags


def _about(image: CatalogImage) -> str:
    maker = translate("ImagePage", "From NVIDIA.")
    if image.kind == COMMUNITY:
        maker = translate("ImagePage", "Made by others, not by NVIDIA.")
    download, card = image.archive_bytes or image.approx_archive_bytes, image.raw_bytes
    if download is None:
        return maker
    sizes = translate("ImagePage", "{download} to download.").format(download=texts.size(download))
    if card is not None:
        both = translate("ImagePage", "{download} to download, {card} on the card.")
        sizes = both.format(download=texts.size(download), card=texts.size(card))
    return texts.sentences(maker, sizes)


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


def file_row(file: Path | None) -> Choice:
    kinds = translate("ImagePage", "Choose it, or drop it here. It is checked before it is used.")
    return Choice(
        key=FILE,
        title=translate("ImagePage", "A file on this computer"),
        reason=str(file) if file else kinds,
        icon="file",
        button=translate("ImagePage", "Browse…"),
    )


def url_row() -> Choice:
    return Choice(
        key=URL,
        title=translate("ImagePage", "An address (URL)"),
        reason=translate("ImagePage", "For an image from another web site."),
        icon="link",
    )


def ask_for_file(parent: QWidget, last: Path | None) -> Path | None:
    """The system's own dialog for opening a file; None when it was dismissed."""
    kinds = translate("ImagePage", "Images ({patterns})").format(
        patterns="*.zip *.img *.xz *.gz *.bz2 *.zst *.raw *.001"
    )
    everything = translate("ImagePage", "All files ({patterns})").format(patterns="*")
    title = translate("ImagePage", "Choose an image file")
    start = str(last.parent if last else Path.home())
    name, _kind = QFileDialog.getOpenFileName(parent, title, start, f"{kinds};;{everything}")
    return Path(name) if name else None


def ask_for_folder(parent: QWidget, now: Path) -> Path | None:
    """The system's own dialog for a folder; None when it was dismissed."""
    title = translate("ImagePage", "Choose a folder for downloads")
    name = QFileDialog.getExistingDirectory(parent, title, str(now if now.is_dir() else Path.home()))
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
        return host_of(self.address())
