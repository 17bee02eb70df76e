"""`python -m nanowizard.helper`: the helper for the drives of this computer and for card files."""

import sys

from nanowizard.helper.service import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
