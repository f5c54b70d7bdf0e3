"""Views of the list of topics, and of the articles of a topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Topic
from articles.views.paging import get_list_page
from comments.web.public_cache import public_page, query_param


@require_safe
@public_page()
@conditional_page
def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topic_list.html", {"topics": Topic.objects.with_counts()})


@require_safe
@public_page(query_param("before"))
@conditional_page
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    page = get_list_page(topic.entries.visible().newest_first().for_lists(), request)
    if not page:
        return redirect(topic)
    articles = [entry.article for entry in page.rows]
    context = {"topic": topic, "articles": articles, "has_more": page.has_more}
    return render(request, "articles/topic.html", context)
