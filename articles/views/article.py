"""Views of the list of articles, and of an article with its discussion."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.daily_content import DailyContent
from articles.models import Article
from articles.printing import MAX_PRINTED_POSTS, Printout, PrintScope, normalize_print_query
from articles.views.paging import get_list_page
from comments.submission import thank_you
from comments.submission.forms import CommentForm
from comments.threads.paging import POSTS_PER_PAGE, PagePosition, PositionNotFound, ThreadPage
from comments.views.decorators import WrongLink, limit_wrong_links
from comments.web.not_found import PageNotFound
from comments.web.public_cache import has_no_session_cookie, public_page, query_param


@require_safe
@public_page(query_param("before"))
@conditional_page
def article_list(request: HttpRequest) -> HttpResponse:
    page = get_list_page(Article.objects.published().newest_first().for_lists(), request)
    if not page:
        return redirect("articles:list")
    context = {"articles": page.rows, "has_more": page.has_more}
    return render(request, "articles/article_list.html", context)


def _normalize_query(request: HttpRequest) -> str:
    if "print" in request.GET:
        return normalize_print_query(request.GET)
    # A thank-you is for one person. All others get the page under one address.
    is_thanked = thank_you.THANKS_PARAMETER in request.GET and not has_no_session_cookie(request)
    flags = [thank_you.THANKS_PARAMETER] if is_thanked else []
    return "&".join(filter(None, [PagePosition.normalize_query(request.GET), *flags]))


@require_safe
@public_page(_normalize_query)
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    if not (article := Article.get_visible(request.user, slug)):
        return _redirect_former_slug(request, slug)
    if "print" in request.GET and not article.is_retired:
        return _print(request, article)
    context = build_article_context(article, request)
    etag = None
    if page := context.get("page"):
        thank_you.show_thank_you(request, article.discussion)
        # A thread that closes by its dates, or to guests, keeps its version.
        closed_reason = article.discussion.close_reason or ("" if context["accepts_posts"] else "members")
        parts = (context["daily_content"].cache_key, page.position.query, closed_reason)
        shown = "{}.{}.{}".format(*parts).removesuffix(".")
        etag = _etag(article, shown) if has_no_session_cookie(request) else None
    if article.is_retired:
        return render(request, "articles/article_retired.html", context, status=410)
    return _render_unless_known(request, etag, "articles/article_detail.html", context)


def _print(request: HttpRequest, article: Article) -> HttpResponse:
    scope, page = PrintScope.from_query(request.GET), None
    if scope.has_posts and article.is_published:
        page = _page(article, request, size=MAX_PRINTED_POSTS)
    if scope is PrintScope.DISCUSSION and not page:
        raise PageNotFound(_("This article has no discussion yet."), article.get_absolute_url())
    printout = Printout(article, scope, page, f"{request.scheme}://{request.get_host()}")
    is_shared = article.is_published and has_no_session_cookie(request)
    etag = _etag(article, printout.etag_key) if is_shared else None
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


def build_article_context(article: Article, request: HttpRequest) -> dict[str, Any]:
    """Build the context of an article's page, with its discussion if it is open to readers."""
    context: dict[str, Any] = {"article": article, "daily_content": DailyContent.for_article(article)}
    if not (article.is_published or article.is_retired):
        return context
    thread = article.discussion
    may_post = request.user.is_authenticated or article.guests_may_post is not False
    return context | {
        "thread": thread,
        "accepts_posts": thread.is_open and may_post,
        "page": _page(article, request),
        "form": SimpleLazyObject(partial(CommentForm, thread=thread, request=request)),
    }


def _redirect_former_slug(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to the present address of the article, with the query of the request."""
    if not (article := Article.objects.get_by_former_slug(slug)):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    address = f"{article.get_absolute_url()}?{query}".removesuffix("?")
    return HttpResponsePermanentRedirect(address)


@require_safe
@limit_wrong_links
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show an article that is not public, to everybody who knows its secret address."""
    if not (article := Article.objects.filter(preview_key=key).first()):
        raise WrongLink("")
    if article.is_published:
        return redirect(article)
    context = {"article": article, "daily_content": DailyContent.for_article(article)}
    return render(request, "articles/article_detail.html", context)


def _page(article: Article, request: HttpRequest, *, size: int = POSTS_PER_PAGE) -> ThreadPage:
    try:
        return ThreadPage(article.discussion, PagePosition.from_query(request.GET), size=size)
    except PositionNotFound:
        sentence = _("There is no such post in the discussion of this article.")
        raise PageNotFound(sentence, article.discussion.get_absolute_url()) from None


def _etag(article: Article, shown: str) -> str:
    """Build an ETag of everything that the page depends on, without a query."""
    versions = f"{settings.RELEASE}-{article.pk}.{article.version}.{article.discussion.version}"
    return f'"{versions}-{quote(shown)}"'
