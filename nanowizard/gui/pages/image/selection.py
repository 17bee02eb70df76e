"""What can be chosen on the Image page, and what is: pure, without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from nanowizard.gui.pages.image.boards import EMMC, NANO_4GB
from nanowizard.images.catalog import Catalog, CatalogImage, load_catalog
from nanowizard.tasks.image import PRACTICE_IMAGE

PRACTICE, FILE, URL = PRACTICE_IMAGE, "file", "url"
"""Keys of the rows that are not in the catalogue; the others are what the task calls the images."""


@dataclass(slots=True)
class Selection:
    """`other`: an image, or URL, that was chosen among all instead of the recommended one. `catalog_at`: where the
    catalogue is from, None for the shipped one."""

    practice: bool
    catalog: Catalog = field(default_factory=load_catalog)
    catalog_at: str | None = None
    board: str = NANO_4GB
    other: str | None = None
    file: Path | None = None

    @property
    def starts_from_card(self) -> bool:
        return self.board != EMMC

    def images(self) -> Sequence[CatalogImage]:
        """All for the board in hand."""
        return [image for image in self.catalog.images if image.board == self.board]

    def recommended(self) -> CatalogImage | None:
        """For the board in hand."""
        fit = [image for image in self.catalog.recommended if image.board == self.board]
        return next(iter([*fit, *self.images()]), None)

    def default_key(self) -> str | None:
        if not self.starts_from_card:
            return None
        if self.practice:
            return PRACTICE
        return self.recommended_key() or FILE

    def recommended_key(self) -> str | None:
        image = self.recommended()
        return image.id if image else None

    def image(self, key: str | None) -> CatalogImage | None:
        return self.catalog.find(key) if key else None

    def use(self, key: str) -> None:
        """Take what was chosen among all images."""
        self.other = key if key != self.recommended_key() else None


def host_of(url: str) -> str:
    """Empty for what is no web address."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
