"""The environment of the tests, set before the settings are read."""

import os
import re
import signal
import tempfile

# Tests that are ended from outside still end the servers that they have started.
signal.signal(signal.SIGTERM, signal.default_int_handler)
_var = tempfile.TemporaryDirectory(prefix="mvforum-tests-")  # gone when the tests end

os.environ["VAR_DIR"] = _var.name
os.environ["SECRET_KEY"] = "only-for-tests-" * 4
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["PLAIN_HTTP"] = "true"
os.environ["DEBUG"] = "true"  # plain static files; the tests themselves turn it off
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

# Each process of xdist (gw0, gw1 …) empties its caches before each test, so each has a Redis
# database of its own. SQLite and PostgreSQL: pytest-django names a database for each.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    number = int(worker.removeprefix("gw"))
    for cache in ("CACHE_URL", "FRAGMENTS_URL"):
        if cache in os.environ:
            os.environ[cache] = re.sub(r"/0$", f"/{number}", os.environ[cache])
