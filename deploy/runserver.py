"""Django's development server, which any change of a template restarts as well: `make dev`.

Django itself only loads a changed template again. But a page's ETag and the cached parts of
pages name the release, a digest of code and templates that is made at the start: the browser
would be told that it has the newest page (304).
"""

import os
import sys
from pathlib import Path

import django.template  # noqa: F401 (connects the receiver)
from django.core.management import execute_from_command_line
from django.utils.autoreload import file_changed

ROOT = Path(__file__).resolve().parent.parent


def main(port: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    sys.path.insert(0, str(ROOT))
    if not file_changed.disconnect(dispatch_uid="template_loaders_file_changed"):
        sys.exit("Django has renamed the receiver of changed templates: see runserver.py")
    execute_from_command_line(["manage.py", "runserver", port])


if __name__ == "__main__":
    main(sys.argv[1])
