"""The fields that facts and anniversaries share, and their common version."""

from __future__ import annotations

from typing import Unpack

from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from articles.models.topic import Topic
from comments.models.derived_html import DerivedHtmlField
from comments.models.save_options import SaveOptions
from comments.sanitizer import ARTICLE_POLICY, SANITIZER_VERSION, sanitize, wrap_tables

DAILY_CONTENT_VERSION_PK = 1


class DailyContentVersion(models.Model):
    """The version of all facts and anniversaries: one row, which the first of them creates."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=DAILY_CONTENT_VERSION_PK, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        db_table = "articles_almanac"
        verbose_name = "almanac"  # in the titles of permissions
        constraints = (models.CheckConstraint(condition=Q(id=DAILY_CONTENT_VERSION_PK), name="there_is_one_almanac"),)

    def __str__(self) -> str:
        return f"almanac {self.version}"

    @classmethod
    def current_version(cls) -> int | None:
        return cls.objects.values_list("version", flat=True).first()

    @classmethod
    def touch(cls) -> None:
        """Raise the version: cached pages of all articles are outdated."""
        cls.objects.get_or_create(pk=DAILY_CONTENT_VERSION_PK)
        cls.objects.filter(pk=DAILY_CONTENT_VERSION_PK).update(version=F("version") + 1)


DAILY_CONTENT_VERSION_SUBQUERY = Subquery(DailyContentVersion.objects.values("version")[:1])


class DailyEntry(models.Model):
    """A sentence, more text about it, and its source."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    text = models.CharField(_("text"), max_length=300, help_text=_("One or two sentences, without Markdown."))
    more = models.TextField(_("more"), blank=True, help_text=_("Markdown. It stands where “more…” leads."))
    more_html = DerivedHtmlField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    topics = models.ManyToManyField(
        Topic,
        related_name="+",
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Articles on the same topic show it first."),
    )
    source_title = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True,
        validators=[URLValidator(["http", "https"])],
    )  # fmt: skip

    HTML_VERSION = SANITIZER_VERSION
    is_shown = True  # unless a subclass has a field for it

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @transaction.atomic
    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.text = " ".join(self.text.split())
        self.derive_html()
        super().save(**options)
        DailyContentVersion.touch()

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def derive_html(self) -> None:
        self.more_html = wrap_tables(sanitize(self.more, ARTICLE_POLICY))
        self.sanitizer_version = SANITIZER_VERSION

    @transaction.atomic
    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        DailyContentVersion.touch()
        return super().delete(using, keep_parents)
