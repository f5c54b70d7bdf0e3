"""By-lines: who has written, edited or reviewed an article."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.person import Person


class BylineManager(models.Manager["Byline"]):
    """Loads each by-line with its person."""

    def get_queryset(self) -> models.QuerySet[Byline]:
        bylines = super().get_queryset().select_related("person")
        return bylines.defer("person__about", "person__about_html")

    def replace(self, article: int, role: str, people: Iterable[Person]) -> bool:
        """Give the role to these people alone, in this order. Returns whether that is a change."""
        wanted = [*dict.fromkeys(people)]
        there = self.filter(article=article, role=role)
        if [byline.person for byline in there] == wanted:
            return False
        there.delete()
        self.bulk_create(
            [
                Byline(article_id=article, role=role, person=person, position=position)
                for position, person in enumerate(wanted, 1)
            ]
        )
        return True


class Byline(models.Model):
    """One person in one role. Several may share a role, and one person may have several."""

    class Role(models.TextChoices):
        WRITTEN = "written", _("written by")
        EDITED = "edited", _("edited by")
        REVIEWED = "reviewed", _("reviewed by")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="bylines", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.WRITTEN)
    position = models.PositiveSmallIntegerField(_("place"), default=1, help_text=_("Who stands first, second …"))

    objects = BylineManager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("by-line")
        verbose_name_plural = _("by-lines")
        constraints = (
            models.UniqueConstraint(
                fields=["article", "person", "role"],
                name="one_byline_a_role",
                violation_error_message=_("This person stands here in that role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

    @property
    def past_tense(self) -> str:
        return str(ROLE_PAST_TENSES[Byline.Role(self.role)])


def list_credited_names(thread_id: int) -> list[str]:
    """Names of the people with a by-line of the article that the thread is about."""
    return [*Person.objects.filter(bylines__article__thread=thread_id).values_list("name", flat=True).distinct()]


ROLE_PAST_TENSES = {
    Byline.Role.WRITTEN: _("written"),
    Byline.Role.EDITED: _("edited"),
    Byline.Role.REVIEWED: _("reviewed"),
}
