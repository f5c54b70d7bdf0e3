"""References in a text to pictures and sources that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.rendering import Rendering
from articles.sources import parse_sources


def find_missing_references(rendering: Rendering, sources: str) -> Iterator[str]:
    """Yield a sentence for each picture and each source that a text names and that does
    not exist."""
    for slug in rendering.missing_slugs:
        yield _("There is no picture “%(slug)s” in the library.") % {"slug": slug}
    for alt in rendering.external_alts:
        sentence = _(
            "The picture “%(alt)s” is not one of the library. Upload it there first; its page says how a text names it."
        )
        yield sentence % {"alt": alt}
    known = {source.number for source in parse_sources(sources)}
    for number in rendering.cited_numbers:
        if number not in known:
            yield _("There is no source %(number)d.") % {"number": number}
