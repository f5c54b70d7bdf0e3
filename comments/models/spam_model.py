"""Stored state of the spam model."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

SPAM_MODEL_PK = 1  # the primary key
MIN_EXAMPLES_PER_CLASS = 50  # of each kind, before the score may hold a post


class SpamModelQuerySet(models.QuerySet["SpamModel"]):
    def get_locked(self) -> SpamModel:
        """The row, locked until the transaction ends."""
        locked = self.select_for_update().filter(pk=SPAM_MODEL_PK)
        if not (row := locked.first()):
            self.get_or_create(pk=SPAM_MODEL_PK)
            row = locked.get()
        return row


class SpamModel(models.Model):
    """The one row of the model. Each process caches it for as long as the version is the same."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=SPAM_MODEL_PK, editable=False)
    saved = models.BinaryField(default=bytes)
    version = models.UUIDField(default=uuid4, db_column="stamp")  # changes with each training
    generation = models.PositiveIntegerField(default=1)  # raised when training starts over
    spam_lessons = models.PositiveIntegerField(_("lessons of spam"), default=0)
    ham_lessons = models.PositiveIntegerField(_("lessons of other posts"), default=0)
    last_scored = models.BigIntegerField(default=0)  # where the next rescoring continues

    objects = SpamModelQuerySet.as_manager()

    class Meta:
        db_table = "comments_spammemory"
        verbose_name = _("spam memory")
        verbose_name_plural = _("spam memory")
        constraints = (models.CheckConstraint(condition=models.Q(id=SPAM_MODEL_PK), name="there_is_one_spam_memory"),)

    def __str__(self) -> str:
        return str(_("Spam memory"))
