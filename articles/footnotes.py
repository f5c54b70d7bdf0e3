"""Addresses of links as footnotes: paper shows where a link is, and not where it leads.

Pure functions of strings, for the HTML that comes from the sanitizer.
"""

import re
from html import unescape
from urllib.parse import urljoin

# A tag with all its attributes, as they are written in sanitized HTML: values in double quotes,
# where nothing that looks like a tag is one. No step of it is ever taken back.
_TAG = re.compile(r'<(/?[a-z][a-z0-9]*+)((?:\s++[^\s"=<>/]++="[^"]*+")*+)\s*+/?>')
_ATTRIBUTE = re.compile(r'\s([^\s"=<>/]++)="([^"]*+)"')
_MAIL = "mailto:"


class Footnotes:
    """The addresses to which the texts of a printed page lead, each once, in the order in
    which they come."""

    def __init__(self, page: str):
        """`page` is the whole address of what is printed; links within it need no footnote."""
        self._page = page
        self._numbers: dict[str, int] = {}

    @property
    def addresses(self) -> list[str]:
        """Where the footnotes lead, from number 1 on; text, not HTML."""
        return list(self._numbers)

    def add_numbers(self, html: str) -> str:
        """Sanitized `html` with the number of its footnote behind each link."""
        noted, done, link = [], 0, None
        for tag in _TAG.finditer(html):
            if tag[1] == "a":
                link = tag
            elif tag[1] == "/a" and link:
                words = html[link.end() : tag.start()]
                noted += [html[done : tag.end()], self._add_number(link[2], words)]
                done, link = tag.end(), None
        return "".join([*noted, html[done:]])

    def _add_number(self, attributes: str, words: str) -> str:
        href = dict(_ATTRIBUTE.findall(attributes)).get("href")
        address = self._get_absolute_url(unescape(href)) if href else ""
        says_it = unescape(words).removeprefix(_MAIL) == address
        if not address or says_it or address.partition("#")[0] == self._page:
            return ""
        number = self._numbers.setdefault(address, len(self._numbers) + 1)
        return f'<sup class="footnote">{number}</sup>'

    def _get_absolute_url(self, href: str) -> str:
        """The address as somebody could type it who has only the paper."""
        try:
            return urljoin(self._page, href.strip()).removeprefix(_MAIL)
        except ValueError:  # It is none, and browsers may still follow it.
            return href
