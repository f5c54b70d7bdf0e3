"""Views of social cards: the pictures that other sites show beside a link."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.cards import Card, build_article_card, build_site_card, draw_card
from articles.models import Article

# Long, since another picture has another address. Not forever: an article may be unpublished.
CARD_CACHE_CONTROL = "public, max-age=604800, s-maxage=86400"  # seconds: a week, a day


@require_safe
def article_card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    article = Article.objects.get_published(slug) or Article.objects.get_by_former_slug(slug)
    if not article or not article.is_published:
        raise Http404
    return _build_response(request, build_article_card(article))


@require_safe
def site_card(request: HttpRequest, version: str) -> HttpResponse:
    return _build_response(request, build_site_card())


def _build_response(request: HttpRequest, card: Card) -> HttpResponse:
    """Return the picture, or redirect to its one address: no query string makes caches or this site
    draw it again."""
    if request.get_full_path() != card.get_absolute_url():
        return redirect(card)
    response = get_conditional_response(request, etag=f'"{card.version}"')
    if not response:
        response = HttpResponse(_get_or_draw(card), content_type="image/png")
    response["ETag"] = f'"{card.version}"'
    response["Cache-Control"] = CARD_CACHE_CONTROL
    return response


def _get_or_draw(card: Card) -> bytes:
    """Return the picture from the cache of fragments. Drawing it takes as long as a dozen pages."""
    pictures, key = caches["template_fragments"], f"card-{card.version}"
    if not (picture := pictures.get(key)):
        picture = draw_card(card)
        pictures.set(key, picture, 86400)
    return picture
