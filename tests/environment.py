"""What the tests need in the environment, before the settings are read."""

import os
import signal
import tempfile

# Whoever ends the tests: they end what they have started.
signal.signal(signal.SIGTERM, signal.default_int_handler)
_var = tempfile.TemporaryDirectory(prefix="mvforum-tests-")  # gone when the tests end

os.environ["VAR_DIR"] = _var.name
os.environ["SECRET_KEY"] = "only-for-tests-" * 4
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["PLAIN_HTTP"] = "true"
os.environ["DEBUG"] = "true"  # plain static files; the tests themselves turn it off
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
