"""The sanitizer. Each string below was once an attack on some other software."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.sanitizer import (
    ARTICLE_POLICY,
    COMMENT_POLICY,
    count_links,
    extract_readable_text,
    extract_text,
    sanitize,
)

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Hello **you** and *you*", "<p>Hello <strong>you</strong> and <em>you</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> quoted\n\nanswer", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>answer</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<b>bold</b> <i>it</i>", "<p><strong>bold</strong> <em>it</em></p>"),
        ("[x](https://e.example)", f'<p><a href="https://e.example" {REL}>x</a></p>'),
        ("at https://e.example.", f'<p>at <a href="https://e.example" {REL}>https://e.example</a>.</p>'),
        ("[in](/articles/x/)", f'<p><a href="/articles/x/" {REL}>in</a></p>'),
        ("[me](mailto:a@e.example)", f'<p><a href="mailto:a@e.example" {REL}>me</a></p>'),
        ("`https://e.example`", "<p><code>https://e.example</code></p>"),
        ("data:e.example ftp://e.example www.e.example", "<p>data:e.example ftp://e.example www.e.example</p>"),
        ("# 1 in the ward", "<p># 1 in the ward</p>"),
        ("Two\n---", "<p>Two<br>\n---</p>"),
        ("![scan](https://e.example/x)", f'<p>!<a href="https://e.example/x" {REL}>scan</a></p>'),
    ],
)  # fmt: skip
def test_markdown_and_a_little_html(source, html):
    assert sanitize(source) == html


NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate attributeName=href values=javascript:alert(1)></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:123'>a</a>",
    "<a href='javascript:é`1`'>a</a>",
    "<a href='&#1;java\nscript&colon;alert(1)'>a</a>",
    "<a href='data:1'>a</a> <a href='tel:090'>b</a> <a href='vbscript:x'>c</a>",
    "[a](javascript:alert`1`) <javascript:alert(1)> [b](\\x01javascript:alert(1))",
    "[a](//evil.example) <a href='\\\\evil.example'>b</a>",
    "![p](https://t.example/p.gif) <img src=//t.example/p.gif>",
    "<p style=background:url(//t.example)>x</p> <link rel=stylesheet href=//t.example>",
    "<p hx-get=/accounts/logout/ hx-trigger=load id=main name=x class=moderator data-x=1>x</p>",
    "<a href=https://e.example rel=opener target=_blank ping=//t.example download>x</a>",
    "<form action=//t.example><input name=password><button>x",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><base href=//t.example>",
    "<!--><img src=x onerror=alert(1)>--> <![CDATA[<script>alert(1)</script>]]> <?xml?>",
    "<textarea></p><script>alert(1)</script>",
    "</div></article><style>*{display:none}</style>",
    "<<b>script>alert(1)<</b>/script>",
    "a\x00b <scr\x00ipt>alert(1)</scr\x00ipt> \ud800",
]


class Inspector(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, *pair) for pair in attrs}


def assert_is_clean(html: str, policy=COMMENT_POLICY) -> None:
    found = Inspector(html)
    assert found.tags <= policy.tags
    for tag, name, value in found.attributes:
        assert (tag, name) == ("a", "rel") or name in policy.attributes[tag]
        if name == "href":
            assert re.match(r"https?://|mailto:|[/?#][^/\\]?|[^:]*$", value), value
        if name == "src":
            assert re.match(r"/[^/\\]", value), value
    assert "\x00" not in html
    html.encode()


@pytest.mark.parametrize("policy", [COMMENT_POLICY, ARTICLE_POLICY], ids=["strangers", "staff"])
@pytest.mark.parametrize("source", NASTY)
def test_nothing_nasty_is_left(source, policy):
    assert_is_clean(sanitize(source, policy), policy)


PIECES = [
    *"<>/\"'=&;:#()[]!*_`-\n\t ax1é\x00",
    "javascript:", "<a href=", "<img src=", "onerror=", "<!--", "https://e.example", "&#106;",
]  # fmt: skip


@pytest.mark.parametrize("policy", [COMMENT_POLICY, ARTICLE_POLICY], ids=["strangers", "staff"])
@given(source=st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_mixture_of_markup_gets_through(policy, source):
    assert_is_clean(sanitize(source, policy), policy)


def test_every_link_is_marked_as_a_strangers():
    html = sanitize("https://e.example [x](https://f.example) <a href='https://g.example'>y</a>")
    assert html.count("<a ") == html.count(REL) == 3
    assert count_links(html) == 3


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("see www.a.example and www.b.example.", 2),
        ("a.example/x, (b.example/y)", 2),
        ("hxxp://a.example hxxps://b.example/c", 2),
        ("www.a.example/x www.b.example/y and https://c.example/z", 3),
        ("[a.example/x](https://a.example/x)", 1),
        ("120 mg/dl, and/or 5.5/3.2, i.e./e.g. 1/2, 12.5/80 and ada@a.example", 0),
        ("I said so.It was on 3.May/4.June, see Dr.Mary", 0),
        ("a." * 4000 + "/", 0),
    ],
)
def test_addresses_that_are_no_links_count_too(source, links):
    assert count_links(sanitize(source)) == links


@pytest.mark.parametrize(
    "source", ["> " * 1000 + "deep", "- " * 1000 + "deep", "<blockquote>" * 2000 + "deep", "<em>" * 2000 + "deep"]
)  # fmt: skip
def test_what_is_nested_deep_is_flat_and_not_lost(source):
    html = sanitize(source)
    assert "deep" in html
    depth = deepest = 0
    for tag in re.findall(r"</?[a-z]+", html):
        depth += -1 if tag.startswith("</") else 1
        deepest = max(deepest, depth)
    assert deepest <= 20


@pytest.mark.parametrize("source", ["<b>x", "a https://e.example c", "<ul><li>1<li>2</ul>", "&amp;lt;b&gt;"])
def test_sanitizing_twice_changes_nothing(source):
    once = sanitize(source)
    assert sanitize(once) == once


def test_threads_do_not_mix_up_their_texts():
    texts = [f"Text **{number}** with https://e.example/{number}" for number in range(480)]
    expected = [sanitize(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(sanitize, texts)) == expected


def test_staff_may_use_headings_tables_and_own_pictures():
    html = sanitize("# One\n\n## Two\n\n| a |\n|---|\n| b |\n\n![heart](/pictures/heart/ 'A heart')", ARTICLE_POLICY)
    assert "<h1" not in html
    assert html.count("<h2>") == 2
    assert "<td>b</td>" in html
    assert '<img src="/pictures/heart/" alt="heart" title="A heart">' in html


@pytest.mark.parametrize(
    "address",
    [
        *("https://t.example/x.png", "//t.example/y.png", "/static/x.png", "/pictures/../x/"),
        *("/pictures/a/b/", "/pictures/", "/pictures/a/?b", "data:image/png;base64,AA", "a.png"),
        *("/pictures/a%0a/", "/\\t.example/pictures/a/", "/media/pictures/a.png"),
    ],
)
def test_pictures_come_from_the_library_only(address):
    for text in (f"![x]({address})", f"<img src='{address}' alt=x>"):
        assert sanitize(text, ARTICLE_POLICY).count("src=") == 0


def test_strangers_have_no_pictures_at_all():
    html = sanitize("![x](/pictures/a/) <img src=/pictures/a/ alt=x>")
    assert "<img" not in html


def test_plain_text():
    assert extract_text(sanitize("See **this** & that")) == "See  this  & that"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("2. Yes\n3. No", "2. Yes 3. No"),
        ("1986. What a year", "1986. What a year"),
        ("1. a\n   - b\n   - c\n5. d", "1. a b c 5. d"),
        ("> 6. said\nanswered", "“ 6. said ” answered"),
        ("> You should ask.\nI did.", "“You should ask.” I did."),
    ],
)
def test_plain_text_has_numbers_and_quotation_marks(source, text):
    assert " ".join(extract_readable_text(sanitize(source)).split()) == text
