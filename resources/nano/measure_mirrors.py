"""Runs on the Nano, read from standard input by its own Python (3.6 or newer): how fast and how new are mirrors?

The only argument is JSON: {"suites": [...], "architecture": "arm64", "bytes": n, "seconds": s,
"mirrors": [{"id": ..., "url": ..., "page": null or "numpy/"}]}. For each mirror one line of JSON is written as soon as
it is known: {"id", "bytes_per_s", "suite", "date", "error"}. `date` is what the archive says about itself (the text),
`error` a slug or null. A mirror with a `page` is a Python package index: that page is fetched, for its speed alone.
"""

import http.client
import json
import re
import socket
import ssl
import sys
import threading
import time
import urllib.error
import urllib.request

WISH = json.loads(sys.argv[1])
RELEASE_MOST_BYTES = 4 << 20
LOCK = threading.Lock()


class NoMirrorError(Exception):
    """Somebody answers, but with something else: a login page of a hotel, an empty folder."""


def fetch(url, most_bytes, deadline, ranged=False):
    """Bytes and the seconds they took; stops at `most_bytes` or at the deadline."""
    headers = {"User-Agent": "Debian APT-HTTP/1.3", "Cache-Control": "no-cache"}
    if ranged:
        headers["Range"] = f"bytes=0-{most_bytes - 1}"
    began = time.monotonic()
    left = max(deadline - began, 0.5)
    pieces, size = [], 0
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - addresses are checked before they get here
    with urllib.request.urlopen(request, timeout=left) as answer:  # noqa: S310
        while size < most_bytes and time.monotonic() < deadline:
            piece = answer.read(min(16384, most_bytes - size))
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
    return b"".join(pieces), time.monotonic() - began


def release_of(base, deadline):
    """The suite that is updated most often of those that are there, and the text of its Release file."""
    missing = None
    for suite in WISH["suites"]:
        for name in ("InRelease", "Release"):
            folder = f"{base}dists/{suite}/"
            try:
                data, _seconds = fetch(folder + name, RELEASE_MOST_BYTES, deadline)
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise
                missing = error
                continue
            text = data.decode("utf-8", "replace")
            if not re.search(r"^Date: .", text, re.M):
                raise NoMirrorError
            return suite, text
    raise missing


def largest_index(text):
    """The largest compressed list of packages for this processor: name and bytes."""
    end = "binary-" + WISH["architecture"]
    found = re.findall(r"^ [0-9a-f]{32,} +(\d+) +(\S+)/Packages(\.xz|\.gz|)$", text, re.M)
    ours = [(int(size), folder + "/Packages" + ending) for size, folder, ending in found if folder.endswith(end)]
    return max([entry for entry in ours if not entry[1].endswith("Packages")] or ours, default=None)


def measure(mirror):
    base = mirror["url"].rstrip("/") + "/"
    deadline = time.monotonic() + WISH["seconds"]
    if mirror["page"]:
        data, seconds = fetch(base + mirror["page"], WISH["bytes"], deadline)
        if b"<a " not in data:
            raise NoMirrorError
        return {"bytes_per_s": len(data) / max(seconds, 1e-6)}
    suite, text = release_of(base, deadline)
    found = {"suite": suite, "date": re.search(r"^Date: *(.+?)\r?$", text, re.M).group(1)}
    index = largest_index(text)
    if index is None or index[0] == 0:
        return found
    data, seconds = fetch(f"{base}dists/{suite}/{index[1]}", min(WISH["bytes"], index[0]), deadline, ranged=True)
    return dict(found, bytes_per_s=len(data) / max(seconds, 1e-6))


def slug(error):
    """Why a mirror cannot be used, for NanoWizard to put into words."""
    reason = getattr(error, "reason", error)
    if isinstance(error, urllib.error.HTTPError):
        return "not_found" if error.code in (404, 410) else "server"
    if isinstance(error, NoMirrorError):
        return "no_mirror"
    if isinstance(reason, socket.gaierror):
        return "dns"
    if isinstance(reason, ssl.SSLError) or "certificate" in str(reason).lower():
        return "tls"
    if isinstance(reason, socket.timeout) or "timed out" in str(reason):
        return "timeout"
    return "unreachable"


def report(mirror):
    row = {"id": mirror["id"], "bytes_per_s": None, "suite": None, "date": None, "error": None}
    try:
        row.update(measure(mirror))
    except (OSError, ValueError, http.client.HTTPException, NoMirrorError) as error:
        row["error"] = slug(error)
    with LOCK:
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


def main():
    threads = [threading.Thread(target=report, args=(mirror,), daemon=True) for mirror in WISH["mirrors"]]
    for thread in threads:
        thread.start()
    # A name that is looked up cannot be given a time limit: whoever is not done by then is left behind.
    deadline = time.monotonic() + WISH["seconds"] + 3
    for thread in threads:
        thread.join(max(deadline - time.monotonic(), 0))
    sys.stdout.flush()


main()
