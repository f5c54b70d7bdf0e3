"""Notes of moderators for each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account
from comments.models.comment import Comment
from comments.models.roles import Role, get_role
from comments.web.locks import acquire_advisory_lock

MAX_NOTE_CHARS = 2000  # characters
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=1)


class ModeratorNoteQuerySet(models.QuerySet["ModeratorNote"]):
    def for_comment(self, comment: Comment) -> ModeratorNoteQuerySet:
        return self.filter(comment=comment).select_related("by")

    def for_author_of(self, comment: Comment) -> ModeratorNoteQuerySet:
        """Notes about the author key of the post; none if the key is deleted."""
        return self._on_keys([comment.author_key]).select_related("by")

    def orphaned(self, before: datetime) -> ModeratorNoteQuerySet:
        """Notes from before that moment, about authors who have no posts left."""
        written = Comment.objects.filter(author_key=OuterRef("author_key"))
        return self.exclude(author_key="").filter(~Exists(written), written_at__lt=before)

    @transaction.atomic
    def add(self, comment: Comment, words: str, *, by: Account, on_author: bool) -> ModeratorNote:
        """Store a note. A double click stores one."""
        about: dict = {"author_key": comment.author_key} if on_author else {"comment": comment}
        acquire_advisory_lock(f"notes of {by.pk}")
        lately = self.filter(by=by, words=words, written_at__gt=now() - DOUBLE_SUBMIT_WINDOW, **about)
        return lately.first() or self.create(by=by, words=words, **about)

    def _on_keys(self, keys: Iterable[str]) -> ModeratorNoteQuerySet:
        # Equal to the condition of the index, or SQLite does not use it.
        return self.filter(~Q(author_key=""), author_key__in={*keys} - {""})


class ModeratorNote(models.Model):
    """Note about a post, or about an author who is known by a key. Only moderators can read it."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, null=True, blank=True, related_name="notes")
    author_key = models.CharField(max_length=64, blank=True, editable=False)
    words = models.TextField(_("note"), max_length=MAX_NOTE_CHARS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="moderation_notes")
    written_at = models.DateTimeField(_("written"), default=now, editable=False)

    objects = ModeratorNoteQuerySet.as_manager()

    class Meta:
        db_table = "comments_note"
        ordering = ("pk",)
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (
            models.CheckConstraint(
                condition=Q(comment__isnull=True) ^ Q(author_key=""), name="a_note_is_about_a_post_or_an_author"
            ),
        )
        indexes = (models.Index(fields=["author_key"], condition=~Q(author_key=""), name="notes_on_an_author"),)

    def __str__(self) -> str:
        return self.words[:60]

    def can_be_deleted_by(self, moderator: Account) -> bool:
        """Whether the moderator wrote the note, or is an admin."""
        return self.by_id == moderator.pk or get_role(moderator) == Role.ADMIN
