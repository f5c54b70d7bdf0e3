"""For everybody, unless admins keep it to themselves: what was decided about posts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Decision, HouseRules
from comments.web.absolute_urls import origin_of
from comments.web.cursor_pagination import page_of, start_of
from comments.web.feed_writer import Entry, Feed, lasting_id
from comments.web.public_cache import only, same_for_all_guests

LINES = 50  # in the feed


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def public_log(request: HttpRequest) -> HttpResponse:
    _must_be_public()
    lines = Decision.objects.public().newest_first().before(start_of(request.GET, "before"))
    page, last = page_of(lines)
    return render(request, "comments/public_log.html", {"lines": page, "last": last})


@require_safe
@same_for_all_guests()
@conditional_page
def feed_of_log(request: HttpRequest) -> HttpResponse:
    _must_be_public()
    origin = origin_of(request)
    lines = Decision.objects.public().newest_first()[:LINES]
    feed = Feed(
        id=lasting_id("moderation/log"),
        url=f"{origin}{request.path}",
        page=f"{origin}{reverse('comments:public_log')}",
        title=f"{settings.SITE_NAME}: {_('Moderation log')}",
        entries=[_entry_of(line, origin) for line in lines],
    )
    return feed.response("atom")


def _must_be_public() -> None:
    if not HouseRules.now().log_is_public:
        raise Http404


def _entry_of(line: Decision, origin: str) -> Entry:
    said = {
        "post": _("Post %(number)s") % {"number": line.number},
        "deed": line.deed,
        "actor": line.public_actor,
        "page": line.thread.title,
    }
    return Entry(
        id=lasting_id(f"moderation/log/{line.pk}"),
        url=f"{origin}{line.thread.url_of(line.number)}",
        title=_("%(post)s %(deed)s by %(actor)s") % said,
        html=format_html("<p>{}</p>", line.public_reason or said["page"]),
        published=line.decided_at,
        updated=line.decided_at,
        authors=[],
        topics=[line.public_reason] if line.public_reason else [],
    )
