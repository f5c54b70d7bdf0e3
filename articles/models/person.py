"""People who write, edit or review articles."""

from __future__ import annotations

from typing import Unpack

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.derived_html import DerivedHtmlField, DerivedHtmlQuerySet
from comments.models.save_options import SaveOptions
from comments.sanitizer import ARTICLE_POLICY, SANITIZER_VERSION, sanitize


class PersonQuerySet(DerivedHtmlQuerySet["Person"]):
    def with_articles(self) -> PersonQuerySet:
        """Return the people with a by-line of a public article, by name."""
        shown = {"articles__state__in": ["scheduled", "published"], "articles__published_at__lte": now()}
        same = self.model.objects.filter(pk=OuterRef("pk"), **shown)
        return self.filter(Exists(same)).order_by("name", "pk")

    def listed_after(self, person: Person) -> PersonQuerySet:
        """Return the people behind a person in a list by name."""
        behind = self.filter(name__gte=person.name)
        return behind.exclude(name=person.name, pk__lte=person.pk)


class Person(models.Model):
    """A person with by-lines. Not an account: many have none."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True, allow_unicode=True)
    line = models.CharField(
        _("who they are"),
        max_length=200,
        blank=True,
        help_text=_("One line, such as “Cardiologist in Ghent”. It stands below the name."),
    )
    about = models.TextField(_("more about them"), blank=True, help_text=_("Markdown; for the person's own page."))
    about_html = DerivedHtmlField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    HTML_VERSION = SANITIZER_VERSION

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.about = self.about.strip()
        self.derive_html()
        super().save(**options)
        self.articles.touch()

    def get_absolute_url(self) -> str:
        return reverse("articles:person", args=[self.slug])

    def derive_html(self) -> None:
        self.about_html = sanitize(self.about, ARTICLE_POLICY)
        self.sanitizer_version = SANITIZER_VERSION

    @classmethod
    def get_or_create_by_name(cls, name: str) -> Person:
        """Return the person of that name, the first of several, or create one."""
        if there := cls.objects.filter(name=name).order_by("pk").first():
            return there
        return cls.objects.get_or_create(slug=cls.build_slug(name), defaults={"name": name})[0]

    @staticmethod
    def build_slug(name: str) -> str:
        return slugify(name, allow_unicode=True)
