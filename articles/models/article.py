"""A text with an address, by-lines and details."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import normalize_newlines
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from articles.licences import Licence
from articles.models.article_queryset import ArticleQuerySet
from articles.models.article_topic import ArticleTopic
from articles.models.byline import Byline
from articles.models.daily_entry import DAILY_CONTENT_VERSION_SUBQUERY, DailyContentVersion
from articles.models.face import Face
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.picture import Picture, PictureUse
from articles.models.related_article import RelatedArticle
from articles.models.revision import Revision
from articles.models.spelling_variant import SpellingVariant
from articles.models.state import State
from articles.models.term_vector import TermVector
from articles.models.topic import Topic
from articles.models.transitions import ArticleTransitions, create_preview_key
from articles.rendering import RENDERING_VERSION, Rendering, render_body
from articles.sources import normalize_sources
from comments.models import HouseRules, Thread
from comments.models.house_rules import GUESTS_MAY_POST_SUBQUERY
from comments.web.compiled_query import CompiledQuery

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def normalize_body(text: str) -> str:
    """As texts are kept: lines end as they do in files, and there is nothing around the words."""
    return normalize_newlines(text).strip() + "\n"


class Article(ArticleTransitions, Face, models.Model):
    """A text with an address. It gets its thread the moment it is first published."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=200,
        unique=True,
        help_text=_("It may change: the old address goes on leading here."),
    )
    body = models.TextField(
        _("text"), help_text=_("Markdown: ## heading, *emphasis*, [link](/address/), tables.")
    )
    body_html = models.TextField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    table_of_contents = models.JSONField(
        default=list, editable=False, db_column="contents"
    )  # see Rendering
    reading_minutes = models.PositiveSmallIntegerField(
        default=0, editable=False, db_column="minutes"
    )  # 0: not yet known

    people = models.ManyToManyField(Person, through=Byline, related_name="articles")
    last_modified = models.DateField(
        _("last modified"),
        default=localdate,
        help_text=_("Set to today when readers get other words, unless you set it yourself."),
    )
    sources = models.TextField(
        _("sources"),
        blank=True,
        help_text=_("One a line, with its address at the end of the line if it has one."),
    )
    copyright_holder = models.CharField(_("copyright holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    topics = models.ManyToManyField(
        Topic, related_name="articles", blank=True, verbose_name=_("topics")
    )
    pictures = models.ManyToManyField(
        Picture, related_name="articles", through=PictureUse, editable=False
    )
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="related_from",
        blank=True,
        verbose_name=_("you might also like"),
        help_text=_("They stand first; the site adds what is like this article."),
    )
    discussion_note = models.TextField(
        _("note above the discussion"),
        max_length=1000,
        blank=True,
        help_text=_("Plain text, for what readers should know before they post."),
    )

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    retired_because = models.CharField(
        _("why it is retired"),
        max_length=300,
        blank=True,
        help_text=_("A sentence for readers who come to its address."),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    preview_key = models.CharField(
        max_length=22, default=create_preview_key, editable=False, db_index=True
    )
    origin = models.CharField(max_length=300, null=True, unique=True, editable=False)  # noqa: DJ001
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
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"], published_at__isnull=True)
                | (~Q(state__in=["draft", "review"]) & Q(published_at__isnull=False)),
                name="only_what_is_shown_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="retired") | ~Q(retired_because=""),
                name="what_is_retired_says_why",
            ),
        )
        # With all that is asked of rows that are only counted.
        indexes = (models.Index(fields=["-published_at", "-id", "state"], name="newest_articles"),)

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body, self.sources = normalize_body(self.body), normalize_sources(self.sources)
        rendering = self.render()
        self.body_html, self.sanitizer_version = rendering.html, RENDERING_VERSION
        self.table_of_contents, self.reading_minutes = (
            rendering.table_of_contents,
            rendering.reading_minutes,
        )
        before = Article.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.slug and self.thread_id:
            FormerAddress.record_move(before, self)
        self.pictures.set(rendering.pictures)
        self.touch()

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def clean(self) -> None:
        FormerAddress.require_available(self.slug, self)

    @property
    def queue_url(self) -> str:
        """The posts under it that wait for a moderator."""
        return f"{reverse('comments:queue')}?thread={self.thread_id}"

    @property
    def preview_url(self) -> str:
        """A secret address at which anybody can read the draft."""
        return reverse("articles:preview", args=[self.preview_key])

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.touch()
        return super().delete(*args, **kwargs)

    @staticmethod
    def get_visible(user: AbstractUser | AnonymousUser, slug: str) -> Article | None:
        """The article of that slug, if it is published or was retired; for editors and its
        author, if it is a draft, too."""
        if not user.is_staff:
            return PUBLISHED_ARTICLE.first(slug=slug, moment=now())
        article = ANY_ARTICLE.first(slug=slug)
        return article if article and article.is_readable_by(user) else None

    def is_readable_by(self, user: AbstractUser | AnonymousUser) -> bool:
        shown = self.is_published or self.is_retired
        return shown or user.has_perm("articles.publish") or self.created_by_id == user.pk

    def is_editable_by(self, user: AbstractUser | AnonymousUser) -> bool:
        """Editors edit everything; authors what they have begun, until it is published."""
        begun = self.created_by_id == user.pk and self.state in {State.DRAFT, State.REVIEW}
        return begun or user.has_perm("articles.publish")

    @property
    def has_text_changes(self) -> bool:
        """Whether what is about to be saved says something else than what is stored."""
        stored = Article.objects.filter(pk=self.pk).values_list("title", "body_html").first()
        return stored != (self.title, self.render().html)

    def render(self) -> Rendering:
        """What its text is by the present rules."""
        return render_body(self.body, Picture.objects.in_bulk_by_slug, len(self.numbered_sources))

    @property
    def discussion(self) -> Thread:
        """The thread of an article that has been published. Raises Thread.DoesNotExist for
        one that never was."""
        if not self.thread:
            raise Thread.DoesNotExist(self)
        return self.thread

    @cached_property
    def daily_content_version(self) -> int | None:
        """Of the facts and anniversaries that its page shows. `get_visible` brings it along."""
        return DailyContentVersion.current_version()

    @cached_property
    def guests_may_post(self) -> bool | None:
        """By the house rules. `get_visible` brings it along: None where nobody has said so."""
        return HouseRules.current().guests_may_post

    def save_revision(self, *, by: AbstractUser | None) -> Revision | None:
        """Keep what it says now, if that is new. To be called wherever it has been saved."""
        return Revision.objects.save_if_changed(self, by=by)

    def touch(self) -> None:
        """Tell cached pages that what they show has changed: the article's own page, those
        that recommend it, those beside it in its topics, and the discussion, which knows the
        title and the address. And let the search forgive mistypings of a title, once there is
        one to be found."""
        recommending = self.related_from.values_list("pk", flat=True)
        alike = RelatedArticle.objects.ids_showing(self)
        beside = ArticleTopic.objects.update_entries(self)
        Article.objects.filter(pk__in={self.pk, *recommending, *alike, *beside}).touch()
        TermVector.objects.delete_stale(self)
        if self.is_published:
            SpellingVariant.objects.add_titles([self.title])
        if self.thread_id:
            page = {
                "title": self.title,
                "url": self.get_absolute_url(),
                "visible_from": self.published_at,
            }
            Thread.objects.filter(pk=self.thread_id).update(version=F("version") + 1, **page)


def _with_thread(**fields: object) -> ArticleQuerySet:
    articles = Article.objects.filter(**fields).select_related("thread")
    return articles.annotate(  # type: ignore[no-redef]
        daily_content_version=DAILY_CONTENT_VERSION_SUBQUERY,
        guests_may_post=GUESTS_MAY_POST_SUBQUERY,
    )


ANY_ARTICLE = CompiledQuery(lambda slug: _with_thread(slug=slug))
PUBLISHED_ARTICLE = CompiledQuery(
    lambda slug, moment: _with_thread(slug=slug).filter(published_at__lte=moment)
)
