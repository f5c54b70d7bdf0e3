"""Views of facts, and of the anniversaries of a day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Anniversary, Fact
from articles.models.day_of_year import DayOfYear
from articles.views.paging import build_list_page
from comments.web.public_cache import public_page, query_param

FACTS_PER_PAGE = 50


@require_safe
@public_page(query_param("before"))
@conditional_page
def fact_list(request: HttpRequest) -> HttpResponse:
    facts = Fact.objects.visible().newest_first()
    if before := request.GET.get("before"):
        if not (last := facts.get_by_slug(before)):
            return redirect("articles:facts")
        facts = facts.listed_after(last)
    page = build_list_page(facts, FACTS_PER_PAGE)
    context = {"facts": page.rows, "has_more": page.has_more}
    return render(request, "articles/fact_list.html", context)


@require_safe
@public_page()
@conditional_page
def fact_detail(request: HttpRequest, slug: str) -> HttpResponse:
    if not (fact := Fact.objects.visible().get_by_slug(slug)):
        raise Http404
    return render(request, "articles/fact_detail.html", {"fact": fact})


@require_safe
@public_page()
@conditional_page
def on_this_day(request: HttpRequest, day: DayOfYear | None = None) -> HttpResponse:
    """Show the anniversaries of a day, with links to the days before and after that have any.

    A day without anniversaries shows those of the nearest day, and says so.
    """
    today = DayOfYear.from_date(localdate())
    asked = day or today
    anniversaries = Anniversary.objects.all()
    shown = anniversaries.get_nearest_day(asked)
    context = {
        "asked_day": asked,
        "day": shown,
        "is_today": shown == today,
        "anniversaries": anniversaries.on_day(shown).prefetch_related("topics"),
        "before": anniversaries.get_previous_day(asked),
        "after": anniversaries.get_next_day(asked),
    }
    return render(request, "articles/on_this_day.html", context)
