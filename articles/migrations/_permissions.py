"""The permissions that migrations grant.

Django creates permissions after all migrations, by the models of today. A migration grants them
earlier, and by the names that the models had when it was written.
"""

from django.contrib.auth import management


def create_permissions(apps, *, using):
    """Create the permissions of this app for the models of a migration's state."""
    app_config = apps.get_app_config("articles")
    app_config.models_module = True  # Django skips an app that has none.
    management.create_permissions(app_config, verbosity=0, using=using, apps=apps)
    app_config.models_module = None
