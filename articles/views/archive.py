"""For readers: what was published when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article
from articles.views.paging import page_of
from comments.web.not_found import NotHere
from comments.web.public_cache import only, same_for_all_guests

PAGE_SIZE = 200  # titles


@require_safe
@same_for_all_guests()
@conditional_page
def archive(request: HttpRequest) -> HttpResponse:
    years = Article.objects.published().count_by_year()
    return render(request, "articles/archive.html", {"years": years})


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    if year > localdate().year:
        raise _nothing_in(year)
    articles = Article.objects.published().filter(published_at__year=year).newest_first()
    page = page_of(articles.for_links(), request, size=PAGE_SIZE)
    if not page:
        return redirect("articles:year", year)
    if not page.rows:
        raise _nothing_in(year)
    context = {"year": year, "articles": page.rows, "has_more": page.has_more}
    return render(request, "articles/archive_year.html", context)


def _nothing_in(year: int) -> NotHere:
    return NotHere(_("No article here is of %(year)d.") % {"year": year})
