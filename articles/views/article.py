"""For readers: the list of articles, and an article with its discussion."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.daily_content import Leaf
from articles.models import Article
from articles.printing import MOST_POSTS, Printout, Scope, print_query
from articles.views.paging import page_of
from comments.submission import thank_you
from comments.submission.forms import CommentForm
from comments.threads.paging import PAGE_SIZE as POSTS
from comments.threads.paging import NoSuchPlace, Page, Place
from comments.web.not_found import NotHere
from comments.web.public_cache import is_for_everybody, only, same_for_all_guests


@require_safe
@same_for_all_guests(only("before"))
@conditional_page
def article_list(request: HttpRequest) -> HttpResponse:
    page = page_of(Article.objects.published().newest_first().for_lists(), request)
    if not page:
        return redirect("articles:list")
    context = {"articles": page.rows, "has_more": page.has_more}
    return render(request, "articles/article_list.html", context)


def _place_and_flags(request: HttpRequest) -> str:
    if "print" in request.GET:
        return print_query(request.GET)
    # Thanks are for one person, and the page of all others has one address.
    is_thanked = thank_you.PARAMETER in request.GET and not is_for_everybody(request)
    flags = [thank_you.PARAMETER] if is_thanked else []
    return "&".join(filter(None, [Place.spelled(request.GET), *flags]))


@require_safe
@same_for_all_guests(_place_and_flags)
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    if not (article := Article.visible_to(request.user, slug)):
        return _moved(request, slug)
    if "print" in request.GET and not article.is_retired:
        return _print(request, article)
    context = context_of(article, request)
    etag = None
    if page := context.get("page"):
        thank_you.say(request, article.discussion)
        # Closed by its dates, or to guests, it has the same version as before.
        door = article.discussion.closed_by or ("" if context["takes_posts"] else "members")
        shown = f"{context['leaf'].key}.{page.place.query}.{door}".removesuffix(".")
        etag = _etag(article, shown) if is_for_everybody(request) else None
    if article.is_retired:
        return render(request, "articles/article_retired.html", context, status=410)
    return _render_unless_known(request, etag, "articles/article_detail.html", context)


def _print(request: HttpRequest, article: Article) -> HttpResponse:
    scope, page = Scope.wished(request.GET), None
    if scope.has_posts and article.is_published:
        page = _page(article, request, size=MOST_POSTS)
    if scope is Scope.DISCUSSION and not page:
        raise NotHere(_("This article has no discussion yet."), article.get_absolute_url())
    printout = Printout(article, scope, page, f"{request.scheme}://{request.get_host()}")
    is_shared = article.is_published and is_for_everybody(request)
    etag = _etag(article, printout.known_by) if is_shared else None
    context = {"article": article, "thread": article.thread, "page": page, "printout": printout}
    return _render_unless_known(request, etag, "articles/article_print.html", context)


def _render_unless_known(
    request: HttpRequest, etag: str | None, template: str, context: Mapping[str, object]
) -> HttpResponse:
    response = get_conditional_response(request, etag=etag)
    if not response:
        response = render(request, template, dict(context))
    if etag:
        response["ETag"] = etag
    return response


def context_of(article: Article, request: HttpRequest) -> dict[str, Any]:
    """What its page shows: itself, and its discussion once that is open to readers."""
    context: dict[str, Any] = {"article": article, "leaf": Leaf.beside(article)}
    if not (article.is_published or article.is_retired):
        return context
    thread = article.discussion
    may_post = request.user.is_authenticated or article.guests_may_post is not False
    return context | {
        "thread": thread,
        "takes_posts": thread.is_open and may_post,
        "page": _page(article, request),
        "form": SimpleLazyObject(partial(CommentForm, thread=thread, request=request)),
    }


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
    context = {"article": article, "leaf": Leaf.beside(article)}
    return render(request, "articles/article_detail.html", context)


def _page(article: Article, request: HttpRequest, *, size: int = POSTS) -> Page:
    try:
        return Page(article.discussion, Place.from_query(request.GET), size=size)
    except NoSuchPlace:
        sentence = _("There is no such post in the discussion of this article.")
        raise NotHere(sentence, article.discussion.get_absolute_url()) from None


def _etag(article: Article, shown: str) -> str:
    """Names all that the page depends on, and costs no query."""
    versions = f"{settings.RELEASE}-{article.pk}.{article.version}.{article.discussion.version}"
    return f'"{versions}-{quote(shown)}"'
