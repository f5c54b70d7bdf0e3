"""The number of the latest post, which an open page polls."""

from articles.publication import unpublish_article
from tests.conftest import HELD


def url_of(thread) -> str:
    return f"/threads/{thread.pk}/latest/"


def test_the_answer_is_the_number_of_the_latest_post(client, thread, post):
    assert client.get(url_of(thread)).json() == {"last": 0}
    post()
    post()
    assert client.get(url_of(thread)).json() == {"last": 2}


def test_held_posts_are_not_counted(client, thread, post):
    post(verdict=HELD)
    assert client.get(url_of(thread)).json() == {"last": 0}


def test_it_is_small_and_for_everybody_and_costs_one_query(client, as_member, thread, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(url_of(thread))
    assert len(response.content) < 20
    assert "public" in response["Cache-Control"]
    assert as_member.get(url_of(thread)).content == response.content


def test_an_unchanged_answer_is_a_304(client, thread, post):
    etag = client.get(url_of(thread))["ETag"]
    assert client.get(url_of(thread), headers={"if-none-match": etag}).status_code == 304
    post()
    assert client.get(url_of(thread), headers={"if-none-match": etag}).status_code == 200


def test_a_thread_that_is_not_shown_has_none(client, article, thread):
    unpublish_article(article)
    assert client.get(url_of(thread)).status_code == 404
    assert client.get("/threads/99999/latest/").status_code == 404
