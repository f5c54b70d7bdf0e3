"""Feeds of the newest posts, of the whole site and of one discussion."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Comment, Thread
from comments.web.absolute_urls import get_origin, make_urls_absolute
from comments.web.feed_writer import Feed, FeedEntry, build_tag_uri
from comments.web.public_cache import public_page

POSTS_PER_FEED = 50


@require_safe
@public_page()
@conditional_page
def newest_posts_feed(request: HttpRequest, form: str) -> HttpResponse:
    origin = get_origin(request)
    posts = Comment.objects.for_search_engines().latest_first().for_feeds()[:POSTS_PER_FEED]
    feed = Feed(
        id=build_tag_uri("posts"),
        url=f"{origin}{request.path}",
        page_url=f"{origin}/",
        title=f"{settings.SITE_NAME}: {_('Newest posts')}",
        entries=[build_feed_entry(post, origin) for post in posts],
    )
    return feed.build_response(form)


def build_thread_feed(thread: Thread, request: HttpRequest) -> Feed:
    """The newest posts of one discussion. The view that calls it knows the address of the feed."""
    origin = get_origin(request)
    posts = thread.comments.for_search_engines().flat().reverse().for_feeds()[:POSTS_PER_FEED]
    return Feed(
        id=build_tag_uri(f"threads/{thread.pk}/posts"),
        url=f"{origin}{request.path}",
        page_url=f"{origin}{thread.get_absolute_url()}",
        title=_("Discussion: %(title)s") % {"title": thread.title},
        entries=[build_feed_entry(post, origin) for post in posts],
    )


def build_feed_entry(post: Comment, origin: str) -> FeedEntry:
    thread = post.thread
    published = post.published_at or post.created_at
    return FeedEntry(
        id=build_tag_uri(f"threads/{thread.pk}/posts/{post.number}"),
        url=f"{origin}{thread.get_post_url(post.number)}",
        title=_("%(post)s: %(title)s") % {"post": post, "title": thread.title},
        html=make_urls_absolute(post.body_html, f"{origin}{thread.url}"),
        published=published,
        updated=(post.edited_at if post.is_edited else None) or published,
        authors=[post.display_name],
    )
