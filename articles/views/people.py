"""Views of the list of people, and of a person with their articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Person
from articles.views.paging import build_list_page, get_list_page
from comments.web.public_cache import public_page, query_param

PEOPLE_PER_PAGE = 100


@require_safe
@public_page(query_param("after"))
@conditional_page
def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.with_articles()
    if after := request.GET.get("after"):
        if not (last := Person.objects.filter(slug=after.replace("\x00", "")).first()):
            return redirect("articles:people")
        people = people.listed_after(last)
    page = build_list_page(people, PEOPLE_PER_PAGE)
    context = {"people": page.rows, "has_more": page.has_more}
    return render(request, "articles/person_list.html", context)


@require_safe
@public_page(query_param("before"))
@conditional_page
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Person, slug=slug)
    articles = Article.objects.published().newest_first().by_person(person)
    page = get_list_page(articles.for_lists(), request)
    if not page:
        return redirect(person)
    context = {
        "person": person,
        "works": [(article, article.get_credits(person)) for article in page.rows],
        "last": page.rows[-1] if page.has_more else None,
    }
    return render(request, "articles/person.html", context)
