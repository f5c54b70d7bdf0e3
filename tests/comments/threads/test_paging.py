"""Pages of a thread: index ranges in both orders, from any post on."""

import pytest
from django.db import connection

from comments.models import Comment, Thread
from comments.models.path import build_child_path
from comments.threads.paging import PagePosition, PositionNotFound, ThreadOrder, ThreadPage
from tests.conftest import text_of

BRANCH = 7  # posts: one that starts a branch, then a chain of answers


def fill(thread: Thread, size: int) -> None:
    """`size` published posts in branches of seven, as publishing one by one leaves them."""
    paths: list[str] = []
    for number in range(1, size + 1):
        above = paths[-1] if (number - 1) % BRANCH else ""
        paths.append(build_child_path(above, number))
    comments = (
        Comment(
            thread=thread, number=number, path=path, body=f"Words {number}", status="published",
            body_html=f"<p>Words {number}</p>", author_name="Ada", author_key="ada",
            published_at="2026-05-01T00:00Z",
        )
        for number, path in enumerate(paths, 1)
    )  # fmt: skip
    Comment.objects.bulk_create(comments, batch_size=2000)
    first = thread.comments.order_by("pk").values_list("pk", flat=True).first()
    with connection.cursor() as cursor:  # each answers the post before it
        cursor.execute(
            f"UPDATE comments_comment SET parent_id = id - 1 WHERE thread_id = %s AND (id - %s) %% {BRANCH} <> 0",
            [thread.pk, first],
        )
    Thread.objects.filter(pk=thread.pk).update(last_number=size, post_count=size, version=size)
    thread.refresh_from_db()


def numbers(page: ThreadPage) -> list[int]:
    return [comment.number for comment in page.comments]


def walk(thread: Thread, order: ThreadOrder, way: str, place: PagePosition) -> list[list[int]]:
    pages = []
    while place:
        page = ThreadPage(thread, place)
        pages.append(numbers(page))
        place = getattr(page, way)
    return pages


@pytest.mark.parametrize("order", ThreadOrder)
def test_pages_cover_the_thread_once_and_lead_back(thread, order):
    fill(thread, 234)
    pages = walk(thread, order, "next", PagePosition(order))
    shown = sum(pages, [])
    assert [len(page) for page in pages] == [50, 50, 50, 50, 34]
    assert shown == list(range(1, 235)) if order == ThreadOrder.CONVERSATION else shown == list(range(234, 0, -1))
    last = PagePosition(order, after=pages[-2][-1])
    back = walk(thread, order, "previous", last)
    assert back == pages[::-1]


@pytest.mark.parametrize("order", ThreadOrder)
@pytest.mark.parametrize("number", [1, 2, 50, 51, 100, 233, 234])
def test_a_permalink_begins_at_its_post(thread, order, number):
    fill(thread, 234)
    page = ThreadPage(thread, PagePosition(order, post=number))
    assert numbers(page)[0] == number
    if page.previous and page.previous.after:
        assert abs(numbers(ThreadPage(thread, page.previous))[-1] - number) == 1


def test_where_all_posts_fit_a_permalink_leads_to_all_of_them(client, thread):
    fill(thread, 50)
    assert numbers(ThreadPage(thread, PagePosition(post=12))) == list(range(1, 51))
    assert ThreadPage(thread, PagePosition(post=12)).previous is None
    assert ThreadPage(thread, PagePosition(post=12)).position == PagePosition()  # one entry in the caches


def test_a_permalink_shows_the_parents_of_its_post(client, thread):
    fill(thread, 60)
    rows = list(ThreadPage(thread, PagePosition(post=12)).rows)
    assert [(row.comment.number, row.is_ancestor) for row in rows[:5]] == [
        (8, True),
        (9, True),
        (10, True),
        (11, True),
        (12, False),
    ]
    page = text_of(client.get(f"{thread.url}?post=12"))
    assert page.index('id="post-8"') < page.index('id="post-12"')
    assert page.count("<ol") == page.count("</ol>")
    assert page.count("<li>") + page.count("<li ") == page.count("</li>")


def test_a_page_that_begins_within_a_branch_shows_what_it_answers(thread):
    fill(thread, 120)
    rows = list(ThreadPage(thread, PagePosition(after=52)).rows)
    assert [row.comment.number for row in rows if row.is_ancestor] == [50, 51, 52]


@pytest.mark.parametrize("query", ["", "?order=newest", "?after=3", "?order=newest&post=9"])
def test_lists_are_closed_as_they_were_opened(client, thread, query):
    fill(thread, 60)
    page = text_of(client.get(f"{thread.url}{query}"))
    assert page.count("<ol") == page.count("</ol>")
    assert page.count("<li>") + page.count("<li ") == page.count("</li>")


@pytest.mark.parametrize("value", ["0", "-1", "1e9", "NaN", "٣", "99999999999999999999", "x", "1\x00", "1.0", "'"])
@pytest.mark.parametrize("name", ["after", "post"])
def test_an_invalid_page_position_is_404(client, thread, post, name, value):
    post()
    response = client.get(thread.url, {name: value})
    assert response.status_code == 404
    assert "There is no such post" in text_of(response)
    with pytest.raises(PositionNotFound):
        PagePosition.from_query({name: value})


def test_a_post_beyond_the_thread_is_not_here(client, thread, post):
    post()
    assert client.get(thread.url, {"post": "2"}).status_code == 404
    assert client.get(thread.url, {"after": "2"}).status_code == 404
    assert client.get(thread.url, {"after": "2", "order": "newest"}).status_code == 200


def test_after_the_last_post_there_is_a_way_back(client, thread, post):
    post()
    page = text_of(client.get(thread.url, {"after": "1"}))
    assert "There are no posts after this one." in page


def test_newest_says_what_each_post_answers(client, thread, post):
    post("Answer", parent=post("Question"))
    page = text_of(client.get(f"{thread.url}?order=newest"))
    assert page.index("Answer") < page.index("Question")
    assert "in reply to Post 1" in page


def test_newest_begins_nowhere_above_the_thread(client, thread, post):
    post()
    assert client.get(thread.url, {"order": "newest", "after": "2"}).status_code == 200
    assert client.get(thread.url, {"order": "newest", "after": "3"}).status_code == 404
