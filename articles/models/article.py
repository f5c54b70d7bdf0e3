"""Articles: texts with an address, by-lines, details and a discussion."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Unpack

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.text import Truncator, normalize_newlines
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from articles.licences import Licence
from articles.models.article_topic import ArticleTopic
from articles.models.byline import Byline
from articles.models.daily_entry import DAILY_CONTENT_VERSION_SUBQUERY, DailyContentVersion
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.picture import Picture, PictureUse
from articles.models.state import State
from articles.models.topic import Topic
from articles.models.transitions import ArticleTransitions
from articles.rendering import RENDERING_VERSION, Rendering, extract_running_text, render_body
from articles.sources import Source, normalize_sources, parse_sources
from comments.models import Comment, HouseRules
from comments.models.derived_html import DerivedHtmlField, DerivedHtmlQuerySet
from comments.models.house_rules import GUESTS_MAY_POST_SUBQUERY
from comments.models.save_options import SaveOptions
from comments.web.compiled_query import CompiledQuery

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

SNAPSHOT_ROWS = ("bylines", "topics", "related")
TOPICS_PREFETCH = Prefetch("topics", Topic.objects.for_links())

TEASER_WORDS = 45
MIN_HEADINGS_FOR_CONTENTS = 3  # with fewer there is no table of contents
MAX_RECOMMENDED = 5


def normalize_body(text: str) -> str:
    """Normalize a text for storage: line ends as in files, no blank space around it."""
    return normalize_newlines(text).strip() + "\n"


def render_text(body: str, sources: str) -> Rendering:
    """Render the text of an article with the pictures of the library and its own sources."""
    return render_body(body, Picture.objects.in_bulk_by_slug, len(parse_sources(sources)))


class ArticleQuerySet(DerivedHtmlQuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """Return the articles that readers can read now. The publication date decides, not a
        worker."""
        return self.filter(published_at__lte=now()).exclude(state="retired")

    def due(self) -> ArticleQuerySet:
        """Return scheduled articles whose time has come, and that are not marked as
        published yet."""
        return self.filter(state="scheduled", published_at__lte=now())

    def readable_by(self, user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
        """Return all articles for editors; for others, public articles and those that they have
        begun."""
        if user.has_perm("articles.publish"):
            return self
        return self.filter(Q(published_at__lte=now()) | Q(created_by=user.pk))

    def with_held_counts(self) -> ArticleQuerySet:
        """Annotate articles with the number of held posts, as `held_count`."""
        held = Comment.objects.held().filter(thread=OuterRef("thread"))
        count = held.order_by().values("thread").annotate(n=Count("pk")).values("n")
        return self.annotate(held_count=Coalesce(Subquery(count), 0))

    def locked(self) -> ArticleQuerySet:
        """Lock articles, loaded with their threads, until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("thread")

    def with_snapshot_rows(self) -> ArticleQuerySet:
        """Load articles with the rows that a snapshot contains."""
        return self.prefetch_related(*SNAPSHOT_ROWS)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def with_topic(self, topic: Topic) -> ArticleQuerySet:
        return self.filter(topics=topic)

    def get_published(self, slug: str) -> Article | None:
        """Return the published article with a slug from an address, or None."""
        is_slug = re.fullmatch(r"[-\w]+", slug)
        named = self.published().filter(slug=slug).select_related("thread")
        return named.first() if is_slug else None

    def slugs_starting_with(self, base: str) -> set[str]:
        """Return all slugs with a prefix, former ones included."""
        there = self.filter(slug__startswith=base).values_list("slug", flat=True)
        former = self.filter(former_addresses__slug__startswith=base)
        return {*there, *former.values_list("former_addresses__slug", flat=True)}

    def get_by_former_slug(self, slug: str) -> Article | None:
        """Return the article that readers have seen under a slug that it no longer has."""
        return self.filter(published_at__lte=now(), former_addresses__slug=slug).first()

    def by_person(self, person: Person) -> ArticleQuerySet:
        """Return the articles with a by-line of this person, each once."""
        return self.filter(Exists(person.bylines.filter(article=OuterRef("pk"))))

    def older_than(self, moment: datetime, article: int) -> ArticleQuerySet:
        """Return the articles behind a place in a list, newest first."""
        # Written so that databases use a range of the index.
        behind = self.filter(published_at__lte=moment)
        return behind.exclude(published_at=moment, pk__gte=article)

    def without_term_vector(self) -> ArticleQuerySet:
        """Return published articles that were not compared with the others since their
        last change."""
        return self.published().filter(term_vector=None).newest_first()

    def similar_to(self, article: Article) -> ArticleQuerySet:
        """Return the articles that are most similar to an article, the best first."""
        alike = self.filter(related_to__article=article)
        return alike.order_by("-related_to__score", "-pk")

    def touch(self) -> None:
        """Raise the version of these articles: cached pages that show them are outdated."""
        self.update(version=F("version") + 1)

    def count_by_year(self) -> models.QuerySet:
        """Return years in the time zone of the site, newest first, with their number of
        articles."""
        years = self.order_by().annotate(year=ExtractYear("published_at")).values("year")
        return years.annotate(count=Count("pk")).order_by("-year")

    def for_links(self) -> ArticleQuerySet:
        """Load only the fields that a link needs."""
        return self.only("title", "slug", "published_at")

    def for_snippets(self) -> ArticleQuerySet:
        """Load only the fields that a hit of a search needs."""
        return self.load_outdated_source().only("title", "slug", "body_html", "sanitizer_version", "sources")

    def for_lists(self) -> ArticleQuerySet:
        articles = self.load_outdated_source().defer("body").select_related("thread")
        return articles.prefetch_related(TOPICS_PREFETCH, "bylines")


class AdjacentArticles(NamedTuple):
    """The articles before and behind one in its first topic."""

    topic: Topic
    older: Article | None
    newer: Article | None


class Article(ArticleTransitions):
    """A text with an address. Its first publication creates its thread."""

    HTML_VERSION = RENDERING_VERSION

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=200, unique=True, help_text=_("It may change: the old address goes on leading here.")
    )
    body = models.TextField(_("text"), help_text=_("Markdown: ## heading, *emphasis*, [link](/address/), tables."))
    body_html = DerivedHtmlField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # See Rendering. No minutes: unknown.
    table_of_contents = models.JSONField(default=list, editable=False, db_column="contents")
    reading_minutes = models.PositiveSmallIntegerField(default=0, editable=False, db_column="minutes")

    people = models.ManyToManyField(Person, through=Byline, related_name="articles")
    last_modified = models.DateField(
        _("last modified"),
        default=localdate,
        help_text=_("Set to today when readers get other words, unless you set it yourself."),
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("One a line, with its address at the end of the line if it has one.")
    )
    copyright_holder = models.CharField(_("copyright holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    topics = models.ManyToManyField(Topic, related_name="articles", blank=True, verbose_name=_("topics"))
    pictures = models.ManyToManyField(Picture, related_name="articles", through=PictureUse, editable=False)
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

    created_at = models.DateTimeField(_("begun"), default=now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    import_key = models.CharField(  # noqa: DJ001  null, since it is unique
        max_length=300, null=True, unique=True, editable=False, db_column="origin"
    )
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
                condition=~Q(state="retired") | ~Q(retired_because=""), name="what_is_retired_says_why"
            ),
        )
        # Has all columns that counting needs.
        indexes = (models.Index(fields=["-published_at", "-id", "state"], name="newest_articles"),)

    def __str__(self) -> str:
        return self.title

    @transaction.atomic(savepoint=False)
    def save(self, *, rendering: Rendering | None = None, **options: Unpack[SaveOptions]) -> None:
        """Store the article with its HTML and its pictures. With a `rendering`, the text is not
        rendered again.

        `publication.save_article` also updates the pages that show the article.
        """
        self.body, self.sources = normalize_body(self.body), normalize_sources(self.sources)
        rendering = rendering or self.render()
        self._set_rendering(rendering)
        is_new = self._state.adding
        super().save(**options)
        if rendering.pictures or not is_new:
            self.pictures.set(rendering.pictures)

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def clean(self) -> None:
        FormerAddress.require_available(self.slug, self.pk)

    @property
    def updated_at(self) -> datetime:
        """The day of the last change, or the publication date if that is later."""
        day = make_aware(datetime.combine(self.last_modified, time.min))
        return max(day, self.published_at or day)

    @property
    def queue_url(self) -> str:
        """The address of the moderation queue for this article's posts."""
        return f"{reverse('comments:queue')}?thread={self.thread_id}"

    @property
    def preview_url(self) -> str:
        """The secret address at which anybody can read the draft."""
        return reverse("articles:preview", args=[self.preview_key])

    @staticmethod
    def get_visible(user: AbstractUser | AnonymousUser, slug: str) -> Article | None:
        """Return the article with a slug, if this user may read it.

        Everybody reads published and retired articles, and editors also drafts. Authors also read
        drafts of their own.
        """
        if not user.is_staff:
            return PUBLISHED_ARTICLE.first(slug=slug, moment=now())
        article = ANY_ARTICLE.first(slug=slug)
        return article if article and article.is_readable_by(user) else None

    def is_readable_by(self, user: AbstractUser | AnonymousUser) -> bool:
        shown = self.is_published or self.is_retired
        return shown or user.has_perm("articles.publish") or self.created_by_id == user.pk

    def is_editable_by(self, user: AbstractUser | AnonymousUser) -> bool:
        """Editors edit everything; authors edit what they have begun, until it is published."""
        begun = self.created_by_id == user.pk and self.state in {State.DRAFT, State.REVIEW}
        return begun or user.has_perm("articles.publish")

    def render(self) -> Rendering:
        """Render the text by the current rules."""
        return render_text(self.body, self.sources)

    def derive_html(self) -> None:
        self._set_rendering(self.render())

    def _set_rendering(self, rendering: Rendering) -> None:
        self.body_html, self.sanitizer_version = rendering.html, RENDERING_VERSION
        self.table_of_contents, self.reading_minutes = (rendering.table_of_contents, rendering.reading_minutes)

    @cached_property
    def daily_content_version(self) -> int | None:
        """The version of facts and anniversaries. `get_visible` loads it with the article."""
        return DailyContentVersion.current_version()

    @cached_property
    def guests_may_post(self) -> bool | None:
        """Whether the house rules let guests post, or None without house rules. `get_visible` loads
        it with the article."""
        return HouseRules.current().guests_may_post

    @cached_property
    def _people(self) -> dict[str, list[Person]]:
        people: dict[str, list[Person]] = {role: [] for role in Byline.Role}
        for byline in self.bylines.all():
            people[byline.role].append(byline.person)
        return people

    @property
    def written_by(self) -> list[Person]:
        return self._people[Byline.Role.WRITTEN]

    @property
    def edited_by(self) -> list[Person]:
        return self._people[Byline.Role.EDITED]

    @property
    def reviewed_by(self) -> list[Person]:
        return self._people[Byline.Role.REVIEWED]

    def get_credits(self, person: Person) -> list[str]:
        """Return the roles of a person, in words."""
        return [byline.past_tense for byline in self.bylines.all() if byline.person == person]

    @property
    def licence_url(self) -> str:
        return Licence(self.licence).url if self.licence else ""

    @property
    def numbered_sources(self) -> list[Source]:
        return parse_sources(self.sources)

    @property
    def teaser(self) -> str:
        """The beginning of the text."""
        return Truncator(" ".join(extract_running_text(self.body_html).split())).words(TEASER_WORDS)

    @property
    def has_table_of_contents(self) -> bool:
        # The HTML has the ids of the headings: they are derived together.
        return bool(self.body_html) and len(self.table_of_contents) >= MIN_HEADINGS_FOR_CONTENTS

    @cached_property
    def topic_list(self) -> list[Topic]:
        """The topics, read once for all places of a page."""
        return [*self.topics.all()]

    @property
    def topic_ids(self) -> list[int]:
        return sorted(topic.pk for topic in self.topics.all())

    @property
    def recommended_articles(self) -> list[Article]:
        """The articles for "You might also like".

        All that were picked by hand, newest first, then the most similar ones, up to five.
        """
        picked = [*self.related.published().newest_first().for_links()]
        places = MAX_RECOMMENDED - len(picked)
        if places <= 0:
            return picked
        alike = Article.objects.published().similar_to(self).for_links()
        found = alike.exclude(pk__in=[article.pk for article in picked])
        return [*picked, *found[:places]]

    @property
    def adjacent_articles(self) -> AdjacentArticles | None:
        """The articles before and behind this one in its first topic."""
        topic = next(iter(self.topic_list), None) if self.is_published else None
        if not topic or not self.published_at:
            return None
        # Not `topic.entries`, which would ask for the topic of each.
        entries = ArticleTopic.objects.filter(topic=topic).select_related("article")
        entries = entries.only("article__title", "article__slug")
        older = entries.older_than(self.published_at, self.pk).first()
        newer = entries.newer_than(self.published_at, self.pk).first()
        return AdjacentArticles(topic, older.article if older else None, newer.article if newer else None)


def _with_thread(**fields: object) -> ArticleQuerySet:
    articles = Article.objects.filter(**fields).select_related("thread")
    return articles.annotate(  # type: ignore[no-redef]
        daily_content_version=DAILY_CONTENT_VERSION_SUBQUERY, guests_may_post=GUESTS_MAY_POST_SUBQUERY
    )


ANY_ARTICLE = CompiledQuery(lambda slug: _with_thread(slug=slug))
PUBLISHED_ARTICLE = CompiledQuery(lambda slug, moment: _with_thread(slug=slug).filter(published_at__lte=moment))
