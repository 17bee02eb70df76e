"""Set before anything imports Qt: tests have no screen. And what CI finds, it finds each time."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test sees, fills or unlocks the keyring of whoever runs it; those that need one bring their own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from hypothesis import settings

pytest_plugins = ["support.crashes_told"]

# No deadlines: how fast a computer is, is nothing that a test finds out.
settings.register_profile("here", deadline=None)
# Elsewhere every run tries other examples; a failure found there comes with the example, to be kept as a test.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")
