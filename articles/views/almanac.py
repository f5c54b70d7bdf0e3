"""For readers: facts, and what happened on a day of the calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Anniversary, Fact
from articles.models.day_of_year import DayOfYear
from articles.views.paging import first_of
from comments.web.public_cache import only, same_for_all_guests

PAGE_SIZE = 50


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def fact_list(request: HttpRequest) -> HttpResponse:
    facts = Fact.objects.shown().newest_first()
    if before := request.GET.get("before"):
        if not (last := facts.named(before)):
            return redirect("articles:facts")
        facts = facts.following(last)
    page = first_of(facts, PAGE_SIZE)
    context = {"facts": page.rows, "has_more": page.has_more}
    return render(request, "articles/fact_list.html", context)


@require_safe
@same_for_all_guests()
@conditional_page
def fact_detail(request: HttpRequest, slug: str) -> HttpResponse:
    if not (fact := Fact.objects.shown().named(slug)):
        raise Http404
    return render(request, "articles/fact_detail.html", {"fact": fact})


@require_safe
@same_for_all_guests()
@conditional_page
def on_this_day(request: HttpRequest, day: DayOfYear | None = None) -> HttpResponse:
    """What happened on a day, and the days before and after it of which anything is told."""
    today = DayOfYear.of(localdate())
    anniversaries = Anniversary.objects.all()
    context = {
        "day": day or today,
        "is_today": (day or today) == today,
        "anniversaries": anniversaries.on(day or today).prefetch_related("topics"),
        "before": anniversaries.day_before(day or today),
        "after": anniversaries.day_after(day or today),
    }
    return render(request, "articles/on_this_day.html", context)
