"""Django's development server, restarted by changes of templates as well: `make dev`.

Django itself only reloads a changed template. But ETags and cached fragments contain a digest of
code and templates, computed at the start. Without a restart the browser would get a 304 for the old
page.
"""

import os
import signal
import sys
from pathlib import Path

import django.template  # noqa: F401 (connects the receiver)
from django.core.management import execute_from_command_line
from django.utils.autoreload import file_changed
from end_with_parent import end_with_parent

ROOT = Path(__file__).resolve().parent.parent


def main(port: str) -> None:
    end_with_parent(os.getppid(), signal.SIGTERM)  # Django starts this file a second time.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    sys.path.insert(0, str(ROOT))
    if not file_changed.disconnect(dispatch_uid="template_loaders_file_changed"):
        sys.exit("Django has renamed the receiver of changed templates: see runserver.py")
    execute_from_command_line(["manage.py", "runserver", port])


if __name__ == "__main__":
    main(sys.argv[1])
