"""Statuses of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    NEW = "new", _("new")
    HELD = "held", _("held")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")


REFUSED_STATUSES = frozenset({Status.REJECTED, Status.SPAM, Status.REMOVED})  # by a moderator
