"""Says as JSON which Python this is and which packages it has. Runs on the Nano: Python 3.6, standard library only.

Only names of folders are read: importing packages, or asking pip, takes seconds on a Nano.
"""

import json
import pathlib
import re
import site
import sys
import sysconfig


def listed(folder):
    found = {}
    try:
        names = sorted(place.name for place in pathlib.Path(folder).iterdir())
    except OSError:
        return found
    for name in names:
        match = re.match(r"([A-Za-z0-9].*?)-([0-9][^-]*)(?:-py[0-9.]+)?\.(?:dist-info|egg-info)$", name)
        if match:
            found[re.sub(r"[-_.]+", "-", match.group(1)).lower()] = match.group(2)
    return found


def target():
    """Where pip, as root or in a virtual environment, puts what it installs."""
    if sys.prefix == sys.base_prefix and "/usr/lib/python3/dist-packages" in sys.path:
        return "/usr/local/lib/python{}.{}/dist-packages".format(*sys.version_info)
    return sysconfig.get_path("purelib")


own = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
others = {}
for place in reversed(sys.path):
    if place not in ("", own, target()):
        others.update(listed(place))
answer = {
    "version": ".".join(map(str, sys.version_info[:3])),
    "home": str(pathlib.Path.home()),
    "target": target(),
    "installed": listed(target()),
    "others": others,
    "own": listed(own) if own else {},
}
print(json.dumps(answer))
