"""Structured data (JSON-LD) of an article and its discussion."""

import json
import re
from datetime import UTC, datetime
from gzip import compress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Byline, Person, Topic
from articles.publication import after_change, retire_article, save_article, unpublish_article
from comments.models import Comment
from comments.moderation.decisions import withdraw_comment
from comments.submission.submit import import_comment
from comments.web.json_ld import render_json_ld
from tests.conftest import HELD, text_of

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def blocks(client, address: str) -> list[dict]:
    return [json.loads(block) for block in BLOCK.findall(text_of(client.get(address)))]


def discussion(client, query: str = "") -> dict:
    _article, posting = blocks(client, f"/articles/on-threads/{query}")
    return posting


def shape(comments: list[dict]) -> list:
    """The nesting of comments only: [(text, [(text, […])])]."""
    return [(one["text"], shape(one.get("comment", []))) for one in comments]


def test_an_article_is_a_page_about_medicine_that_somebody_wrote(client, article):
    article.topics.add(Topic.get_or_create_by_name("Valves"))
    after_change(article)
    data, _posting = blocks(client, article.get_absolute_url())
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == ["MedicalWebPage", "Article"]
    assert data["headline"] == "On Threads"
    assert data["url"] == "http://testserver/articles/on-threads/"
    alma = {"@type": "Person", "name": "Alma Author (demo)"}
    assert data["author"] == [alma | {"url": "http://testserver/people/alma-author-demo/"}]
    assert [editor["name"] for editor in data["editor"]] == ["Edgar Editor (demo)"]
    assert data["publisher"]["name"] == "mvforum"
    assert data["image"].startswith("http://testserver/cards/on-threads-")
    assert data["keywords"] == ["Valves"]
    assert datetime.fromisoformat(data["datePublished"]).tzinfo
    assert datetime.fromisoformat(data["dateModified"]).tzinfo


def test_without_a_byline_the_site_is_the_author(client, article):
    article.bylines.all().delete()
    article.copyright_holder = ""
    save_article(article)
    both = blocks(client, article.get_absolute_url())
    assert len(both) == 2
    for data in both:
        author = data["author"]
        assert (author["@type"], author["name"]) == ("Organization", "mvforum")
        assert not {"editor", "keywords", "copyrightHolder", "reviewedBy", "license"} & data.keys()


def test_a_discussion_has_the_properties_that_search_engines_require(client, article, post):
    post("Hello")
    data = discussion(client)
    assert data["@type"] == "DiscussionForumPosting"
    assert data["author"]
    assert data["text"] == "A text about threads."
    assert data["commentCount"] == 1
    assert data["url"] == "http://testserver/articles/on-threads/#discussion"
    assert datetime.fromisoformat(data["datePublished"]).tzinfo
    (comment,) = data["comment"]
    assert comment["@type"] == "Comment"
    assert comment["author"] == {"@type": "Person", "name": "Ada"}
    assert comment["text"] == "Hello"
    assert comment["url"] == "#post-1"
    assert datetime.fromisoformat(comment["datePublished"]).tzinfo


@pytest.mark.parametrize("query", ["", "?order=newest"])
def test_replies_are_nested_below_their_parents(client, post, query):
    first = post("1")
    answer = post("1.1", parent=first)
    post("2", author_name="")
    post("1.1.1", parent=answer)
    post("1.2", parent=first)
    nested = [("1", [("1.1", [("1.1.1", [])]), ("1.2", [])]), ("2", [])]
    assert shape(discussion(client, query)["comment"]) == nested


def test_a_page_tells_of_its_own_posts(client, post):
    first = post("1")
    post("1.1", parent=first)
    for number in range(60):
        post(f"{number}")
    shown = shape(discussion(client, "?after=60")["comment"])
    assert shown == [("58", []), ("59", [])]


def test_only_published_posts_are_listed(client, post, moderator):
    removed = post("Removed")
    post("An answer to it", parent=removed)
    removed.decide("remove", by=moderator)
    post("Held", verdict=HELD)
    withdraw_comment(post("Withdrawn"))
    assert shape(discussion(client)["comment"]) == [("An answer to it", [])]


def test_a_nameless_guest_is_anonymous(client, post):
    post(author_name="")
    assert discussion(client)["comment"][0]["author"]["name"] == "Anonymous"


def test_an_article_without_posts(client, article):
    assert discussion(client)["comment"] == []


def test_reviewers_and_licence_are_listed(client, article):
    Byline.objects.replace(article.pk, "reviewed", [Person.get_or_create_by_name("Rita Reviewer")])
    article.licence = "CC-BY-4.0"
    save_article(article)
    data, _posting = blocks(client, article.get_absolute_url())
    assert [person["name"] for person in data["reviewedBy"]] == ["Rita Reviewer"]
    assert data["license"] == article.licence_url


def test_a_retired_article_tells_nothing(client, article):
    retire_article(article, "Out of date")
    assert client.get(article.get_absolute_url()).status_code == 410
    assert blocks(client, article.get_absolute_url()) == []


def test_a_draft_tells_nothing(as_admin, article):
    unpublish_article(article)
    assert blocks(as_admin, article.get_absolute_url()) == []


def test_members_are_no_search_engines(as_member, article, post):
    post()
    assert [data["@type"] for data in blocks(as_member, article.get_absolute_url())] == [["MedicalWebPage", "Article"]]


def test_a_new_post_and_a_new_title_appear_at_once(client, article, post):
    discussion(client)
    post("Hello")
    assert shape(discussion(client)["comment"]) == [("Hello", [])]
    article.refresh_from_db()
    article.title = "On Looms"
    save_article(article)
    assert {data["headline"] for data in blocks(client, article.get_absolute_url())} == {"On Looms"}


def test_a_new_name_of_a_person_appears_at_once(client, article, post):
    post()
    discussion(client)
    alma = Person.objects.get(slug="alma-author-demo")
    alma.name, alma.slug = "Alma Married", "alma-married"
    alma.save()
    both = blocks(client, article.get_absolute_url())
    assert len(both) == 2
    for data in both:
        (author,) = data["author"]
        assert (author["name"], author["url"]) == ("Alma Married", "http://testserver/people/alma-married/")


def test_it_costs_no_question(client, post, django_assert_num_queries):
    for _ in range(60):
        post()
    for query in ("", "?order=newest"):
        client.get(f"/articles/on-threads/{query}")
        with django_assert_num_queries(1):
            assert discussion(client, query)["comment"]


def test_a_full_page_stays_light(client, article, thread, post):
    for number in range(50):
        post("word " * 60, parent=thread.comments.filter(number=number or 1).first())
    page = client.get(article.get_absolute_url()).content
    assert len(compress(page)) < 12_000
    shown = max(BLOCK.findall(page.decode()), key=len)
    assert shown.count('"Comment"') == 50


def test_a_few_posts_tell_more_of_themselves(client, post):
    post("word " * 100)
    text = discussion(client)["comment"][0]["text"]
    assert 280 < len(text) <= 300
    assert text.endswith("word…")


def test_nothing_that_people_write_ends_the_block(client, article, post):
    hostile = '</script><script>alert(1)</script><!-- & \u2028 \\ "'
    article.title = hostile
    save_article(article)
    Person.objects.update(name=hostile)
    post(hostile, author_name=hostile[:50])
    page = text_of(client.get(article.get_absolute_url()))
    assert "<script>alert" not in page
    article_data, posting = blocks(client, article.get_absolute_url())
    assert article_data["headline"] == hostile
    assert posting["comment"][0]["author"]["name"] == hostile[:50]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.text(), st.text()))
def test_what_goes_in_comes_out(value):
    block = render_json_ld(value)
    (inside,) = BLOCK.findall(block)
    assert json.loads(inside) == {"@context": "https://schema.org"} | value
    assert not set("<>&") & set(inside)


def test_a_post_from_elsewhere_without_a_date_has_that_of_its_arrival(client, thread):
    arrival = datetime(2025, 3, 4, 5, 6, tzinfo=UTC)
    import_comment(thread, Comment(body="Long ago", created_at=arrival), number=1, published_at=None)
    assert discussion(client)["comment"][0]["datePublished"] == "2025-03-04T05:06Z"
