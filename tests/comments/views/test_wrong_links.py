"""Wrong private links: a client that tries many is refused, so that nobody can guess one."""

import pytest
from django.test import Client

from comments.models import ActivityRecord
from tests.conftest import HELD, text_of

ELSEWHERE = {"REMOTE_ADDR": "198.51.100.20"}


def try_links(client: Client, count: int) -> list[int]:
    return [client.get(f"/posts/wrong-{number}/").status_code for number in range(count)]


def test_the_eleventh_wrong_link_within_a_minute_is_refused(client, post, travel):
    assert try_links(client, 12) == [404] * 10 + [429] * 2
    response = client.get("/posts/wrong/")
    assert 0 < int(response["Retry-After"]) <= 60
    assert "no-store" in response["Cache-Control"]
    travel(seconds=61)
    assert try_links(client, 11) == [404] * 10 + [429]


def test_a_thousand_wrong_links_within_a_day_are_the_end(client, db, travel):
    try_links(client, 10)
    first = ActivityRecord.objects.first()
    others = [ActivityRecord(author_key=first.author_key, kind=first.kind, left_at=first.left_at) for _ in range(985)]
    ActivityRecord.objects.bulk_create(others)
    travel(seconds=61)
    assert try_links(client, 6) == [404] * 5 + [429]
    travel(hours=23)
    response = client.get("/posts/wrong/")
    assert response.status_code == 429
    assert 3000 < int(response["Retry-After"]) <= 3600
    travel(hours=1)
    assert client.get("/posts/wrong/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["", "edit/", "delete/", "appeal/"])
def test_every_page_of_a_private_link_counts_and_is_refused(client, post, method, page):
    right = post(verdict=HELD).issue_secret()
    statuses = [getattr(client, method)(f"/posts/wrong-{number}/{page}").status_code for number in range(11)]
    if (method, page) in {("post", ""), ("get", "delete/"), ("get", "appeal/")}:
        assert set(statuses) == {405}
        return
    assert statuses == [404] * 10 + [429]
    # The right link answers the same, or guessing would go on.
    assert getattr(client, method)(f"/posts/{right}/{page}").status_code == 429
    assert getattr(Client(), method)(f"/posts/{right}/{page}", **ELSEWHERE).status_code in {200, 302, 409, 422}


def test_text_that_is_sent_meanwhile_comes_back(client, post):
    secret = post().issue_secret()
    try_links(client, 10)
    for page, field in (("edit/", "body"), ("appeal/", "words")):
        response = client.post(f"/posts/{secret}/{page}", {field: "My long <text>"})
        assert response.status_code == 429
        assert "My long &lt;text&gt;</textarea>" in text_of(response)


def test_another_client_is_not_refused(client, db):
    try_links(client, 11)
    assert Client().get("/posts/wrong/", **ELSEWHERE).status_code == 404
    assert client.get("/posts/wrong/").status_code == 429


def test_logging_in_opens_no_further_attempts(client, as_member):
    try_links(client, 10)
    assert as_member.get("/posts/wrong/").status_code == 429


def test_right_links_and_own_posts_are_never_counted(client, as_regular, post):
    secret = post().issue_secret()
    assert {client.get(f"/posts/{secret}/").status_code for _time in range(15)} == {200}
    assert {as_regular.get("/posts/own/999999/").status_code for _time in range(15)} == {404}
    assert not ActivityRecord.objects.filter(kind=ActivityRecord.Kind.WRONG_LINK).exists()


def test_preview_links_of_articles_count_as_well(client, db):
    statuses = [client.get(f"/preview/wrong-{number}/").status_code for number in range(11)]
    assert statuses == [404] * 10 + [429]


def test_a_private_link_costs_one_query_more(client, post, django_assert_max_num_queries):
    secret = post().issue_secret()
    client.get(f"/posts/{secret}/")
    with django_assert_max_num_queries(3) as captured:
        client.get(f"/posts/{secret}/")
    assert sum("comments_footprint" in query["sql"] for query in captured.captured_queries) == 1
