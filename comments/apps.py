from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        import_module("comments.lists_admin")  # registers itself, beside admin.py
