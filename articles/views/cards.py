"""For other sites: the pictures that they show beside a link to an article."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.cards import Card, card_of, card_of_the_site, draw
from articles.models import Article

# Long: another picture has another address. Not for ever: an article may leave the site.
KEEP = "public, max-age=604800, s-maxage=86400"  # seconds: a week, a day


@require_safe
def card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    article = Article.objects.published_as(slug) or Article.objects.formerly_at(slug)
    if not article or not article.is_published:
        raise Http404
    return _answer(request, card_of(article))


@require_safe
def card_of_site(request: HttpRequest, version: str) -> HttpResponse:
    return _answer(request, card_of_the_site())


def _answer(request: HttpRequest, card: Card) -> HttpResponse:
    """The picture under its one address, to which all others lead: nobody can make caches,
    or us, draw it again and again."""
    if request.get_full_path() != card.get_absolute_url():
        return redirect(card)
    response = get_conditional_response(request, etag=f'"{card.version}"')
    if not response:
        response = HttpResponse(_drawn(card), content_type="image/png")
    response["ETag"] = f'"{card.version}"'
    response["Cache-Control"] = KEEP
    return response


def _drawn(card: Card) -> bytes:
    """Drawing takes as long as a dozen pages: it is kept among the pieces of pages."""
    pictures, key = caches["template_fragments"], f"card-{card.version}"
    if not (picture := pictures.get(key)):
        picture = draw(card)
        pictures.set(key, picture, 86400)
    return picture
