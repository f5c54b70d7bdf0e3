"""A reader asks the moderators for a look at a post."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

MAX_WORDS = 500  # characters


class Flag(models.Model):
    """A reader's request for a look: one for each person and post. The person is known by a
    key, like an author."""

    class Why(models.TextChoices):
        SPAM = "spam", _("Advertising or spam")
        INSULT = "insult", _("Insulting or threatening")
        PRIVATE = "private", _("Gives away who somebody is")
        HARMFUL = "harmful", _("Could harm somebody’s health")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "open", _("not looked at yet")
        UPHELD = "upheld", _("agreed")
        DISMISSED = "dismissed", _("not agreed")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="flags")
    author_key = models.CharField(max_length=64, editable=False)
    why = models.CharField(_("why"), max_length=10, choices=Why)
    words = models.CharField(_("in the reader’s words"), max_length=MAX_WORDS, blank=True)
    weight = models.FloatField(_("weight"), default=1.0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = (
            models.UniqueConstraint(
                fields=["comment", "author_key"], name="one_flag_per_person_and_post"
            ),
        )
        indexes = (
            models.Index(fields=["author_key", "made_at"], name="flags_of_a_reader"),
            models.Index(fields=["comment"], condition=Q(outcome="open"), name="open_flags"),
        )

    def __str__(self) -> str:
        return str(self.get_why_display())
