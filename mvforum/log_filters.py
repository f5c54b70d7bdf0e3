"""Logging filters."""

import logging
import re

SECRET_PATH = re.compile(r"(/posts/(?!own/)|/preview/)[^/\s]+")


class RedactSecretsFilter(logging.Filter):
    """Filter that removes the secrets of manage links and previews: readers of a log do not own
    them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PATH.sub(r"\1…", record.getMessage())
        record.args = ()
        return True
