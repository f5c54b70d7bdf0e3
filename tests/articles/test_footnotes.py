"""Footnotes of a printout: each link's address once, under a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.footnotes import Footnotes
from comments.sanitizer import ARTICLE_POLICY, sanitize

PAGE = "https://forum.example/articles/on-threads/"
ONE = '<sup class="footnote">1</sup>'


def noted(source: str) -> tuple[str, list[str]]:
    """The HTML of an editor's text with footnotes, and their addresses."""
    notes = Footnotes(PAGE)
    return notes.add_numbers(sanitize(source, ARTICLE_POLICY)), notes.addresses


def test_a_link_gets_a_number_behind_it():
    html, addresses = noted("See [the *guide*](https://e.example/?a=1&b=2).")
    assert f"<em>guide</em></a>{ONE}.</p>" in html
    assert addresses == ["https://e.example/?a=1&b=2"]


def test_an_address_is_listed_once():
    html, addresses = noted("[a](https://e.example/) [b](https://f.example/) [c](https://e.example/)")
    assert html.count(ONE) == 2
    assert addresses == ["https://e.example/", "https://f.example/"]


def test_numbers_go_on_from_text_to_text():
    notes = Footnotes(PAGE)
    notes.add_numbers('<a href="https://e.example/">a</a>')
    assert ">2</sup>" in notes.add_numbers('<a href="https://f.example/">b</a>')


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/facts/", "https://forum.example/facts/"),
        ("../on-looms/", "https://forum.example/articles/on-looms/"),
        ("?post=7#post-7", f"{PAGE}?post=7#post-7"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("http://[half", "http://[half"),
        ("http://[half#x", "http://[half#x"),
    ],
)
def test_an_address_is_whole(href, address):
    notes = Footnotes(PAGE)
    notes.add_numbers(f'<a href="{href}">a</a>')
    assert notes.addresses == [address]


@pytest.mark.parametrize("href", ["", "#about", PAGE, f"{PAGE}#about", "/articles/on-threads/#about"])
def test_a_link_within_the_page_needs_none(href):
    assert Footnotes(PAGE).add_numbers(html := f'<a href="{href}">a</a>') == html


@pytest.mark.parametrize("source", ["https://e.example/?a&b", "<mailto:ada@example.org>"])
def test_a_link_that_says_where_it_leads_needs_none(source):
    assert noted(source)[1] == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://e.example/"><img src="/x.png" alt="</a>"></a>',
        '<a title="x href=" href="https://e.example/" rel="noopener">a</a>',
        '<img alt="<a href=1>"><a title="</a>" href="https://e.example/">a</a>',
        '<a href="https://e.example/">a</a\n>',
    ],
)
def test_what_looks_like_a_tag_in_an_attribute_is_none(html):
    notes = Footnotes(PAGE)
    assert notes.add_numbers(html) == html + ONE
    assert notes.addresses == ["https://e.example/"]


def test_an_address_cannot_leave_its_attribute():
    html, addresses = noted('[a](<https://e.example/"onclick="x><script>>)')
    assert "<script" not in html
    assert all("<" not in address for address in addresses)


@pytest.mark.parametrize("html", ["", "a < b", "<a", "</a>", '<a href="/x">', '<a href="/x', "<a></a>"])
def test_what_is_no_link_stays_as_it_is(html):
    assert Footnotes(PAGE).add_numbers(html) == html


@given(st.text(alphabet='<>/a href="=x&;\n[]()#:!`', max_size=80))
def test_nothing_but_numbers_is_added(source):
    html, addresses = noted(source)
    for number in range(1, len(addresses) + 1):
        html = html.replace(f'<sup class="footnote">{number}</sup>', "")
    assert html == sanitize(source, ARTICLE_POLICY)


@pytest.mark.parametrize("piece", ["<a ", '<a b="', '<a href="/x">', '<a b="" ', "</a>", ' b=""', '<a b=" b="'])
def test_a_megabyte_of_halves_is_read_once(piece):
    """Or this would take hours."""
    notes = Footnotes(PAGE)
    assert notes.add_numbers("<a" + piece * (1_000_000 // len(piece))).startswith("<a")
