"""Revisions: snapshots of an article at each save. Revisions are added, never changed or
deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, ArticleQuerySet
from articles.models.byline import Byline


class RevisionManager(models.Manager["Revision"]):
    def get_latest(self, article: Article) -> Revision | None:
        return self.filter(article=article.pk).first()

    def get_since(self, article: Article, number: int) -> list[Revision]:
        """Revisions after the one with that number, oldest first."""
        later = self.filter(article=article.pk, number__gt=number)
        return [*later.select_related("by").order_by("number")]

    def add_last_changes(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Annotate articles with their last save: `changed_by` is a user name,
        `changed_at` a time."""
        last = self.filter(article=models.OuterRef("pk")).order_by("-number")
        return articles.annotate(
            changed_by=models.Subquery(last.values("by__username")[:1]),
            changed_at=models.Subquery(last.values("at")[:1]),
        )


class Revision(models.Model):
    """A snapshot of all that an editor can change of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("saved"), default=now)
    snapshot = models.JSONField(db_column="says")
    changed = models.JSONField(default=list)  # names of fields
    restored_number = models.PositiveIntegerField(null=True, db_column="brought_back")

    objects = RevisionManager()

    class Meta:
        ordering = ("-number",)
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="one_revision_under_each_number"),)

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def changed_labels(self) -> list[str]:
        """The labels of the changed fields, as in the form."""
        return [get_field_label(name) for name in self.changed]


def get_field_label(name: str) -> str:
    """Return the label of a field of a snapshot."""
    match name:
        case "bylines":
            return str(Byline._meta.verbose_name_plural)
        case "discussion_is_open":
            return _now("discussion")
        case _:
            return str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
