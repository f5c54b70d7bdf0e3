"""For readers: the list of articles, and an article with its discussion."""

from functools import partial
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article
from comments import thanks
from comments.caching import is_for_everybody, only, same_for_all_guests
from comments.forms import CommentForm
from comments.not_here import NotHere
from comments.page import NoSuchPlace, Page, Place

PAGE_SIZE = 20


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().newest_first().for_lists()
    if before := request.GET.get("before"):
        if not (last := Article.objects.published_as(before)):
            return redirect("articles:list")
        articles = articles.following(last)
    found = list(articles[: PAGE_SIZE + 1])
    context = {"articles": found[:PAGE_SIZE], "has_more": len(found) > PAGE_SIZE}
    return render(request, "articles/article_list.html", context)


def _place_and_flags(request: HttpRequest) -> str:
    query = request.GET
    try:
        place = Place.from_query(query).query
    except NoSuchPlace:  # The page itself says so.
        place = urlencode({name: query[name] for name in Place.PARAMETERS if name in query})
    # Thanks are for one person, and the page of all others has one address.
    allowed = ["print"] if is_for_everybody(request) else ["print", thanks.PARAMETER]
    return "&".join(filter(None, [place, *(name for name in allowed if name in query)]))


@require_safe
@same_for_all_guests(_place_and_flags)
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    if not (article := Article.visible_to(request.user, slug)):
        return _moved(request, slug)
    context: dict[str, object] = {"article": article}
    etag = None
    if article.is_published or article.is_retired:
        thread, page = article.discussion, _page(article, request)
        thanks.say(request, thread)
        context |= {
            "thread": thread,
            "page": page,
            "form": SimpleLazyObject(partial(CommentForm, thread=thread, request=request)),
        }
        etag = _etag(article, page.place, request) if is_for_everybody(request) else None
    if article.is_retired:
        return render(request, "articles/article_retired.html", context, status=410)
    response = get_conditional_response(request, etag=etag)
    if not response:
        response = render(request, _template(request), context)
    if etag:
        response["ETag"] = etag
    return response


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """To where the article stands now, with all that the address asked for."""
    if not (article := Article.objects.formerly_at(slug)):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    address = f"{article.get_absolute_url()}?{query}".removesuffix("?")
    return HttpResponsePermanentRedirect(address)


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The page as it will be, for whoever has been given its secret address."""
    article = get_object_or_404(Article, preview_key=key)
    if article.is_published:
        return redirect(article)
    return render(request, "articles/article_detail.html", {"article": article})


def _page(article: Article, request: HttpRequest) -> Page:
    try:
        return Page(article.discussion, Place.from_query(request.GET))
    except NoSuchPlace:
        sentence = _("There is no such post in the discussion of this article.")
        raise NotHere(sentence, article.discussion.get_absolute_url()) from None


def _template(request: HttpRequest) -> str:
    return f"articles/article_{'print' if 'print' in request.GET else 'detail'}.html"


def _etag(article: Article, place: Place, request: HttpRequest) -> str:
    """Names all that the page depends on, and costs no query."""
    prints = "print" in request.GET
    versions = f"{settings.RELEASE}-{article.pk}.{article.version}.{article.discussion.version}"
    return f'"{versions}-{prints:d}{quote(place.query)}"'
