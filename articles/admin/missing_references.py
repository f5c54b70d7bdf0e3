"""What a text names and what is not there: pictures and sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Picture
from articles.rendering import render_body
from articles.sources import parse_sources


def find_missing_references(body: str, sources: str) -> Iterator[str]:
    """A sentence for each of them, for whoever wrote the text."""
    rendering = render_body(body, Picture.objects.in_bulk_by_slug)
    for slug in rendering.missing_slugs:
        yield _("There is no picture “%(slug)s” in the library.") % {"slug": slug}
    for alt in rendering.external_alts:
        sentence = _(
            "The picture “%(alt)s” is not one of the library. Upload it there first; its page says "
            "how a text names it."
        )
        yield sentence % {"alt": alt}
    known = {source.number for source in parse_sources(sources)}
    for number in rendering.cited_numbers:
        if number not in known:
            yield _("There is no source %(number)d.") % {"number": number}
