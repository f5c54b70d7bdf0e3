"""What an article said at one time. Revisions are added; none is changed or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.revisions import bring_back
from articles.snapshot import changes, label_of, snapshot_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from articles.models.article import Article


class RevisionManager(models.Manager["Revision"]):
    def keep(
        self, article: Article, *, by: AbstractUser | None, brought_back: int | None = None
    ) -> Revision | None:
        """Keep what is stored of the article now; nothing if that is what was kept last.

        `by` is None when a command has done it. `brought_back` is the number of the revision
        that says the same.
        """
        with transaction.atomic():
            present = type(article).objects.locked(article.pk)
            says, last = snapshot_of(present), self.latest_of(article)
            changed = changes(last.says, says) if last else []
            if last and not changed:
                return None
            return self.create(
                article=article,
                number=last.number + 1 if last else 1,
                by_id=by.pk if by else None,
                says=says,
                changed=changed,
                brought_back=brought_back,
            )

    def latest_of(self, article: Article) -> Revision | None:
        return self.filter(article=article.pk).first()

    def since(self, article: Article, number: int) -> list[Revision]:
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
    says = models.JSONField()
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
    def before(self) -> int:
        """The number of the one that it has changed."""
        return self.number - 1

    @property
    def what_changed(self) -> list[str]:
        """In words, as the form calls it."""
        return [label_of(self.article, name) for name in self.changed]

    @transaction.atomic
    def bring_back(self, *, by: AbstractUser) -> list[str]:
        """Let the article say again what it said then, as a new revision of its own.

        Where it stands (its state and dates, whether readers may post) does not change.
        Returns a sentence for each thing that could not come back.
        """
        article = type(self.article).objects.locked(self.article_id)
        Revision.objects.keep(article, by=None)  # What is there now stays, whoever wrote it.
        missing = bring_back(article, self.says)
        Revision.objects.keep(article, by=by, brought_back=self.number)
        return missing
