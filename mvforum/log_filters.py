"""What goes into the log."""

import logging
import re

SECRET_PATH = re.compile(r"(/posts/(?!own/)|/preview/)[^/\s]+")


class RedactSecretsFilter(logging.Filter):
    """Take the secrets of manage links and previews out of addresses: who can read logs does
    not own them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PATH.sub(r"\1…", record.getMessage())
        record.args = ()
        return True
