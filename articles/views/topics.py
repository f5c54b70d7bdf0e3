"""For readers: what the articles are about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Topic
from articles.views.paging import page_of
from comments.web.public_cache import only, same_for_all_guests


@require_safe
@same_for_all_guests()
@conditional_page
def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topic_list.html", {"topics": Topic.objects.with_counts()})


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    subject = get_object_or_404(Topic, slug=slug)
    page = page_of(subject.entries.shown().newest_first().for_lists(), request)
    if not page:
        return redirect(subject)
    articles = [entry.article for entry in page.rows]
    context = {"topic": subject, "articles": articles, "has_more": page.has_more}
    return render(request, "articles/topic.html", context)
