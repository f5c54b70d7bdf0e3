"""Feeds of articles, of a topic and of a discussion, and the page that lists them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Topic
from articles.models.article import ArticleQuerySet
from comments.views.feeds import build_thread_feed
from comments.web.absolute_urls import get_origin, make_urls_absolute
from comments.web.feed_writer import Feed, FeedEntry, build_tag_uri
from comments.web.public_cache import public_page

ARTICLES_PER_FEED = 20


@require_safe
@public_page()
@conditional_page
def feed_overview(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/feeds.html", {"topics": Topic.objects.with_articles()})


@require_safe
@public_page()
@conditional_page
def newest_articles_feed(request: HttpRequest, form: str) -> HttpResponse:
    feed = _build_feed(request, Article.objects.published(), build_tag_uri("articles"), _("Newest articles"))
    return feed.build_response(form)


@require_safe
@public_page()
@conditional_page
def topic_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    if not (topic := Topic.objects.get_by_slug(slug)):
        raise Http404
    articles = Article.objects.published().with_topic(topic)
    return _build_feed(request, articles, build_tag_uri(f"topics/{topic.pk}"), topic.name).build_response(form)


@require_safe
@public_page()
def article_posts_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    if not (article := Article.objects.get_published(slug)):
        if not (moved := Article.objects.get_by_former_slug(slug)):
            raise Http404
        return redirect("articles:posts_feed", moved.slug, form, permanent=True)
    thread = article.discussion
    etag = f'"{settings.RELEASE}-feed-{thread.pk}.{thread.version}-{form}"'
    response = get_conditional_response(request, etag=etag)
    response = response or build_thread_feed(thread, request).build_response(form)
    response["ETag"] = etag
    return response


def _build_feed(request: HttpRequest, articles: ArticleQuerySet, name: str, title: str) -> Feed:
    origin = get_origin(request)
    newest = articles.newest_first().for_lists()[:ARTICLES_PER_FEED]
    entries = [_build_entry(article, origin) for article in newest]
    title = f"{settings.SITE_NAME}: {title}"
    url = f"{origin}{request.path}"
    return Feed(id=name, url=url, page_url=f"{origin}/", title=title, entries=entries)


def _build_entry(article: Article, origin: str) -> FeedEntry:
    url = f"{origin}{article.get_absolute_url()}"
    return FeedEntry(
        id=build_tag_uri(f"threads/{article.thread_id}"),
        url=url,
        title=article.title,
        html=make_urls_absolute(article.body_html, url),
        published=article.published_at or article.updated_at,
        updated=article.updated_at,
        authors=[person.name for person in article.written_by],
        topics=[topic.name for topic in article.topic_list],
    )
