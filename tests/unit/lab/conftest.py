"""The lab runs on Linux; so do the tests of its parts."""

import sys

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
