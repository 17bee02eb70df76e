"""`python -m tests.lab.images NAME`: makes sure that an image is in the cache, and says whether it had to be built."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from tests.lab.machines.cache import cache_folder
from tests.lab.machines.computer_image import computer_image
from tests.lab.machines.nano_image import nano_image
from tests.lab.machines.product import libraries

# Beside each the name of its folders in the cache.
IMAGES: dict[str, tuple[str, Callable[[], object]]] = {
    "computer image": ("computer", computer_image),
    "libraries": ("libraries", libraries),
    "nano image": ("nano-amd64", nano_image),
    "arm64 image": ("nano-arm64", partial(nano_image, "arm64")),
}
BUILT = "built"
FROM_CACHE = "from the cache"


def main(name: str) -> None:
    stem, make = IMAGES[name]
    before = set(cache_folder().glob(f"{stem}-*"))
    make()
    print(BUILT if set(cache_folder().glob(f"{stem}-*")) - before else FROM_CACHE)


if __name__ == "__main__":
    main(sys.argv[1])
