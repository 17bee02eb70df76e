"""Asks for each address given; the exit status is 0 when all answered. Runs on the Nano: standard library only."""

import http.client
import json
import sys
import urllib.error
import urllib.request

failed = 0
for url in sys.argv[1:]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - addresses from our own table
            said = answer.status
    except urllib.error.HTTPError as error:
        said = error.code  # somebody is there, and that is what was asked
    except (OSError, ValueError, http.client.HTTPException) as error:
        said, failed = str(error), 1
    print(json.dumps({"event": "reached", "url": url, "said": said}))
sys.exit(failed)
