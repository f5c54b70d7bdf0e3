"""Health check of the site on this machine: exit status 0 if it answers."""

import os
import sys
import urllib.error
import urllib.request

PORT = os.environ.get("PORT", "8000")
HOST = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()  # Others are turned away.

try:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/healthz", headers={"Host": HOST})
    urllib.request.urlopen(request, timeout=4).close()
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"Not well: {error}")
