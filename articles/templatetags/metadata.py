"""Template tags for metadata: URLs, social cards and JSON-LD."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.cards import Card, build_article_card, build_site_card
from articles.models import Article
from articles.schema_org import build_article_data, build_discussion_data
from comments.threads.paging import ThreadPage
from comments.web.absolute_urls import get_origin
from comments.web.json_ld import render_json_ld

register = template.Library()


@register.filter
def origin(request: HttpRequest) -> str:
    """Scheme and host, for absolute URLs."""
    return get_origin(request)


@register.simple_tag
def social_card(article: Article | None = None) -> Card:
    """Social card of an article, or of the site."""
    return build_article_card(article) if article else build_site_card()


@register.simple_tag
def article_json_ld(article: Article, request: HttpRequest) -> SafeString:
    return render_json_ld(build_article_data(article, get_origin(request)))


@register.simple_tag
def discussion_json_ld(article: Article, page: ThreadPage, request: HttpRequest) -> SafeString:
    return render_json_ld(build_discussion_data(article, page, get_origin(request)))
