"""Data inside a page, for machines that read it: no browser runs it, so the
Content-Security-Policy has nothing to say about it."""

import json
from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

# As `django.utils.html.json_script` does: within JSON, those mean the same, and no text can end
# the element or begin another one.
JSON_SCRIPT_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class HtmlSafeJson(str):
    """JSON that says by itself how it is written into HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return self.translate(JSON_SCRIPT_ESCAPES)


def render_json_ld(value: Mapping[str, object]) -> SafeString:
    """A block of JSON-LD in the words of schema.org."""
    whole = {"@context": "https://schema.org"} | dict(value)
    written = HtmlSafeJson(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    return format_html('<script type="application/ld+json">{}</script>', written)
