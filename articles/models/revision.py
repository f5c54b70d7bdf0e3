"""What an article said at one time. Revisions are added; none is changed or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.revisions import apply_snapshot
from articles.snapshot import build_snapshot, get_field_label, list_changed_fields

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from articles.models.article import Article


class RevisionManager(models.Manager["Revision"]):
    def save_if_changed(
        self, article: Article, *, by: AbstractUser | None, brought_back: int | None = None
    ) -> Revision | None:
        """Keep what is stored of the article now; nothing if that is what was kept last.

        `by` is None when a command has done it. `brought_back` is the number of the revision
        that says the same.
        """
        with transaction.atomic():
            present = type(article).objects.get_locked(article.pk)
            snapshot, last = build_snapshot(present), self.get_latest(article)
            changed = list_changed_fields(last.snapshot, snapshot) if last else []
            if last and not changed:
                return None
            return self.create(
                article=article,
                number=last.number + 1 if last else 1,
                by_id=by.pk if by else None,
                snapshot=snapshot,
                changed=changed,
                brought_back=brought_back,
            )

    def get_latest(self, article: Article) -> Revision | None:
        return self.filter(article=article.pk).first()

    def get_since(self, article: Article, number: int) -> list[Revision]:
        """Those that came after the one with that number, oldest first."""
        later = self.filter(article=article.pk, number__gt=number)
        return [*later.select_related("by").order_by("number")]


class Revision(models.Model):
    """All that an editor can change of an article, as somebody has saved it."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("saved"), default=now)
    snapshot = models.JSONField(db_column="says")
    changed = models.JSONField(default=list)  # names of what the one before says otherwise
    brought_back = models.PositiveIntegerField(null=True)

    objects = RevisionManager()

    class Meta:
        ordering = ("-number",)
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (
            models.UniqueConstraint(
                fields=["article", "number"], name="one_revision_under_each_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    @property
    def previous_number(self) -> int:
        """The number of the one that it has changed."""
        return self.number - 1

    @property
    def changed_labels(self) -> list[str]:
        """In words, as the form calls it."""
        return [get_field_label(self.article, name) for name in self.changed]

    @transaction.atomic
    def restore(self, *, by: AbstractUser) -> list[str]:
        """Let the article say again what it said then, as a new revision of its own.

        Where it stands (its state and dates, whether readers may post) does not change.
        Returns a sentence for each thing that could not come back.
        """
        article = type(self.article).objects.get_locked(self.article_id)
        Revision.objects.save_if_changed(
            article, by=None
        )  # What is there now stays, whoever wrote it.
        missing = apply_snapshot(article, self.snapshot)
        Revision.objects.save_if_changed(article, by=by, brought_back=self.number)
        return missing
