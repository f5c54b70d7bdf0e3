"""Feeds of posts: of the whole site, and of one discussion."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.publication import save_article, unpublish_article
from comments.models import Comment
from comments.moderation.decisions import withdraw_comment
from comments.submission.submit import import_comment
from comments.web.absolute_urls import make_urls_absolute
from comments.web.feed_writer import write_atom, write_json_feed
from tests.conftest import ACCEPTED, HELD
from tests.feeds import read, read_atom, read_json

FORMS = ["atom", "json"]
SITE = "/feeds/posts"
DISCUSSION = "/feeds/articles/on-threads"
both = pytest.mark.parametrize("address", [f"{SITE}.atom", f"{SITE}.json", f"{DISCUSSION}.atom", f"{DISCUSSION}.json"])  # fmt: skip


@both
def test_a_feed_tells_of_each_post_newest_first(client, post, address):
    post("The *first*")
    post("The second", author_name="")
    second, first = read(client, address).items
    assert first["html"] == "<p>The <em>first</em></p>"
    assert first["title"] == "Post 1: On Threads"
    assert first["url"] == "http://testserver/articles/on-threads/?post=1#post-1"
    assert (first["authors"], second["authors"]) == (["Ada"], ["Anonymous"])


@both
def test_what_is_not_on_the_page_is_in_no_feed(client, post, moderator, address):
    post("Held back", verdict=HELD)
    post("Taken away").decide("remove", by=moderator)
    withdraw_comment(post("Taken back"))
    post("Stays")
    assert [item["html"] for item in read(client, address).items] == ["<p>Stays</p>"]


def test_nor_is_the_discussion_of_an_article_that_has_left_the_site(client, article, post):
    post("Hello")
    unpublish_article(article)
    assert read(client, f"{SITE}.atom").items == []
    assert client.get(f"{DISCUSSION}.atom").status_code == 404


def test_a_post_keeps_its_id_whatever_becomes_of_the_address(client, article, post):
    post("Hello")
    before = [read(client, f"{DISCUSSION}.{form}").items[0]["id"] for form in FORMS]
    article.slug, article.title = "elsewhere", "Other"
    save_article(article)
    after = [read(client, f"/feeds/articles/elsewhere.{form}").items[0]["id"] for form in FORMS]
    assert before == after == [f"tag:testserver,2026:threads/{article.thread_id}/posts/1"] * 2


@both
def test_an_edit_is_an_update(client, post, address):
    comment = post("Hello")
    comment.revise(ACCEPTED, body="Other words", author_name="Ada")
    Comment.objects.update(edited_at=now() + timedelta(hours=1))
    (item,) = read(client, address).items
    assert item["updated"] - item["published"] > timedelta(minutes=59)
    assert item["html"] == "<p>Other words</p>"


def test_the_newest_of_the_site_is_what_was_published_last(client, post):
    late = post("Read by a moderator first", verdict=HELD)
    post("At once")
    late.decide("approve")
    titles = [item["html"] for item in read(client, f"{SITE}.atom").items]
    assert titles == ["<p>Read by a moderator first</p>", "<p>At once</p>"]


def test_posts_from_elsewhere_without_a_date_are_no_news(client, thread):
    import_comment(thread, Comment(body="Long ago"), number=3, published_at=None)
    assert read(client, f"{SITE}.atom").items == []
    (item,) = read(client, f"{DISCUSSION}.atom").items
    assert item["html"] == "<p>Long ago</p>"


def test_a_feed_has_an_end(client, post):
    for number in range(60):
        post(f"Post {number}")
    for address in (SITE, DISCUSSION):
        items = read(client, f"{address}.json").items
        assert len(items) == 50
        assert items[0]["title"] == "Post 60: On Threads"


def test_an_empty_feed_is_the_same_each_time(client, thread):
    for address in (SITE, DISCUSSION):
        answers = [client.get(f"{address}.atom") for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert read_atom(answers[0].content).items == []


def test_a_feed_that_has_not_changed_is_not_sent_again(client, post, django_assert_num_queries):
    def again(address: str) -> int:
        with django_assert_num_queries(1):
            return client.get(address, headers={"if-none-match": tags[address]}).status_code

    post()
    addresses = [f"{feed}.{form}" for feed in (SITE, DISCUSSION) for form in FORMS]
    tags = {address: client.get(address)["ETag"] for address in addresses}
    assert [again(address) for address in addresses] == [304] * 4
    post()
    assert client.get(f"{SITE}.atom")["ETag"] != tags[f"{SITE}.atom"]
    assert client.get(f"{DISCUSSION}.atom")["ETag"] != tags[f"{DISCUSSION}.atom"]


@both
def test_a_post_that_is_taken_away_is_gone_for_those_who_ask_again(client, post, moderator, address):
    post("Stays")
    comment = post("Goes")
    before = client.get(address)
    assert "Last-Modified" not in before
    comment.decide("remove", by=moderator)
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 200


@both
def test_feeds_may_be_kept_like_pages(client, post, address):
    page, feed = client.get("/articles/on-threads/") if post() else None, client.get(address)
    assert feed["Cache-Control"] == page["Cache-Control"]
    assert not feed.cookies


def test_questions_do_not_grow_with_posts(client, post, django_assert_num_queries):
    for _ in range(5):
        post()
    for address, questions in ((SITE, 1), (DISCUSSION, 2)):
        with django_assert_num_queries(questions):
            client.get(f"{address}.atom")


@pytest.mark.parametrize(
    "address",
    [f"{SITE}.rss", f"{SITE}.", f"{SITE}.atom.atom", "/feeds/articles/nothing.atom", "/feeds/articles/%00.atom"],
)
def test_a_feed_that_is_not_there(client, thread, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ('<a href="/x/?a=1&amp;b=2">', '<a href="http://h/x/?a=1&amp;b=2">'),
        ('<a href="#end">', '<a href="http://h/articles/a/#end">'),
        ('<a href="https://e.example/" title="a > b">', '<a href="https://e.example/" title="a > b">'),
        ('<img alt="" src="/p.png">', '<img alt="" src="http://h/p.png">'),
        ('<img srcset="/a.webp 400w, /b.webp 800w">', '<img srcset="http://h/a.webp 400w, http://h/b.webp 800w">'),
        ('<p>Say href="/x" to me</p>', '<p>Say href="/x" to me</p>'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<a title=" href=&quot;/x&quot;">', '<a title=" href=&quot;/x&quot;">'),
    ],
)  # fmt: skip
def test_addresses_lead_where_they_lead_on_the_page(html, whole):
    assert make_urls_absolute(html, "http://h/articles/a/") == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(title=st.text(min_size=1, max_size=40), name=st.text(max_size=30), body=st.text(max_size=60))
def test_no_character_breaks_a_feed(rf, title, name, body):
    from comments.models import Thread
    from comments.views.feeds import build_feed_entry
    from comments.web.feed_writer import Feed

    thread = Thread(pk=1, title=title, url="/articles/a/")
    comment = Comment(thread=thread, number=1, author_name=name, body=body, status="published")
    comment.derive_html()
    feed = Feed(
        id="tag:x", url="http://testserver/f", page_url="http://testserver/", title=title,
        entries=[build_feed_entry(comment, "http://testserver")],
    )  # fmt: skip
    for form, reader in ((write_atom, read_atom), (write_json_feed, read_json)):
        (item,) = reader(form(feed).encode()).items
        assert item["title"].startswith("Post 1: ")


def test_a_discussion_links_to_its_feeds(client, article, post):
    post()
    page = client.get(article.get_absolute_url()).content.decode()
    for form, kind in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        assert f'type="{kind}" title="Discussion: On Threads" href="{DISCUSSION}.{form}"' in page
        assert f'<a href="{DISCUSSION}.{form}"' in page


def test_json_says_what_it_must(client, post):
    post()
    feed = json.loads(client.get(f"{SITE}.json").content)
    assert feed["feed_url"] == f"http://testserver{SITE}.json"
    assert feed["title"] == "mvforum: Newest posts"
    assert feed["language"] == "en-gb"
    assert Article.objects.exists()
