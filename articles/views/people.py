"""For readers: who writes, edits and reviews here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Person
from articles.views.paging import first_of, page_of
from comments.web.public_cache import only, same_for_all_guests

PAGE_SIZE = 100  # people


@require_safe
@same_for_all_guests(only("after"))
@conditional_page
def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.with_articles()
    if after := request.GET.get("after"):
        if not (last := Person.objects.filter(slug=after.replace("\x00", "")).first()):
            return redirect("articles:people")
        people = people.following(last)
    page = first_of(people, PAGE_SIZE)
    context = {"people": page.rows, "has_more": page.has_more}
    return render(request, "articles/person_list.html", context)


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    somebody = get_object_or_404(Person, slug=slug)
    page = page_of(somebody.published.for_lists(), request)
    if not page:
        return redirect(somebody)
    context = {
        "person": somebody,
        "works": [(article, article.deeds_of(somebody)) for article in page.rows],
        "last": page.rows[-1] if page.has_more else None,
    }
    return render(request, "articles/person.html", context)
