"""Save and publish articles, and update everything that shows them.

Code that changes an article calls one of these functions, or `after_change` once at the end.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from articles.models import Article, ArticleTopic, FormerAddress, Picture, RelatedArticle, SpellingVariant
from articles.models.article import ArticleQuerySet
from articles.models.state import Transition
from articles.related import delete_stale_vector
from articles.rendering import Rendering
from comments.models import Thread

DERIVED_FIELDS = ("body_html", "table_of_contents", "reading_minutes", "sanitizer_version")


@transaction.atomic(savepoint=False)
def store_article(article: Article, rendering: Rendering | None = None, *, former_slug: str | None = None) -> None:
    """Render and store an article. Links to its former slug go on working.

    Call `after_change` when its topics, by-lines and related articles are stored, too.
    """
    article.save(rendering=rendering)
    if former_slug and former_slug != article.slug and article.thread_id:
        FormerAddress.record_move(former_slug, article.slug, article.pk)


@transaction.atomic
def save_article(article: Article) -> None:
    """Render and store an article, and update everything that shows it."""
    stored_slugs = Article.objects.filter(pk=article.pk).values_list("slug", flat=True)
    store_article(article, former_slug=stored_slugs.first())
    after_change(article)


@transaction.atomic
def transition_article(
    article: Article, transition: Transition, *, at: datetime | None = None, reason: str = ""
) -> None:
    """Move an article to another state. Raises TransitionNotAllowed."""
    article.transition(transition, at=at, reason=reason)
    after_change(article)


def publish_article(article: Article, at: datetime | None = None) -> None:
    """Publish an article that has no publication date, now or at a later time. Opens its
    discussion."""
    if not article.published_at:
        is_later = at is not None and at > now()
        transition_article(article, Transition.SCHEDULE if is_later else Transition.PUBLISH, at=at)


def unpublish_article(article: Article) -> None:
    """Take an article off the site. Its discussion stays in the database."""
    transition_article(article, Transition.UNPUBLISH)


def retire_article(article: Article, reason: str) -> None:
    """Replace an article by the reason why it is gone. Its discussion stays readable."""
    transition_article(article, Transition.RETIRE, reason=reason)


def mark_due_articles() -> None:
    """Mark scheduled articles whose time has come, and update the pages that link to them."""
    for article in Article.objects.due():
        article.mark_published()
        after_change(article)


@transaction.atomic
def delete_article(article: Article) -> None:
    after_change(article)
    article.delete()


@transaction.atomic
def save_picture(picture: Picture) -> None:
    """Save a picture of the library, and render the articles that show it again."""
    picture.save()
    rerender_articles(Article.objects.filter(pictures=picture))


@transaction.atomic
def rerender_articles(articles: ArticleQuerySet) -> None:
    """Render articles again, after a change of the rules or of a picture that they show."""
    for article in articles.select_for_update():  # Locked against saves by editors.
        article.save(update_fields=DERIVED_FIELDS)
        after_change(article)


def after_change(article: Article) -> None:
    """Update everything that shows an article. Call it once after a change, or before a deletion.

    Raises the versions of the article, of articles that recommend it, and of its neighbours in its
    topics. Updates version, title, address and publication date of its thread. Adds the words of a
    published title to the spelling variants of the search.
    """
    topics = article.topic_ids
    places: dict[int, datetime] = {}
    if article.published_at and not article.is_retired:
        places = dict.fromkeys(topics, article.published_at)
    adjacent = ArticleTopic.objects.replace_entries(article.pk, places)
    recommending = article.related_from.order_by().values_list("pk", flat=True)
    # Django 6.1 gives the union the order of articles, by a column that it lacks.
    recommending = recommending.union(RelatedArticle.objects.ids_showing(article.pk)).order_by()
    Article.objects.filter(pk__in={article.pk, *adjacent, *recommending}).touch()
    delete_stale_vector(article, topics)
    if article.is_published:
        SpellingVariant.objects.add_titles([article.title])
    if article.thread_id:
        Thread.objects.filter(pk=article.thread_id).update(
            version=F("version") + 1,
            title=article.title,
            url=article.get_absolute_url(),
            visible_from=article.published_at,
        )
