"""Markdown as people type it: what is shown says what was typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from unicodedata import category

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from comments.sanitizer import ARTICLE_POLICY, COMMENT_POLICY, sanitize
from comments.submission.forms import BaseCommentForm

REL = 'rel="nofollow ugc noopener"'
BOTH = pytest.mark.parametrize("policy", [COMMENT_POLICY, ARTICLE_POLICY], ids=["posts", "articles"])


class VisibleText(HTMLParser):
    """The characters that a browser shows, with the numbers of lists."""

    def __init__(self, html: str):
        super().__init__()
        self.characters: list[str] = []
        self.numbers: list[int | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ol", "ul"}:
            self.numbers.append(int(given.get("start") or 1) - 1 if tag == "ol" else None)
        elif tag == "li" and self.numbers and self.numbers[-1] is not None:
            self.numbers[-1] = int(given.get("value") or self.numbers[-1] + 1)
            self.characters.append(f" {self.numbers[-1]}. ")
        elif tag in {"p", "br", "li", "pre", "blockquote"}:
            self.characters.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.numbers.pop()

    def handle_data(self, data: str) -> None:
        self.characters.append(data)


def visible(html: str) -> str:
    return " ".join("".join(VisibleText(html).characters).split())


# Numbers


@BOTH
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("1986. What a year", "1986. What a year"),
        ("2. Yes\n3. No", "2. Yes 3. No"),
        ("5) fifth", "5. fifth"),
        ("> 6. some point", "6. some point"),
        ("0. before all", "0. before all"),
        ("999. last", "999. last"),
        ("1000. text", "1000. text"),
        ("007. agent", "007. agent"),
        ("2. Yes\n5. No\n6. Never", "2. Yes 5. No 6. Never"),
        ("1. one\n1. one more\n2. two", "1. one 1. one more 2. two"),
        ("1. a\n1986. b\n2. c", "1. a 1986. b 2. c"),
        ("3. 12. 2024 was the day", "3. 12. 2024 was the day"),
        ("a\n\n4. four\n   - five\n7. seven", "a 4. four five 7. seven"),
        ("1.\n2.", "1. 2."),
    ],
)
def test_numbers_are_shown_as_typed(source, shown, policy):
    assert visible(sanitize(source, policy)) == shown


def test_a_list_begins_with_its_number():
    assert sanitize("2. Yes\n3. No") == '<ol start="2">\n<li>Yes</li>\n<li>No</li>\n</ol>'


def test_articles_may_number_their_items_with_ones():
    assert visible(sanitize("1. a\n1. b\n1. c", ARTICLE_POLICY)) == "1. a 2. b 3. c"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("+ cheap\n+ quick\n- painful", "+ cheap + quick - painful"),
        ("- painful\n\n+ cheap", "- painful + cheap"),
        ("+ cheap\n− painful", "+ cheap − painful"),
        ("+ - x\n+ 1. y", "+ - x + 1. y"),
    ],
)
def test_pros_and_cons_keep_their_signs(source, shown):
    assert visible(sanitize(source)) == shown


def test_pros_and_cons_are_lists():
    assert sanitize("+ cheap\n+ quick\n- painful").count("<li>") == 3


# Speakers


@BOTH
@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("> You should ask the surgeon.\nI did, and he said no.", "You should ask the surgeon."),
        ("> one\n> two\nthree\nfour", "one two"),
        ("> - one\ntwo", "one"),
        ("> > one\n> two\nthree", "one two"),
        ("- > one\n  two", "one"),
    ],
)
def test_a_quote_ends_with_its_last_line(source, quoted, policy):
    html = sanitize(source, policy)
    assert visible(html[: html.rindex("</blockquote>")]) == quoted


@BOTH
@pytest.mark.parametrize("source", [">90 beats a minute", ">= 90", ">:(", ">_< no", "a\n>90"])
def test_a_greater_than_is_no_quote(source, policy):
    assert "<blockquote>" not in sanitize(source, policy)


@BOTH
@pytest.mark.parametrize("source", [">said", "> said", ">\tsaid", ">“said”", ">> said", ">(said)"])
def test_a_quote_needs_no_space(source, policy):
    assert "<blockquote>" in sanitize(source, policy)


@BOTH
@pytest.mark.parametrize("source", ["- a\n- b\ntext", "1. a\ntext", "- a\n text", "> - a\n> text"])
def test_text_after_a_list_is_a_paragraph(source, policy):
    assert "<p>text</p>" in sanitize(source, policy)


@BOTH
@pytest.mark.parametrize("source", ["    indented", "\tindented", "a\n\n     indented", "- a\n\n        indented"])
def test_an_indented_paragraph_is_a_paragraph(source, policy):
    assert "<code>" not in sanitize(source, policy)
    assert "indented" in sanitize(source, policy)


# Text that disappeared


@BOTH
@pytest.mark.parametrize(
    "source",
    [
        "one <!-- two\n\nthree",
        "<!-- one\ntwo",
        "<!-- one --> two",
        "one <![CDATA[two]]> three",
        "one <? two ?> three",
        "<?\nall of this",
        "one <!x > two",
        "<!DOCTYPE html>",
        "if x<b and c>d",
        "a <b c=d>e</b>",
        "<b>not closed",
        "closed only</b>",
        "<script>x</script>",
        "<a href='javascript:x'>x</a>",
        "<a>x</a>",
        "<style>p {}</style>",
        "<textarea>x",
        "```\nnot closed",
        "~~~ my story ~~~\nend",
        "[1]: Smith",
        "[see]: https",
        "[](/y)",
        "_ _ _x",
        "3*4*5",
        "2**3**4",
        "5 * 3 * 2",
        "it`s what he`d say",
    ],
)
def test_nothing_disappears(source, policy):
    assert visible(sanitize(source, policy)) == " ".join(source.split())


@pytest.mark.parametrize(
    "source",
    [
        "¯\\_(ツ)_/¯",
        "C:\\*.* and \\\\server\\share",
        "\\*as typed\\*",
        "_under_ __score__",
        "# 1 in the ward\n## two",
        "***",
        "Two\n---",
        "[mitral](left) [1](Smith)",
        "[x](tel:123) [y](//evil.example)",
        "<https://e.example/x> <a@e.example>",
        "~~~python\nx\n~~~",
        "[x]: /y\n\n[x]",
        "mg*kg and h*l",
        "-",
        "*",
    ],
)
def test_nothing_disappears_from_posts(source):
    assert visible(sanitize(source)) == " ".join(source.split())


def test_definitions_of_articles_disappear_only_if_they_are_used():
    html = sanitize("[a]: /one\n[b]: /two\n[a]: /three\n\n[a]", ARTICLE_POLICY)
    assert visible(html) == "[b]: /two [a]: /three a".replace("[a]", "a")
    assert '<a href="/one"' in html


def test_a_row_of_a_table_keeps_its_words():
    html = sanitize("| a | b |\n|---|---|\n| 1 | 2 | 3 | four |\n| 5 |", ARTICLE_POLICY)
    assert visible(html).replace(" ", "") == "ab123four5".replace("23", "2|3").replace("3f", "3|f")


# Tags


@BOTH
@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>one</b> <i>two</i>", "<p><strong>one</strong> <em>two</em></p>"),
        ("<B >one</B >", "<p><strong>one</strong></p>"),
        ("a<br>b<br/>c", "<p>a<br>b<br>c</p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>one</p>", "<p>one</p>"),
        ("<b>x <i>y</b> z</i>", "<p><strong>x &lt;i&gt;y</strong> z&lt;/i&gt;</p>"),
        ("*a <b>c* d</b>", "<p><em>a &lt;b&gt;c</em> d&lt;/b&gt;</p>"),
        ("<pre>a\nb</pre>", "<pre>a\nb</pre>"),
    ],
)
def test_tags_count_where_they_are_closed(source, html, policy):
    assert sanitize(source, policy) == html


def test_a_tag_may_be_closed_in_a_later_paragraph():
    html = sanitize("<b>one\n\ntwo</b>\n\nthree")
    assert re.findall(r"<strong>(\w+)", html) == ["one", "two"]


def test_links_in_html_have_an_allowed_address():
    assert sanitize('<a href="https://e.example">x</a>') == f'<p><a href="https://e.example" {REL}>x</a></p>'
    assert visible(sanitize('<a href="/x" onclick="y">x</a>')) == '<a href="/x" onclick="y">x</a>'


# Emphasis


@BOTH
@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("これは**重要。**です", "これは<strong>重要。</strong>です"),
        ("彼は**「重要」**だ", "彼は<strong>「重要」</strong>だ"),
        ("**重要。**abc", "<strong>重要。</strong>abc"),
        ("**스크립트(Script)**라고", "<strong>스크립트(Script)</strong>라고"),
        ("これは*重要。*です", "これは<em>重要。</em>です"),
        ("*(said)* **5**", "<em>(said)</em> <strong>5</strong>"),
        ("un**believ**able", "un<strong>believ</strong>able"),
    ],
)
def test_emphasis(source, html, policy):
    assert sanitize(source, policy) == f"<p>{html}</p>"


# Addresses


@BOTH
@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("„https://example.com/p4“", "https://example.com/p4"),
        ("»https://example.com/«", "https://example.com/"),
        ("‘https://example.com/’", "https://example.com/"),
        ("'https://example.com/'", "https://example.com/"),
        ("「https://example.com/」", "https://example.com/"),
        ("https://example.com/foo。次の文。", "https://example.com/foo"),
        ("https://example.com/foo，又", "https://example.com/foo"),
        ("_https://example.com/_", "https://example.com/"),
        ("*https://example.com/*", "https://example.com/"),
        ("**https://example.com/a_b**", "https://example.com/a_b"),
        ("(https://example.com/path_(x))", "https://example.com/path_(x)"),
        ("https://example.com/a*b*c?d=[1]&e=f~g!", "https://example.com/a*b*c?d=[1]&e=f~g"),
        ("see https://example.com/%C3%A9%20, and", "https://example.com/%C3%A9%20"),
        ("HTTPS://Example.com/é...", "HTTPS://Example.com/é"),
        ("(https://example.com/a)b", "https://example.com/a"),
        ("https://example.com/(", "https://example.com/"),
        ("http://localhost:8000/x;", "http://localhost:8000/x"),
    ],
)
def test_bare_addresses_end_where_a_reader_ends_them(source, address, policy):
    html = sanitize(source, policy)
    assert re.findall(r"<a [^>]*>(.*?)</a>", html) == [address.replace("&", "&amp;")]
    marks = str.maketrans("", "", "*_" if policy is ARTICLE_POLICY else "*")
    assert visible(html).translate(marks) == source.translate(marks)


@BOTH
def test_an_address_may_be_the_words_of_a_link(policy):
    html = sanitize("[https://example.com/a](https://example.com/b)", policy)
    assert re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html) == [("https://example.com/b", "https://example.com/a")]


def test_vertical_tabs_and_form_feeds_are_spaces():
    assert sanitize("a\x0bb\x0cc") == "<p>a b c</p>"


def test_other_control_characters_are_not_shown():
    assert sanitize("a\x00b\x07c\x1bd") == "<p>abcd</p>"


# A property of all texts. Each exception has its reason.

HELP = BaseCommentForm.base_fields["body"].help_text
# The marks that the help text names.
EMPHASIS, QUOTE, BULLET, CODE = "*", ">", "-", "`"
WORDS = st.text("abzÄßéñ漢字かなдя0159", min_size=1, max_size=6)
PUNCTUATION = st.sampled_from(
    [
        *"!\"#$%&'()+,./:;<=?@[\\]^_{|}~…–—„“”‘’«»。、「」¿¡§°±×−€™²½",
        *["->", "<-", "<3", ":-)", "...", "</", "<!--", "]]>"],
    ]
)
MARKS = st.sampled_from([EMPHASIS, EMPHASIS * 2, QUOTE, BULLET, CODE])
SPACES = st.sampled_from([" ", " ", " ", "\n", "\n\n", "  ", "\t"])
TAGS = st.sampled_from(["<b>", "</i>", "<a href=x>", "<script>", "<p", "<?", "<![CDATA[", "<li>"])
NUMBERS = st.sampled_from(["1. ", "2) ", "\n3. ", "\n1986. ", "> 6. ", "\n- ", "\n> ", "\n+ ", "    "])
TEXTS = st.lists(WORDS | PUNCTUATION | MARKS | SPACES | TAGS | NUMBERS, max_size=40).map("".join)


def characters(text: str) -> str:
    """The visible characters of a text, without the exceptions."""
    # Numbers of lists: a browser puts a full stop behind them, also where a bracket was typed.
    text = re.sub(r"([0-9])\)", r"\1.", text)
    # The marks that the help text names: they become what they mean.
    text = re.sub(r"[*>`-]", "", text)
    # Runs of spaces; control characters and bidi marks: they are invisible.
    return "".join(letter for letter in text if category(letter)[0] not in "ZC")


def test_the_help_text_names_the_marks():
    for mark in (f"{EMPHASIS}emphasis{EMPHASIS}", f"{QUOTE} quote", f"{BULLET} list", f"{CODE}code{CODE}", "a link"):
        assert mark in HELP


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("1. a\n1. b\n12) c")
@example("> 6. x\n7. y")
@example("<b>a\n\n<i>b")
@example("[a](b) [c](d e)")
def test_visible_characters_are_those_typed(text):
    assume(not re.search(r"&#?\w+;", text))  # Entities are shown as the characters that they name.
    assert characters(visible(sanitize(text))) == characters(text)
