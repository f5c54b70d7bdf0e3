"""Addresses of links as footnotes, for print: paper cannot show where a link leads.

Pure functions of strings, for HTML from the sanitizer.
"""

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urljoin

from articles.sources import Source

# A tag with all its attributes, as in sanitized HTML: values are in double quotes and contain
# no tags. Possessive quantifiers: it never backtracks.
_TAG = re.compile(r'<(/?[a-z][a-z0-9]*+)((?:\s++[^\s"=<>/]++="[^"]*+")*+)\s*+/?>')
_ATTRIBUTE = re.compile(r'\s([^\s"=<>/]++)="([^"]*+)"')
_MAIL = "mailto:"


class Footnotes:
    """The addresses of all links on a printed page, each once, in order of appearance.

    Their numbers follow those of the sources that are printed on it: one series of superscripts.
    """

    def __init__(self, page: str, sources: Sequence[Source] = ()):
        """`page` is the absolute address of the printed page. Links within it need no footnote."""
        self._page = page
        self._numbers = {source.url: source.number for source in reversed(sources) if source.url}
        self._last_number = len(sources)
        self.first_number = self._last_number + 1
        self.addresses: list[str] = []  # from the first number on; text, not HTML

    def add_numbers(self, html: str) -> str:
        """Add the number of its footnote behind each link of sanitized `html`."""
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
        if address not in self._numbers:
            self._last_number += 1
            self._numbers[address] = self._last_number
            self.addresses.append(address)
        return f'<sup class="footnote">{self._numbers[address]}</sup>'

    def _get_absolute_url(self, href: str) -> str:
        """Return the address as a reader of the paper could type it."""
        try:
            return urljoin(self._page, href.strip()).removeprefix(_MAIL)
        except ValueError:  # Not a URL, but browsers may still follow it.
            return href
