"""Views of widgets for other sites, and of the page on which to choose one."""

from __future__ import annotations

from dataclasses import replace

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import conditional_page, require_safe

from articles.daily_content import DailyContent
from articles.iframe_headers import build_embed_csp, embeddable
from articles.models import Article, Topic
from articles.widget_form import WidgetForm
from articles.widgets import MAX_AGE_SECONDS, WIDGET_KINDS, Widget, WidgetOptions
from comments.web.not_found import PageNotFound
from comments.web.public_cache import canonical_redirect, public_page

MAX_WIDGET_BYTES = 5000  # of the page of a widget


@require_safe
@csp_update({"frame-src": [SELF]})
@public_page(lambda request: WidgetOptions.from_query(request.GET).query)
@conditional_page
def widget_overview(request: HttpRequest) -> HttpResponse:
    """Show every widget with the code to copy."""
    options = WidgetOptions.from_query(request.GET)
    if options.topic and not Topic.objects.filter(slug=options.topic).exists():
        address = f"{reverse('articles:widgets')}?{replace(options, topic='').query}"
        return redirect(address.removesuffix("?"))
    if options.article:
        article = Article.objects.get_published(options.article)
        if not article:
            raise PageNotFound(_("There is no such article."), reverse("articles:widgets"))
    else:
        article = Article.objects.published().newest_first().first()
    chosen = replace(options, article=article.slug if article else "")
    kinds = [kind for kind in WIDGET_KINDS.values() if article or not kind.requires_article]
    context = {
        "form": WidgetForm(options, article),
        "widgets": [kind.build(chosen) for kind in kinds],
        "article": article,
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "widgets/overview.html", context)


@require_safe
@embeddable
@conditional_page
def widget_frame(request: HttpRequest, name: str) -> HttpResponse:
    """Render a widget as a small page for a frame."""
    if not (kind := WIDGET_KINDS.get(name)):
        raise Http404
    options = _get_options(request)
    topic = Topic.objects.filter(slug=options.topic).first() if options.topic else None
    chosen = kind.build(replace(options, topic=topic.slug if topic else ""))
    if elsewhere := canonical_redirect(request, chosen.options.query):
        return elsewhere
    if kind.requires_article:
        article = Article.objects.get_published(chosen.options.article)
        return _posts(chosen, article) if article else _page(chosen, "gone", status=404)
    if kind.name == "articles":
        articles = topic.articles.all() if topic else Article.objects.all()
        return _page(chosen, rows=list(articles.published().newest_first()[: chosen.max_entries]))
    return _page(chosen, daily_content=DailyContent(localdate(), lambda: [topic] if topic else []))


def _get_options(request: HttpRequest) -> WidgetOptions:
    """Return the options of a widget, with the present slug of the article."""
    options = WidgetOptions.from_query(request.GET)
    moved = Article.objects.published().get_by_former_slug(options.article) if options.article else None
    return replace(options, article=moved.slug) if moved else options


def _posts(chosen: Widget, article: Article) -> HttpResponse:
    thread = article.discussion
    # Posts that are not for search engines are not for other sites.
    newest = thread.comments.for_search_engines().without_source().flat().reverse()
    rows = list(newest[: chosen.max_entries]) if chosen.kind.name == "posts" else []
    return _page(chosen, article=article, thread=thread, rows=rows)


def _page(chosen: Widget, name: str = "", status: int = 200, **context: object) -> HttpResponse:
    """Render the page of a widget. Rows that would make it larger than `MAX_WIDGET_BYTES` are left
    out."""
    style = render_to_string("widgets/widget.css")
    template = f"widgets/{name or chosen.kind.name}.html"
    context |= {"widget": chosen}
    page = render_to_string(template, context)
    while len(page.encode()) > MAX_WIDGET_BYTES and context.get("rows"):
        context["rows"] = context["rows"][:-1]  # type: ignore[index]
        page = render_to_string(template, context)
    response = HttpResponse(page, status=status)
    response["Content-Security-Policy"] = build_embed_csp(style)
    if status == 200:
        patch_cache_control(response, public=True, max_age=chosen.kind.get_max_age(now()))
    return response


@require_safe
@embeddable
@conditional_page
def widget_count(request: HttpRequest) -> HttpResponse:
    """Return the number of posts of an article, for the script of the widgets."""
    options = WidgetOptions(article=_get_options(request).article)
    if elsewhere := canonical_redirect(request, options.query):
        return elsewhere
    if not (article := Article.objects.get_published(options.article)):
        return JsonResponse({"words": ""}, status=404)
    posts = article.discussion.post_count
    words = ngettext("%(posts)s post", "%(posts)s posts", posts) % {"posts": posts}
    response = JsonResponse({"posts": posts, "words": words})
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


@require_safe
@embeddable
@conditional_page
def widget_script(request: HttpRequest) -> HttpResponse:
    """Return the script that inserts a widget. At most 1 kB."""
    if elsewhere := canonical_redirect(request, ""):
        return elsewhere
    framed = [kind for kind in WIDGET_KINDS.values() if kind.name != "count"]
    code = render_to_string("widgets/widget.js", {"kinds": framed})
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response
