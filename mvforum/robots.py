"""Sitemaps, robots.txt and security.txt."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from articles.sitemaps import ArticleSitemap, DaySitemap, FactSitemap, PersonSitemap, TopicSitemap
from comments.web.absolute_urls import get_origin
from comments.web.public_cache import public_page

SECURITY_TXT_VALIDITY = timedelta(days=180)  # RFC 9116 recommends less than a year.

DISALLOWED_PATHS = ("/admin/", "/accounts/", "/moderation/", "/posts/", "/search/", "/threads/")


class StaticPageSitemap(Sitemap):
    """Sitemap of the pages that exist once."""

    def items(self) -> list[str]:
        lists = ["articles:list", "articles:topics", "articles:archive", "articles:people"]
        almanac = ["articles:facts", "articles:today", "articles:widgets"]
        return [*lists, *almanac, "comments:house_rules", "comments:crisis_help", "privacy", "articles:feeds"]

    def location(self, item: str) -> str:
        return reverse(item)


# A kind of page more is a Section, and a line here with the name of its files:
# /sitemap-articles.xml
SITEMAP_SECTIONS: dict[str, Any] = {
    "pages": StaticPageSitemap,
    "articles": ArticleSitemap,
    "topics": TopicSitemap,
    "people": PersonSitemap,
    "facts": FactSitemap,
    "days": DaySitemap,
}


@require_safe
@public_page()
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Render all pages in one sitemap, or an index of sitemaps where they do not fit in one
    file."""
    if all(section().paginator.num_pages == 1 for section in SITEMAP_SECTIONS.values()):
        return _render(views.sitemap(request, SITEMAP_SECTIONS))
    return _render(views.index(request, SITEMAP_SECTIONS, sitemap_url_name="sitemap_section"))


def _normalize_query(request: HttpRequest) -> str:
    """Return the query that names the file of a section. The first file has no query."""
    number = request.GET.get("p", "")
    return "" if number in {"", "1"} else urlencode({"p": number})


@require_safe
@public_page(_normalize_query)
@conditional_page
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    # Django also reads 01, +1 and 0_1: the same file under any number of addresses.
    if not re.fullmatch("[1-9][0-9]*", request.GET.get("p", "1")):
        raise Http404
    return _render(views.sitemap(request, SITEMAP_SECTIONS, section=section))


def _render(response: TemplateResponse) -> HttpResponse:
    """Render without Last-Modified: pages that leave a sitemap do not make it newer."""
    headers = {name: response[name] for name in ("Content-Type", "X-Robots-Tag")}
    return HttpResponse(response.render().content, headers=headers)


@require_safe
@public_page()
@conditional_page
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Render robots.txt. Pages with "noindex" are not listed, since robots must read them to see
    it."""
    disallowed = [f"Disallow: {path}" for path in DISALLOWED_PATHS]
    return _build_text_response("User-agent: *", *disallowed, "", f"Sitemap: {get_origin(request)}/sitemap.xml")


@require_safe
@public_page()
@conditional_page
def security_txt(request: HttpRequest) -> HttpResponse:
    today = datetime.combine(datetime.now(UTC), time.min, UTC)  # the same bytes all day
    return _build_text_response(
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {today + SECURITY_TXT_VALIDITY:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {get_language()}",
        f"Canonical: {get_origin(request)}{request.path}",
    )


def _build_text_response(*lines: str) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
