"""Feeds of articles, of a topic and of an article's discussion, and the page that lists them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.changes import changed_at
from articles.models import Article, Topic
from articles.models.article import ArticleQuerySet
from comments.views.feeds import feed_of
from comments.web.absolute_urls import origin_of, with_whole_addresses
from comments.web.feed_writer import Entry, Feed, lasting_id
from comments.web.public_cache import same_for_all_guests

ARTICLES = 20


@require_safe
@same_for_all_guests()
@conditional_page
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/feeds.html", {"topics": Topic.objects.with_articles()})


@require_safe
@same_for_all_guests()
@conditional_page
def newest_articles(request: HttpRequest, form: str) -> HttpResponse:
    feed = _feed(request, Article.objects.published(), lasting_id("articles"), _("Newest articles"))
    return feed.response(form)


@require_safe
@same_for_all_guests()
@conditional_page
def articles_of_a_topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    if not (topic := Topic.objects.named_by(slug)):
        raise Http404
    articles = Article.objects.published().about(topic)
    return _feed(request, articles, lasting_id(f"topics/{topic.pk}"), topic.name).response(form)


@require_safe
@same_for_all_guests()
def posts_of_an_article(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    if not (article := Article.objects.published_as(slug)):
        if not (moved := Article.objects.formerly_at(slug)):
            raise Http404
        return redirect("articles:posts_feed", moved.slug, form, permanent=True)
    thread = article.discussion
    etag = f'"{settings.RELEASE}-feed-{thread.pk}.{thread.version}-{form}"'
    response = get_conditional_response(request, etag=etag)
    response = response or feed_of(thread, request).response(form)
    response["ETag"] = etag
    return response


def _feed(request: HttpRequest, articles: ArticleQuerySet, name: str, title: str) -> Feed:
    origin = origin_of(request)
    newest = articles.newest_first().for_lists()[:ARTICLES]
    entries = [_entry_of(article, origin) for article in newest]
    title = f"{settings.SITE_NAME}: {title}"
    url = f"{origin}{request.path}"
    return Feed(id=name, url=url, page=f"{origin}/", title=title, entries=entries)


def _entry_of(article: Article, origin: str) -> Entry:
    url = f"{origin}{article.get_absolute_url()}"
    return Entry(
        id=lasting_id(f"threads/{article.thread_id}"),
        url=url,
        title=article.title,
        html=with_whole_addresses(article.body_html, url),
        published=article.published_at or changed_at(article),
        updated=changed_at(article),
        authors=[person.name for person in article.written_by],
        topics=[topic.name for topic in article.topics_shown],
    )
