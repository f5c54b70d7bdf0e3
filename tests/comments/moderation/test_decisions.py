"""Decisions of moderators: one action for each click, each post by itself."""

from unittest.mock import Mock
from uuid import uuid4

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from comments.moderation.decisions import apply_decisions
from comments.notifications import authors
from tests.comments.acting import cases_of, decide
from tests.conftest import HELD, text_of


def test_decisions_of_one_click_share_an_action_id(as_moderator, post):
    posts = [post(verdict=HELD) for _ in range(3)]
    decide(as_moderator, "reject", *[comment.pk for comment in posts[:2]])
    decide(as_moderator, "reject", posts[2].pk)
    action_ids = [comment.last_decision.action_id for comment in posts]
    assert all(action_ids)
    assert action_ids[0] == action_ids[1] != action_ids[2]


def test_an_action_id_may_be_given(post, moderator):
    comment, action_id = post(verdict=HELD), uuid4()
    apply_decisions(cases_of(comment), "spam", by=moderator, action_id=action_id)
    assert comment.last_decision.action_id == action_id


def test_the_queries_for_a_post_do_not_grow_with_the_number_of_posts(thread, post, moderator, regular):
    """Posts of members, whose e-mails make them the most expensive."""

    def queries(count: int) -> float:
        fields = {"author": regular, "author_name": "regina", "verdict": HELD}
        held = [post(f"Words {number}", **fields) for number in range(count)]
        with CaptureQueriesContext(connection) as asked:
            done, problems = apply_decisions(cases_of(*held), "approve", by=moderator)
        assert (done, problems) == (f"{count} posts approved.", [])
        return len(asked) / count

    few, many = queries(10), queries(200)
    assert many <= few
    assert many <= 16


def test_a_decision_that_cannot_be_stored_does_not_stop_the_others(post, moderator, monkeypatch, caplog):
    first, second, third = (post(verdict=HELD) for _ in range(3))
    real = authors.notify_author

    def full(comment, decision):
        if comment == second:
            raise OperationalError("deadlock detected")
        real(comment, decision)

    monkeypatch.setattr(authors, "notify_author", full)
    done, problems = apply_decisions(cases_of(first, second, third), "reject", by=moderator)
    assert done == "2 posts rejected."
    assert len(problems) == 1
    assert "the database was busy" in problems[0]
    second.refresh_from_db()
    assert second.is_held
    assert second.decisions.count() == 1


def test_a_single_decision_that_cannot_be_stored_is_an_outage_with_the_text(post, as_moderator, monkeypatch):
    held = post(verdict=HELD)
    monkeypatch.setattr(authors, "notify_author", Mock(side_effect=OperationalError("database is locked")))
    as_moderator.raise_request_exception = False
    answer = decide(as_moderator, "reject", held.pk, reason="Please say it again without the name.")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Please say it again without the name." in text_of(answer)
    held.refresh_from_db()
    assert held.is_held


def test_a_post_that_is_named_twice_is_decided_once(post, moderator):
    comment = post(verdict=HELD)
    done, problems = apply_decisions(cases_of(comment, comment), "reject", by=moderator)
    assert (done, problems) == ("1 post rejected.", [])
