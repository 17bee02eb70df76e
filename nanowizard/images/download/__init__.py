"""A file from the web, whole and right: several connections, several sources, and every break survived.

Pure: `ranges`, `answers`, `opening`, `sources`, `pace`. On the disk: `state`, `part`, `hasher`, `checkpoint`, `owner`,
`kept`. On the network: `web`, `link`, `transfer`. Why it failed: `causes`, `last_words`.
"""

from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience, Pieces

__all__ = ["FetchResult", "Options", "Patience", "Pieces", "fetch"]
