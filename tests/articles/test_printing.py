"""Printouts of an article, of its discussion, and of both."""

import re
from datetime import date

import pytest

from articles import printing
from articles.models import Article
from articles.publication import save_article
from articles.views import article as views
from comments.models import Comment
from comments.submission.submit import add_comment
from tests.conftest import HELD, text_of

URL = "/articles/on-threads/"


def printed(client, scope: str) -> str:
    return text_of(client.get(f"{URL}?print={scope}"))


@pytest.mark.parametrize(
    ("scope", "has_text", "has_posts"), [("article", True, False), ("both", True, True), ("discussion", False, True)]
)
def test_a_reader_chooses_what_is_printed(client, article, post, scope, has_text, has_posts):
    post("A post")
    page = printed(client, scope)
    assert "<h1>On Threads</h1>" in page
    assert ("A <em>text</em> about threads." in page) is has_text
    assert ("Alma Author (demo)" in page) is has_text
    assert ("A post" in page) is has_posts


@pytest.mark.parametrize("scope", ["article", "both", "discussion"])
def test_nothing_on_it_can_be_pressed_but_print(client, article, post, scope):
    post("A post")
    page = printed(client, scope)
    for frame in ("<nav", "<form", "<textarea", "/reply/", "Log in", "#compose"):
        assert frame not in page
    assert page.count("<button") == page.count("data-print") == 1


def test_the_page_of_the_article_offers_all_three(client, article):
    page = text_of(client.get(URL))
    assert len(printing.PrintScope) == 3
    for scope in printing.PrintScope:
        assert f'<a href="?print={scope}" rel="nofollow">' in page


def test_posts_stay_where_they_are_nested(client, article, post):
    first = post("One")
    post("Two", parent=post("Answer", parent=first))
    post("Three")
    lists = re.findall(r"<ol class=\"posts\">|</ol>|id=\"post-(\d)", printed(client, "discussion"))
    assert lists == ["", "1", "", "2", "", "3", "", "", "4", ""]


def test_a_tombstone_stays(client, article, post, moderator):
    post("Nasty words").decide("remove", by=moderator)
    page = printed(client, "both")
    assert "Post 1 was removed by a moderator." in page
    assert "Nasty words" not in page


def test_what_waits_is_not_printed(client, article, thread):
    add_comment(thread, Comment(body="Held words"), HELD)
    assert "Held words" not in printed(client, "discussion")


def test_footnotes_are_counted_through_article_and_posts(client, article, post):
    article.body = "[a](https://e.example/?x&y)"
    save_article(article)
    post("[b](/facts/) [again](https://e.example/?x&y)")
    page = printed(client, "both")
    assert re.findall(r"<sup class=\"footnote\">(\d)</sup>", page) == ["1", "2", "1"]
    notes = re.findall(r'<li><bdi dir="ltr">([^<]+)</bdi></li>', page)
    assert notes == ["https://e.example/?x&amp;y", "http://testserver/facts/"]


def test_sources_and_addresses_have_one_series_of_numbers(client, article, post):
    article.body = "Proved[^2] [here](https://a.example/) and [there](https://b.example/)."
    article.sources = "One https://b.example/\nTwo"
    save_article(article)
    post("[a](https://a.example/) [c](https://c.example/)")
    page = printed(client, "both")
    assert re.findall(r"<sup[^>]*>(?:<a[^>]*>)?(\d)", page) == ["2", "3", "1", "3", "4"]
    assert re.findall(r'<ol start="(\d)"><li><bdi dir="ltr">([^<]*)', page) == [("3", "https://a.example/")]
    assert "4" not in re.findall(r"<sup[^>]*>(?:<a[^>]*>)?(\d)", printed(client, "article"))


def test_a_discussion_alone_counts_from_one(client, article, post):
    article.sources = "One\nTwo"
    save_article(article)
    post("[a](https://a.example/)")
    assert re.findall(r'<sup class="footnote">(\d)', printed(client, "discussion")) == ["1"]


def test_the_page_on_the_screen_has_no_footnotes(client, article, post):
    post("[b](https://e.example/)")
    assert "footnote" not in text_of(client.get(URL))


def test_where_and_when_are_there_for_the_foot_of_each_sheet(client, article, monkeypatch):
    monkeypatch.setattr(printing, "localdate", lambda: date(2026, 10, 4))
    page = printed(client, "article")
    assert 'data-address="http://testserver/articles/on-threads/"' in page
    assert 'data-as-of="Printed: 4 Oct 2026"' in page


def test_a_page_that_is_printed_as_it_is_says_when_it_was_modified(client, article):
    article.last_modified = date(2026, 10, 4)
    save_article(article)
    page = text_of(client.get(URL))
    assert 'data-address="http://testserver/articles/on-threads/"' in page
    assert 'data-as-of="Last modified: 4 Oct 2026"' in page


def test_every_printout_has_an_etag_of_its_own(client, article, post):
    for _ in range(3):
        post()
    queries = ["", "?print=article", "?print=both", "?print=discussion",
               "?print=discussion&after=1", "?print=discussion&after=2", "?after=1"]  # fmt: skip
    assert len({client.get(URL + query)["ETag"] for query in queries}) == len(queries)


def test_tomorrow_it_is_another_printout(client, article, monkeypatch):
    etag = client.get(f"{URL}?print=both")["ETag"]
    monkeypatch.setattr(printing, "localdate", lambda: date(2099, 1, 1))
    assert client.get(f"{URL}?print=both")["ETag"] != etag


def test_a_printout_that_has_not_changed_is_not_sent_again(client, article, post, django_assert_num_queries):
    def again() -> int:
        return client.get(f"{URL}?print=both", headers={"if-none-match": etag}).status_code

    etag = client.get(f"{URL}?print=both")["ETag"]
    with django_assert_num_queries(1):
        assert again() == 304
    post()
    assert again() == 200


def test_any_cache_may_keep_it_and_no_search_engine(client, article):
    response = client.get(f"{URL}?print=discussion")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert '<meta name="robots" content="noindex">' in text_of(response)


def test_what_a_member_prints_is_kept_by_no_cache(as_member, article):
    response = as_member.get(f"{URL}?print=both")
    assert "private" in response["Cache-Control"]
    assert "ETag" not in response


@pytest.mark.parametrize(("scope", "queries"), [("article", 2), ("both", 3), ("discussion", 2)])
def test_it_costs_the_same_for_one_post_and_for_many(client, article, post, django_assert_num_queries, scope, queries):
    for _ in range(2):
        parent = post("[b](https://e.example/)")
        for _ in range(30):
            post("Answer", parent=parent)
        with django_assert_num_queries(queries):
            printed(client, scope)


def test_a_usual_discussion_is_printed_whole(client, article, post):
    for _ in range(60):
        post()
    page = printed(client, "both")
    assert page.count('class="post"') == 60
    assert "goes on" not in page


@pytest.fixture
def long(post, monkeypatch) -> None:
    """Seven posts, of which three are printed at once; the fifth one answers the fourth."""
    monkeypatch.setattr(views, "MAX_PRINTED_POSTS", 3)
    posts: list[Comment] = []
    for number in range(1, 8):
        posts.append(post(f"Number {number}", parent=posts[3] if number == 5 else None))


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="post" id="post-(\d)"', page)]


def test_no_more_is_printed_at_once_than_a_browser_can_bear():
    assert printing.MAX_PRINTED_POSTS == 500


def test_a_long_discussion_is_printed_in_parts(client, article, long):
    seen, query = [], "?print=both"
    while query:
        page = text_of(client.get(URL + query))
        seen.append(numbers(page))
        following = re.search(r'href="([^"]+)"[^>]*>Print the next part', page)
        query = following and following[1].replace("&amp;", "&")
    assert seen == [[1, 2, 3], [4, 5, 6], [7]]


def test_a_part_says_that_it_is_one(client, article, long):
    page = printed(client, "discussion")
    assert "3 posts are printed at once; the discussion goes on after Post 3." in page
    page = printed(client, "discussion&after=3")
    assert "this part begins after Post 3" in page
    assert "the discussion goes on after Post 6" in page


def test_the_second_part_does_not_print_the_article_again(client, article, long):
    assert "?print=discussion&amp;after=3" in printed(client, "both")


def test_a_part_that_begins_within_a_branch_shows_what_it_answers(client, article, long):
    page = printed(client, "discussion&after=4")
    assert 'class="post context" id="post-4"' in page
    assert numbers(page) == [5, 6, 7]


def test_a_part_costs_four_queries(client, article, long, django_assert_num_queries):
    with django_assert_num_queries(4):
        printed(client, "discussion&after=4")


@pytest.mark.parametrize("after", ["99", "x", "%00", "0", "9" * 5000])
def test_a_place_that_is_not_there_is_not_found(client, article, post, after):
    response = client.get(f"{URL}?print=discussion&after={after}")
    assert response.status_code == 404
    assert "There is no such post" in text_of(response)


def test_an_empty_discussion_says_so(client, article):
    assert "Nobody has said anything yet." in printed(client, "discussion")


def test_after_the_last_post_there_is_nothing(client, article, post):
    post()
    assert "There are no posts after this one." in printed(client, "discussion&after=1")


@pytest.mark.parametrize(("scope", "status"), [("article", 200), ("both", 200), ("discussion", 404)])
def test_an_editor_prints_a_draft_without_a_discussion(as_admin, db, scope, status):
    Article.objects.create(title="Draft", slug="draft", body="Words")
    response = as_admin.get(f"/articles/draft/?print={scope}")
    assert response.status_code == status
    assert "ETag" not in response


def test_nobody_else_prints_a_draft(client, db):
    Article.objects.create(title="Draft", slug="draft", body="Words")
    assert client.get("/articles/draft/?print=article").status_code == 404


def test_sources_are_printed_with_their_addresses(client, article):
    article.sources = "A guide https://e.example/guide\nhttps://e.example/bare"
    save_article(article)
    page = printed(client, "both")
    assert re.search(r'A guide <bdi dir="ltr">https://e.example/guide</bdi></li>', page)
    assert page.count("https://e.example/bare") == 1
    assert "Sources" not in printed(client, "discussion")


def test_a_draft_offers_no_printout_of_what_is_not_there(client, as_admin, db):
    draft = Article.objects.create(title="Draft", slug="draft", body="Words")
    assert "?print" not in text_of(client.get(draft.preview_url))
    assert "?print" not in text_of(as_admin.get("/articles/draft/"))
