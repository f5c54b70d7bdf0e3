"""View of the search in articles and posts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from articles.search import RESULT_KINDS, search_site
from comments.search.query_words import clean_query
from comments.web.public_cache import public_page


def _parse_query(request: HttpRequest) -> dict[str, str]:
    """Return the parameters of a search in their canonical form."""
    typed, kind = clean_query(request.GET.get("q", "")), request.GET.get("in", "")
    if not typed:
        return {}
    return {"q": typed} | ({"in": kind} if kind in RESULT_KINDS else {})


def _normalize_query(request: HttpRequest) -> str:
    return urlencode(_parse_query(request))


@require_safe
@public_page(_normalize_query)
@conditional_page
def search_page(request: HttpRequest) -> HttpResponse:
    asked = _parse_query(request)
    typed, kind = asked.get("q", ""), asked.get("in", "")
    stranger = not request.user.is_authenticated
    context = {
        "typed": typed,
        "kind": kind,
        "results": search_site(typed, kind=kind, by_stranger=stranger) if typed else None,
    }
    return render(request, "articles/search.html", context)
