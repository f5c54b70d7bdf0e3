"""Views of the archive: articles by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article
from articles.views.paging import get_list_page
from comments.web.not_found import PageNotFound
from comments.web.public_cache import public_page, query_param

TITLES_PER_PAGE = 200


@require_safe
@public_page()
@conditional_page
def archive(request: HttpRequest) -> HttpResponse:
    years = Article.objects.published().count_by_year()
    return render(request, "articles/archive.html", {"years": years})


@require_safe
@public_page(query_param("before"))
@conditional_page
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    if year > localdate().year:
        raise _build_not_found(year)
    articles = Article.objects.published().filter(published_at__year=year).newest_first()
    page = get_list_page(articles.for_links(), request, size=TITLES_PER_PAGE)
    if not page:
        return redirect("articles:year", year)
    if not page.rows:
        raise _build_not_found(year)
    context = {"year": year, "articles": page.rows, "has_more": page.has_more}
    return render(request, "articles/archive_year.html", context)


def _build_not_found(year: int) -> PageNotFound:
    return PageNotFound(_("No article here is of %(year)d.") % {"year": year})
