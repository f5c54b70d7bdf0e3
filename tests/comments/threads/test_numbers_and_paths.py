"""Laws 1 to 3 and 5: numbers, tombstones, and paths as the order of a conversation."""

import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment
from comments.threads.paging import PagePosition, ThreadPage
from tests.conftest import HELD


def listed(thread) -> list[tuple[int, int]]:
    """Number and level of each post on the page, from the top."""
    return [(row.comment.number, row.comment.level) for row in ThreadPage(thread, PagePosition()).rows]


def test_posts_are_numbered_in_order_of_publication(thread, post):
    held = post("first written", verdict=HELD)
    post("first published")
    held.decide("approve")
    assert list(thread.comments.flat().values_list("number", "body")) == [(1, "first published"), (2, "first written")]


def test_refused_posts_leave_no_gap_in_the_numbers(thread, post):
    post()
    post(verdict=HELD).decide("reject")
    assert post().number == 2


def test_a_held_comment_has_no_number_and_no_place(post):
    held = post(verdict=HELD)
    assert (held.number, held.path) == (None, "")


def test_a_number_is_kept_for_good(post):
    one = post()
    one.decide("remove")
    two = post()
    one.decide("approve")
    assert (one.number, two.number) == (1, 2)


def test_replies_follow_what_they_answer(thread, post):
    one = post("one")
    post("two")
    three = post("three, under one", parent=one)
    post("four, under three", parent=three)
    post("five, under one", parent=one)
    assert listed(thread) == [(1, 1), (3, 2), (4, 3), (5, 2), (2, 1)]


def test_nesting_stops_at_six_levels_and_the_page_says_what_is_answered(thread, post):
    last = None
    for _ in range(9):
        last = post(parent=last)
    shown = thread.comments.for_readers().threaded()
    assert [comment.level for comment in shown] == [1, 2, 3, 4, 5, 6, 6, 6, 6]
    beside = [(row.number, row.in_reply_to) for row in ThreadPage(thread, PagePosition()).rows]
    assert beside == [
        *((str(number), "") for number in range(1, 7)),
        *((str(number), f"in reply to Post {number - 1}") for number in (7, 8, 9)),
    ]
    assert last.parent.number == 8


def test_a_branch_is_a_prefix(thread, post):
    one = post()
    post(parent=post(parent=one))
    post()
    assert thread.comments.filter(path__startswith=one.path).count() == 3


def test_a_removed_post_leaves_a_tombstone_and_its_replies(client, thread, post):
    question = post("What helped you?")
    post("Walking.", parent=question)
    question.decide("remove")
    page = client.get(thread.url).content.decode()
    assert "What helped you?" not in page
    assert "Post 1 was removed by a moderator." in page
    assert "Walking." in page


def test_what_answers_a_removed_post_can_itself_be_answered(client, thread, post):
    question = post()
    answer = post(parent=question)
    question.decide("remove")
    assert client.get(f"/threads/{thread.pk}/reply/?to={answer.number}").status_code == 200
    assert client.get(f"/threads/{thread.pk}/reply/?to={question.number}").status_code == 404


@pytest.mark.parametrize("verb", ["reject", "spam"])
def test_a_refused_comment_leaves_no_trace(client, thread, post, verb):
    post("Never seen", verdict=HELD).decide(verb)
    assert listed(thread) == []
    assert "Never seen" not in client.get(thread.url).content.decode()


def test_the_count_is_of_what_can_be_read(thread, post):
    one, _two, held = post(), post(), post(verdict=HELD)
    one.decide("remove")
    held.decide("approve")
    one.decide("approve")
    one.decide("spam")
    thread.refresh_from_db()
    assert thread.post_count == thread.comments.published().count() == 2
    assert thread.last_number == 3


@pytest.mark.parametrize(
    ("law", "columns"),
    [
        ("one_comment_per_number", {"number": 1, "path": "0000009"}),
        ("one_comment_per_path", {"number": 9, "path": "0000001"}),
        ("published_comments_are_numbered", {"status": "published"}),
        ("numbered_comments_have_a_place", {"number": 9}),
        ("numbered_comments_have_a_place", {"path": "0000009"}),
        ("withdrawn_comments_keep_nothing", {"status": "withdrawn"}),
    ],
)
def test_constraints_of_the_database_guard_the_laws(post, law, columns):
    post()
    held = post(verdict=HELD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=held.pk).update(**columns)
    assert any(law == constraint.name for constraint in Comment._meta.constraints)


def test_a_discussion_that_is_opened_again_is_moderated_as_before(thread):
    thread.update_settings({"preset": "sensitive"})
    thread.update_settings({"preset": "closed"})
    assert not thread.is_open
    thread.set_open(True)
    assert thread.preset == "sensitive"


def test_a_discussion_closes_by_its_dates(thread, travel, post):
    thread.update_settings({"closes_after": 30, "closes_after_silence": 7})
    travel(days=6)
    post()
    travel(days=6)
    thread.refresh_from_db()
    assert thread.is_open
    travel(days=2)
    assert not thread.is_open
    thread.set_open(True)
    assert thread.is_open
