"""The door for the server: `granian --interface wsgi mvforum.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
application = get_wsgi_application()
