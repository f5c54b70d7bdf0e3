"""The sitemap: articles, the first pages of their discussions, and an index for large sites."""

from datetime import date, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.utils.timezone import localdate

from articles.models import Article, Topic
from articles.publication import after_change, retire_article, unpublish_article
from articles.sitemaps import ArticleSitemap, SitemapSection
from comments.models import Comment
from comments.moderation.decisions import withdraw_comment
from comments.threads.page_links import MAX_PAGE_LINKS
from tests.articles.conftest import anniversary, fact, publish

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _one_file(monkeypatch):
    """Ids of the sitemap's file: PostgreSQL does not restart sequences between tests."""
    monkeypatch.setattr(SitemapSection, "limit", 1_000_000)


def lines(client, address: str = "/sitemap-articles.xml") -> dict[str, str | None]:
    """{address: the day on which it last changed}"""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    root = fromstring(response.content, forbid_dtd=True)
    found = {
        line.findtext(f"{NS}loc").removeprefix("http://testserver"): line.findtext(f"{NS}lastmod") for line in root
    }
    assert len(found) == len(root)
    return found


def test_it_names_every_page_that_is_there(client, article):
    article.topics.add(Topic.get_or_create_by_name("hearts"))
    after_change(article)
    fact("A fact")
    for year in (1962, 1963):
        anniversary(f"It happened in {year}", "10-14", year)
    found = lines(client, "/sitemap.xml")
    assert {"/facts/", "/facts/a-fact/", "/on-this-day/", "/on-this-day/10-14/"} <= found.keys()
    assert {"/", "/house-rules/", "/articles/on-threads/"} <= found.keys()
    assert {"/archive/", "/topics/hearts/", "/people/alma-author-demo/"} <= found.keys()
    for address in found:
        assert client.get(address).status_code == 200, address


def test_drafts_and_what_is_retired_are_not_in_it(client, article):
    Article.objects.create(title="Draft", slug="draft", body="x")
    unpublish_article(publish("Gone"))
    retire_article(publish("Retired"), "Out of date")
    assert lines(client).keys() == {"/articles/on-threads/"}


def test_an_article_changes_with_its_text_and_with_its_newest_post(client, article, post):
    def changed() -> str:
        return lines(client)["/articles/on-threads/"]

    today = localdate()
    Article.objects.update(published_at="2026-01-01T00:00Z", last_modified=date(2026, 2, 3))
    assert changed() == "2026-02-03"
    comment = post()
    assert changed() == f"{today}"
    Article.objects.update(last_modified=today + timedelta(days=3))
    assert changed() == f"{today + timedelta(days=3)}"
    Article.objects.update(last_modified=date(2026, 2, 3))
    withdraw_comment(comment)
    assert changed() == "2026-02-03"


def test_a_long_discussion_is_there_page_by_page(client, article, post):
    branch = post()
    for number in range(120):
        post(f"{number}", parent=branch if number == 119 else None)
    pages = [address for address in lines(client) if "?" in address]
    assert pages == ["/articles/on-threads/?after=49", "/articles/on-threads/?after=99"]
    for address in pages:
        page = client.get(address).content.decode()
        assert f'<link rel="canonical" href="http://testserver{address}">' in page


@pytest.mark.parametrize(("posts", "pages"), [(50, 0), (51, 1), (100, 1), (101, 2), (600, MAX_PAGE_LINKS)])
def test_as_far_as_a_page_leads_on_and_no_further_than_so_many(client, thread, posts, pages):
    Comment.objects.bulk_create(
        Comment(thread=thread, number=n, path=f"{n:07}", status="published", body="x") for n in range(1, posts + 1)
    )
    thread.reserve_number(posts)
    assert len([address for address in lines(client) if "?" in address]) == pages


def test_a_file_costs_two_questions_and_one_for_each_long_discussion(client, article, post, django_assert_num_queries):
    publish("Other")
    with django_assert_num_queries(2):
        client.get("/sitemap-articles.xml")
    for _ in range(51):
        post()
    with django_assert_num_queries(3):
        client.get("/sitemap-articles.xml")


def test_many_articles_are_in_several_files(client, article, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    others = [publish(f"Article {number}") for number in range(4)]
    files = [*lines(client, "/sitemap.xml")]
    assert files[0] == "/sitemap-pages.xml"
    found = [address for file in files for address in lines(client, file)]
    assert {article.get_absolute_url() for article in [article, *others]} <= {*found}
    assert len(found) == len({*found})


@pytest.mark.parametrize(
    "asked", ["articles.xml?p=99", "articles.xml?p=x", "articles.xml?p=%C2%B2", "articles.xml?p=-1", "nothing.xml",
              "articles.xml?p=0", "articles.xml?p=" + "9" * 3000],
)  # fmt: skip
def test_a_file_that_is_not_there(client, article, asked):
    assert client.get(f"/sitemap-{asked}").status_code == 404


@pytest.mark.parametrize("section", ["pages", "articles"])
@pytest.mark.parametrize("asked", ["1", "01", "0001", "%2B1", "0_1", "1&p=1"])
def test_a_file_has_one_address(client, article, section, asked):
    response = client.get(f"/sitemap-{section}.xml?p={asked}")
    assert response.status_code in {301, 404}
    assert response.get("Location", response.request["PATH_INFO"]) == f"/sitemap-{section}.xml"


def test_it_is_not_sent_again(client, article):
    response = client.get("/sitemap.xml")
    assert "Last-Modified" not in response
    again = client.get("/sitemap.xml", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert "public" in again["Cache-Control"]
    head = client.head("/sitemap.xml")
    assert (head.status_code, head.content) == (200, b"")


def test_a_site_without_articles_has_one(client, db):
    always = {"/", "/topics/", "/archive/", "/people/", "/house-rules/", "/help/", "/privacy/", "/feeds/"}
    always |= {"/facts/", "/on-this-day/", "/widgets/"}
    assert lines(client, "/sitemap.xml").keys() == always
