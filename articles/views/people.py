"""For readers: who writes, edits and reviews here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Person
from comments.caching import same_for_all_guests

SHOWN = 100  # articles of one person


@require_safe
@same_for_all_guests()
@conditional_page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    somebody = get_object_or_404(Person, slug=slug)
    articles = somebody.published.for_lists()[:SHOWN]
    return render(request, "articles/person.html", {"person": somebody, "articles": articles})
