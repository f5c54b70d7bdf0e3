"""A text with an address, a by-line and details."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from articles.models.topic import Topic
from comments.models import Thread
from comments.prepared import Prepared
from comments.sanitizer import STAFF, VERSION, plain_text, sanitize, scrolling_tables

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

TEASER = 45  # words


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(published_at__lte=now())

    def visible_to(self, user: AbstractUser | AnonymousUser, slug: str) -> Article | None:
        """The article of that slug, if it is published; for editors, if it is a draft, too."""
        is_editor = user.is_staff and user.has_perm("articles.view_article")
        return ANY.first(slug) if is_editor else PUBLISHED.first(slug, now())

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def published_as(self, slug: str) -> Article | None:
        """The article that a stranger names, if it is one and is published."""
        is_slug = re.fullmatch(r"[-\w]+", slug)
        return self.published().filter(slug=slug).first() if is_slug else None

    def following(self, article: Article) -> ArticleQuerySet:
        """Those that stand behind an article in a list, newest first."""
        same_moment = Q(published_at=article.published_at, pk__lt=article.pk)
        return self.filter(Q(published_at__lt=article.published_at) | same_moment)

    def outdated(self) -> ArticleQuerySet:
        """Those whose HTML was made by older rules."""
        return self.filter(sanitizer_version__lt=VERSION)

    def for_lists(self) -> ArticleQuerySet:
        return self.defer("body").select_related("thread").prefetch_related("topics")


class Article(models.Model):
    """A text with an address. It gets its thread the moment it is first published."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True)
    body = models.TextField(
        _("text"), help_text=_("Markdown: ## heading, *emphasis*, [link](/address/), tables.")
    )
    body_html = models.TextField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, editable=False)

    written_by = models.CharField(_("written by"), max_length=200, blank=True)
    edited_by = models.CharField(_("edited by"), max_length=200, blank=True)
    last_modified = models.DateField(
        _("last modified"),
        default=localdate,
        help_text=_("Set to today when title or text change, unless you set it yourself."),
    )
    copyright_holder = models.CharField(_("copyright holder"), max_length=200, blank=True)
    topics = models.ManyToManyField(
        Topic, related_name="articles", blank=True, verbose_name=_("topics")
    )
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="related_from",
        blank=True,
        verbose_name=_("you might also like"),
    )

    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    thread = models.OneToOneField(Thread, models.PROTECT, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = (("publish", "Can publish articles"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(thread__isnull=False),
                name="published_articles_have_a_thread",
            ),
        )
        indexes = (models.Index(fields=["-published_at", "-id"], name="newest_articles"),)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = scrolling_tables(sanitize(self.body, STAFF))
        self.sanitizer_version = VERSION
        super().save(*args, **kwargs)
        self.touch()

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.touch()
        return super().delete(*args, **kwargs)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= now()

    @property
    def discussion(self) -> Thread:
        """The thread of an article that has been published. Raises Thread.DoesNotExist for
        one that never was."""
        if not self.thread:
            raise Thread.DoesNotExist(self)
        return self.thread

    @property
    def teaser(self) -> str:
        """How the text begins."""
        return Truncator(" ".join(plain_text(self.body_html).split())).words(TEASER)

    @property
    def related_published(self) -> ArticleQuerySet:
        return self.related.published().newest_first()

    @transaction.atomic
    def publish(self, at: datetime | None = None) -> None:
        """Show it from `at` on (now, if not said). Its discussion opens with it."""
        if self.published_at:
            return
        if not self.thread:
            self.thread = Thread.objects.create(title=self.title, url=self.get_absolute_url())
        self.published_at = at or now()
        self.save()

    def unpublish(self) -> None:
        """Take it off the site. The discussion waits where it is."""
        self.published_at = None
        self.save()

    def touch(self) -> None:
        """Tell cached pages that what they show has changed: the article's own page, those
        that recommend it, and the discussion, which knows the title and the address."""
        recommending = Q(pk=self.pk) | Q(related=self)
        stale = Article.objects.filter(recommending).values("pk")
        Article.objects.filter(pk__in=stale).update(version=F("version") + 1)
        if self.thread_id:
            page = {
                "title": self.title,
                "url": self.get_absolute_url(),
                "is_shown": self.published_at is not None,
            }
            Thread.objects.filter(pk=self.thread_id).update(version=F("version") + 1, **page)


def _with_thread(**fields: object) -> ArticleQuerySet:
    return Article.objects.filter(**fields).select_related("thread")


ANY = Prepared(Article, lambda slug: _with_thread(slug=slug))
PUBLISHED = Prepared(
    Article, lambda slug, moment: _with_thread(slug=slug).filter(published_at__lte=moment)
)
