"""Feeds of posts: the newest of the whole site, and those of one discussion."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Comment, Thread
from comments.web.absolute_urls import origin_of, with_whole_addresses
from comments.web.feed_writer import Entry, Feed, lasting_id
from comments.web.public_cache import same_for_all_guests

POSTS = 50


@require_safe
@same_for_all_guests()
@conditional_page
def newest_posts(request: HttpRequest, form: str) -> HttpResponse:
    origin = origin_of(request)
    posts = Comment.objects.for_search_engines().latest_first().for_feeds()[:POSTS]
    feed = Feed(
        id=lasting_id("posts"),
        url=f"{origin}{request.path}",
        page=f"{origin}/",
        title=f"{settings.SITE_NAME}: {_('Newest posts')}",
        entries=[entry_of(post, origin) for post in posts],
    )
    return feed.response(form)


def feed_of(thread: Thread, request: HttpRequest) -> Feed:
    """The newest posts of one discussion, for the one who knows its address."""
    origin = origin_of(request)
    posts = thread.comments.for_search_engines().flat().reverse().for_feeds()[:POSTS]
    return Feed(
        id=lasting_id(f"threads/{thread.pk}/posts"),
        url=f"{origin}{request.path}",
        page=f"{origin}{thread.get_absolute_url()}",
        title=_("Discussion: %(title)s") % {"title": thread.title},
        entries=[entry_of(post, origin) for post in posts],
    )


def entry_of(post: Comment, origin: str) -> Entry:
    thread = post.thread
    published = post.published_at or post.created_at
    return Entry(
        id=lasting_id(f"threads/{thread.pk}/posts/{post.number}"),
        url=f"{origin}{thread.url_of(post.number)}",
        title=_("%(post)s: %(title)s") % {"post": post, "title": thread.title},
        html=with_whole_addresses(post.body_html, f"{origin}{thread.url}"),
        published=published,
        updated=(post.edited_at if post.is_edited else None) or published,
        authors=[post.shown_name],
    )
