"""What pages tell other sites and search engines, and people do not see."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.cards import Card, card_of, card_of_the_site
from articles.linked_data import article_data, discussion_data
from articles.models import Article
from comments.threads.paging import Page
from comments.web.absolute_urls import origin_of
from comments.web.json_ld import linked_data

register = template.Library()


@register.filter
def origin(request: HttpRequest) -> str:
    """Scheme and host, as addresses begin that are read elsewhere."""
    return origin_of(request)


@register.simple_tag
def card(article: Article | None = None) -> Card:
    """The card of an article, or of the site."""
    return card_of(article) if article else card_of_the_site()


@register.simple_tag
def data_of_article(article: Article, request: HttpRequest) -> SafeString:
    return linked_data(article_data(article, origin_of(request)))


@register.simple_tag
def data_of_discussion(article: Article, page: Page, request: HttpRequest) -> SafeString:
    return linked_data(discussion_data(article, page, origin_of(request)))
