"""What a text names and what is not there: pictures and sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Picture
from articles.rendering import render
from articles.sources import sources_of


def problems_of(body: str, sources: str) -> Iterator[str]:
    """A sentence for each of them, for whoever wrote the text."""
    rendering = render(body, Picture.objects.named)
    for slug in rendering.missing:
        yield _("There is no picture “%(slug)s” in the library.") % {"slug": slug}
    for alt in rendering.foreign:
        sentence = _(
            "The picture “%(alt)s” is not one of the library. Upload it there first; its page says "
            "how a text names it."
        )
        yield sentence % {"alt": alt}
    known = {source.number for source in sources_of(sources)}
    for number in rendering.cited:
        if number not in known:
            yield _("There is no source %(number)d.") % {"number": number}
