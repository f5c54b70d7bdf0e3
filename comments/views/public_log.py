"""Public log of decisions about posts, unless admins have switched it off."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Decision, HouseRules
from comments.web.absolute_urls import get_origin
from comments.web.cursor_pagination import get_cursor_page, parse_cursor
from comments.web.feed_writer import Feed, FeedEntry, build_tag_uri
from comments.web.public_cache import public_page, query_param

LINES_PER_FEED = 50


@require_safe
@public_page(query_param("before"))
@conditional_page
def public_log(request: HttpRequest) -> HttpResponse:
    _require_public_log()
    lines = Decision.objects.public().newest_first().before_pk(parse_cursor(request.GET, "before"))
    page, last = get_cursor_page(lines)
    return render(request, "comments/public_log.html", {"lines": page, "last": last})


@require_safe
@public_page()
@conditional_page
def public_log_feed(request: HttpRequest) -> HttpResponse:
    _require_public_log()
    origin = get_origin(request)
    lines = Decision.objects.public().newest_first()[:LINES_PER_FEED]
    feed = Feed(
        id=build_tag_uri("moderation/log"),
        url=f"{origin}{request.path}",
        page_url=f"{origin}{reverse('comments:public_log')}",
        title=f"{settings.SITE_NAME}: {_('Moderation log')}",
        entries=[_build_feed_entry(line, origin) for line in lines],
    )
    return feed.build_response("atom")


def _require_public_log() -> None:
    if not HouseRules.current().log_is_public:
        raise Http404


def _build_feed_entry(line: Decision, origin: str) -> FeedEntry:
    said = {
        "post": _("Post %(number)s") % {"number": line.number},
        "deed": line.past_tense,
        "actor": line.public_actor,
        "page": line.thread.title,
    }
    return FeedEntry(
        id=build_tag_uri(f"moderation/log/{line.pk}"),
        url=f"{origin}{line.thread.get_post_url(line.number)}",
        title=_("%(post)s %(deed)s by %(actor)s") % said,
        html=format_html("<p>{}</p>", line.public_reason or said["page"]),
        published=line.decided_at,
        updated=line.decided_at,
        authors=[],
        topics=[line.public_reason] if line.public_reason else [],
    )
