"""For other sites: widgets, and the page on which to choose one."""

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

from articles.daily_content import Leaf
from articles.iframe_headers import for_other_sites, policy
from articles.models import Article, Topic
from articles.widget_form import WidgetForm
from articles.widgets import AN_HOUR, KINDS, Choices, Widget
from comments.web.not_found import NotHere
from comments.web.public_cache import led_back, same_for_all_guests

MAX_BYTES = 5000  # of a widget's page


@require_safe
@csp_update({"frame-src": [SELF]})
@same_for_all_guests(lambda request: Choices.from_query(request.GET).query)
@conditional_page
def overview(request: HttpRequest) -> HttpResponse:
    """Every widget as it will look, and the code to copy."""
    choices = Choices.from_query(request.GET)
    if choices.topic and not Topic.objects.filter(slug=choices.topic).exists():
        address = f"{reverse('articles:widgets')}?{replace(choices, topic='').query}"
        return redirect(address.removesuffix("?"))
    if choices.article:
        article = Article.objects.published_as(choices.article)
        if not article:
            raise NotHere(_("There is no such article."), reverse("articles:widgets"))
    else:
        article = Article.objects.published().newest_first().first()
    chosen = replace(choices, article=article.slug if article else "")
    kinds = [kind for kind in KINDS.values() if article or not kind.asks_article]
    context = {
        "form": WidgetForm(choices, article),
        "widgets": [kind.of(chosen) for kind in kinds],
        "article": article,
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "widgets/overview.html", context)


@require_safe
@for_other_sites
@conditional_page
def widget(request: HttpRequest, name: str) -> HttpResponse:
    """A small page for a frame."""
    if not (kind := KINDS.get(name)):
        raise Http404
    choices = _choices(request)
    topic = Topic.objects.filter(slug=choices.topic).first() if choices.topic else None
    chosen = kind.of(replace(choices, topic=topic.slug if topic else ""))
    if elsewhere := led_back(request, chosen.choices.query):
        return elsewhere
    if kind.asks_article:
        article = Article.objects.published_as(chosen.choices.article)
        return _posts(chosen, article) if article else _page(chosen, "gone", status=404)
    if kind.name == "articles":
        articles = topic.articles.all() if topic else Article.objects.all()
        return _page(chosen, rows=list(articles.published().newest_first()[: chosen.shows]))
    return _page(chosen, leaf=Leaf(localdate(), lambda: [topic] if topic else []))


def _choices(request: HttpRequest) -> Choices:
    """What was chosen, the article by the slug that it has now."""
    choices = Choices.from_query(request.GET)
    moved = Article.objects.published().formerly_at(choices.article) if choices.article else None
    return replace(choices, article=moved.slug) if moved else choices


def _posts(chosen: Widget, article: Article) -> HttpResponse:
    thread = article.discussion
    # Another site is no page of ours: what is kept from search engines is kept from it, too.
    newest = thread.comments.for_search_engines().defer("body").flat().reverse()
    rows = list(newest[: chosen.shows]) if chosen.kind.name == "posts" else []
    return _page(chosen, article=article, thread=thread, rows=rows)


def _page(chosen: Widget, name: str = "", status: int = 200, **context: object) -> HttpResponse:
    """As many rows as fit: somebody else's page waits for it."""
    style = render_to_string("widgets/widget.css")
    template = f"widgets/{name or chosen.kind.name}.html"
    context |= {"widget": chosen}
    page = render_to_string(template, context)
    while len(page.encode()) > MAX_BYTES and context.get("rows"):
        context["rows"] = context["rows"][:-1]  # type: ignore[index]
        page = render_to_string(template, context)
    response = HttpResponse(page, status=status)
    response["Content-Security-Policy"] = policy(style)
    if status == 200:
        patch_cache_control(response, public=True, max_age=chosen.kind.lasts(now()))
    return response


@require_safe
@for_other_sites
@conditional_page
def count(request: HttpRequest) -> HttpResponse:
    """How many posts an article has, for the script of the widgets."""
    choices = Choices(article=_choices(request).article)
    if elsewhere := led_back(request, choices.query):
        return elsewhere
    if not (article := Article.objects.published_as(choices.article)):
        return JsonResponse({"words": ""}, status=404)
    posts = article.discussion.post_count
    words = ngettext("%(posts)s post", "%(posts)s posts", posts) % {"posts": posts}
    response = JsonResponse({"posts": posts, "words": words})
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response


@require_safe
@for_other_sites
@conditional_page
def script(request: HttpRequest) -> HttpResponse:
    """Puts a widget where it stands. At most 1 kB."""
    if elsewhere := led_back(request, ""):
        return elsewhere
    framed = [kind for kind in KINDS.values() if kind.name != "count"]
    code = render_to_string("widgets/widget.js", {"kinds": framed})
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response
