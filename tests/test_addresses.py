"""Canonical addresses: a page that shared caches keep has exactly one."""

import re

import pytest

from articles.models import Topic
from tests.comments.acting import submit_comment


@pytest.fixture
def url(article, post) -> str:
    for _ in range(3):
        post()
    return article.get_absolute_url()


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("utm_source=letter", ""),
        ("utm_source=letter&after=2", "after=2"),
        ("after=002", "after=2"),
        ("after=1&after=2", "after=2"),
        ("after=%32", "after=2"),
        ("after=1&post=2", "post=2"),
        ("order=odd", ""),
        ("order=conversation", ""),
        ("order=&after=", ""),
        ("print", "print=article"),
        ("print=42", "print=article"),
        ("print=both&print=Both", "print=article"),
        ("print=article&after=1", "print=article"),
        ("print=both&after=1&utm_source=letter", "print=both"),
        ("print=discussion&after=01", "print=discussion&after=1"),
        ("print=discussion&post=2&order=newest", "print=discussion"),
        ("print=discussion&after=", "print=discussion"),
        ("&", ""),
    ],
)
def test_other_queries_redirect_to_the_canonical_one(client, url, asked, canonical):
    response = client.get(f"{url}?{asked}")
    assert (response.status_code, response["Location"]) == (301, f"{url}?{canonical}".removesuffix("?"))
    assert client.get(response["Location"]).status_code == 200


PUBLIC = [
    "/facts/", "/on-this-day/", "/on-this-day/10-14/", "/widgets/",
    "/", "/house-rules/", "/help/", "/privacy/", "/threads/1/reply/", "/threads/1/flagged/", "/people/", "/people/alma-author-demo/",
    "/topics/", "/topics/hearts/", "/archive/", "/archive/{year}/", "/feeds/",
    "/search/", "/moderation/log/", "/moderation/log.atom",
    "/feeds/articles.atom", "/feeds/posts.json", "/feeds/articles/on-threads.atom", "/sitemap.xml",
    "/sitemap-articles.xml", "/robots.txt", "/.well-known/security.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_redirects_unknown_queries(client, article, url, path):
    article.topics.add(Topic.get_or_create_by_name("hearts"))
    path = path.format(year=article.published_at.year)
    response = client.get(f"{path}?x=1")
    assert (response.status_code, response["Location"]) == (301, path)


@pytest.mark.parametrize(
    "query",
    [
        "", "after=1", "post=2", "order=newest&after=2", "after=2&order=newest",
        "print=article", "print=both", "print=discussion", "after=2&print=discussion",
    ],
)  # fmt: skip
def test_a_canonical_address_is_not_redirected(client, url, query):
    assert client.get(f"{url}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/on-threads/",
        "/articles/on-threads/?order=newest",
        "/articles/on-threads/?print=both",
        "/threads/{thread}/reply/?to=1",
        "/threads/{thread}/flag/?post=1",
        "/threads/{thread}/flagged/?post=1",
        "/widgets/",
    ],
)
def test_no_page_links_to_any_other(client, url, thread, path):
    path = path.format(thread=thread.pk)
    response = client.get(path)
    links = re.findall(r'href="([^"#]*\?[^"#]*)', response.content.decode())
    assert response.status_code == 200
    assert bool(links) == ("print" not in path)
    for link in links:
        link = link.replace("&amp;", "&")
        target = link if link.startswith("/") else path.partition("?")[0] + link
        assert client.get(target).status_code == 200, target


def test_an_address_that_makes_no_sense_leads_round_no_circle(client, url):
    for query in ("after=x&print=discussion", "after=%ff", "post=1%00", "order=newest&post=-1", "after=x&b=1"):
        response = client.get(f"{url}?{query}", follow=True)
        assert response.status_code == 404
        assert len(response.redirect_chain) <= 1


def test_posting_is_not_redirected_to_another_address(client, article, thread):
    assert submit_comment(client, thread, "Hello").status_code == 302
