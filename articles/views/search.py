"""For readers: the page that finds articles and posts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from articles.search import KINDS, search
from comments.search.query_words import shortened
from comments.web.public_cache import same_for_all_guests


def _asked(request: HttpRequest) -> dict[str, str]:
    """What is asked for, in one spelling only, and no longer than makes sense."""
    typed, kind = shortened(request.GET.get("q", "")), request.GET.get("in", "")
    if not typed:
        return {}
    return {"q": typed} | ({"in": kind} if kind in KINDS else {})


def _query_of(request: HttpRequest) -> str:
    return urlencode(_asked(request))


@require_safe
@same_for_all_guests(_query_of)
@conditional_page
def search_page(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    typed, kind = asked.get("q", ""), asked.get("in", "")
    stranger = not request.user.is_authenticated
    context = {
        "typed": typed,
        "kind": kind,
        "results": search(typed, kind=kind, by_stranger=stranger) if typed else None,
    }
    return render(request, "articles/search.html", context)
