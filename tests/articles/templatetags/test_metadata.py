"""Metadata of pages for search engines and other sites: titles, descriptions, Open Graph."""

import re

import pytest

from articles.models import Person
from articles.publication import save_article, unpublish_article
from tests.articles.conftest import publish
from tests.conftest import text_of

URL = "/articles/on-threads/"


def canonical(client, address: str) -> str:
    (found,) = re.findall(r'<link rel="canonical" href="([^"]+)">', text_of(client.get(address)))
    return found.replace("&amp;", "&").removeprefix("http://testserver")


@pytest.mark.parametrize(
    ("query", "known_as"),
    [
        ("", ""),
        ("?after=2", "?after=2"),
        ("?post=2", ""),
        ("?post=57", ""),
        ("?order=newest", ""),
        ("?order=newest&after=20", ""),
        ("?order=newest&post=57", ""),
    ],
)
def test_every_place_is_known_under_a_page_of_the_conversation(client, post, query, known_as):
    for _ in range(60):
        post()
    client.get(URL)  # so that pieces are kept
    assert canonical(client, f"{URL}{query}") == f"{URL}{known_as}"


def test_a_page_of_the_list_is_itself(client, article):
    for number in range(25):
        publish(f"Article {number}")
    assert canonical(client, "/") == "/"
    assert canonical(client, "/?before=article-10") == "/?before=article-10"


def test_addresses_are_those_of_the_host_that_was_asked(client, article):
    client.get(URL)
    page = client.get(URL, headers={"host": "localhost"}).content.decode()
    assert "http://localhost/articles/on-threads/" in page
    assert "http://testserver" not in page


def test_a_draft_has_no_canonical_address(as_admin, article):
    unpublish_article(article)
    page = text_of(as_admin.get(URL))
    assert 'rel="canonical"' not in page
    assert "og:" not in page


def properties(client, address: str) -> dict[str, str]:
    page = text_of(client.get(address))
    found = re.findall(r'property="([^"]+)"(?: name="[^"]+")? content="([^"]*)"', page)
    assert len(dict(found)) == len(found)
    return dict(found)


def test_an_article_says_what_it_is(client, article):
    said = properties(client, f"{URL}?order=newest")
    assert said["og:type"] == "article"
    assert said["og:title"] == "On Threads"
    assert said["og:description"] == "A text about threads."
    assert said["og:url"] == "http://testserver/articles/on-threads/"
    assert said["og:site_name"] == "mvforum"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "On Threads · Written by Alma Author (demo) · mvforum"


def test_so_does_the_list(client, article):
    said = properties(client, "/")
    assert said["og:type"] == "website"
    assert said["og:url"] == "http://testserver/"
    assert "readers" in said["og:description"]


@pytest.mark.parametrize("title", ['" onload="x', "</head><script>", "&amp;", "\x08"])
def test_no_title_breaks_out(client, article, title):
    article.title = title
    save_article(article)
    Person.objects.update(name=title)
    page = text_of(client.get(URL))
    assert "<script>" not in page
    assert ' onload="' not in page
    assert page.count("</head>") == 1
