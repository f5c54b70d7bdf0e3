"""What moderators tell each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

MAX_WORDS = 2000  # characters


class Note(models.Model):
    """A moderator's words about a post, or about an author who is known by a key. For
    moderators only."""

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, blank=True, related_name="notes"
    )
    author_key = models.CharField(max_length=64, blank=True, editable=False)
    words = models.TextField(_("note"), max_length=MAX_WORDS)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="moderation_notes"
    )
    written_at = models.DateTimeField(_("written"), default=now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (
            models.CheckConstraint(
                condition=Q(comment__isnull=True) ^ Q(author_key=""),
                name="a_note_is_about_a_post_or_an_author",
            ),
        )
        indexes = (
            models.Index(
                fields=["author_key"], condition=~Q(author_key=""), name="notes_on_an_author"
            ),
        )

    def __str__(self) -> str:
        return self.words[:60]
