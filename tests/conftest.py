"""Set before anything imports Qt: tests have no screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
