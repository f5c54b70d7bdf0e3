"""JSON-LD inside a page. Browsers do not execute it, so the Content-Security-Policy does not
apply."""

import json
from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

# The escapes of `django.utils.html.json_script`: they mean the same in JSON, and no text can close
# the element or open another one.
JSON_SCRIPT_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class HtmlSafeJson(str):
    """JSON that escapes itself for HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return self.translate(JSON_SCRIPT_ESCAPES)


def render_json_ld(value: Mapping[str, object]) -> SafeString:
    """Script element with JSON-LD in the vocabulary of schema.org."""
    whole = {"@context": "https://schema.org"} | dict(value)
    written = HtmlSafeJson(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    return format_html('<script type="application/ld+json">{}</script>', written)
