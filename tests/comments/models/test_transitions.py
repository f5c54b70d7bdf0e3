"""Transitions of a comment: one status, one method that changes it, one line in the log for each change."""

import pytest
from django.db import DatabaseError, connection, transaction

from comments.models import AlreadyDecided, Appeal, Comment, Decision, TextHasChanged
from comments.moderation.decisions import withdraw_comment
from comments.policy import Outcome, Verdict
from tests.conftest import ACCEPTED, HELD


def test_every_step_of_a_comments_life_is_in_the_log(post, moderator):
    comment = post(verdict=HELD)
    comment.decide("approve", by=moderator)
    comment.decide("remove", by=moderator, reason="Off topic")
    log = comment.decisions.values_list("verb", "status_before", "status_after", "reason")
    assert list(log) == [
        ("hold", "new", "held", ""),
        ("approve", "held", "published", ""),
        ("remove", "published", "removed", "Off topic"),
    ]
    assert [decision.actor for decision in comment.decisions.all()] == ["House rules", "mona", "mona"]


@pytest.mark.parametrize("verb", Decision.Verb)
@pytest.mark.parametrize("status", Comment.Status)
def test_a_verb_follows_the_table_of_transitions(post, verb, status):
    comment = post()
    if status == "withdrawn":
        withdraw_comment(comment)
    Comment.objects.filter(pk=comment.pk).update(status=status)
    comment.refresh_from_db()
    lines = comment.decisions.count()
    sources, target = Comment.TRANSITIONS.get(verb, (set(), None))
    target = target or status
    if status in sources:
        if verb == "uphold":
            Appeal.objects.create(comment=comment, decision=comment.last_decision, words="Why?")
        comment.decide(verb)
        assert (comment.status, comment.decisions.count()) == (target, lines + 1)
        assert comment.decisions.last().status_after == target
    else:
        with pytest.raises(AlreadyDecided):
            comment.decide(verb)
        assert (comment.status, comment.decisions.count()) == (status, lines)


def test_the_second_of_two_decisions_is_refused(post, moderator):
    comment = post(verdict=HELD)
    same_comment = Comment.objects.get(pk=comment.pk)
    comment.decide("approve", by=moderator)
    with pytest.raises(AlreadyDecided):
        same_comment.decide("reject", by=moderator)
    assert comment.decisions.count() == 2


def test_a_decision_is_about_the_words_that_were_read(post):
    comment = post("Kind words", verdict=HELD)
    as_read = Comment.objects.get(pk=comment.pk)
    comment.revise(HELD, body="Unkind words", author_name="")
    with pytest.raises(TextHasChanged):
        as_read.decide("approve")
    comment.refresh_from_db()
    assert comment.is_held


def test_a_decision_is_about_what_was_last_known(post):
    comment = post(verdict=HELD)
    seen = comment.last_decision.pk
    comment.require_unchanged_since(seen)
    comment.decide("approve")
    with pytest.raises(AlreadyDecided):
        Comment.objects.get(pk=comment.pk).require_unchanged_since(seen)


def test_a_refused_decision_changes_nothing(thread, post):
    comment = post(verdict=HELD)
    as_loaded = Comment.objects.get(pk=comment.pk)
    comment.decide("reject")
    thread.refresh_from_db()
    before = (thread.version, thread.last_number, thread.post_count)
    with pytest.raises(AlreadyDecided):
        as_loaded.decide("approve")
    thread.refresh_from_db()
    assert (thread.version, thread.last_number, thread.post_count) == before


def test_all_findings_are_kept(post):
    verdict = Verdict(Outcome.HOLD, (*HELD.findings, *ACCEPTED.findings))
    reasons = post(verdict=verdict).last_decision.reasons
    assert [reason["check"] for reason in reasons] == ["strangers_wait", "known_authors_pass"]


def test_the_log_cannot_be_rewritten(post):
    decision = post().decisions.get()
    for rewrite in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(reason="nothing to see here"),
    ):
        with pytest.raises(TypeError):
            rewrite()


@pytest.mark.parametrize("change", ["verb = 'accept'", "reason = 'x'", "comment_id = 1"])
def test_the_log_cannot_be_rewritten_in_sql_either(post, change):
    post()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE comments_decision SET {change}")


def test_a_line_outlives_its_comment(post):
    comment = post(verdict=HELD)
    withdraw_comment(comment)
    assert not Comment.objects.exists()
    log = Decision.objects.values_list("comment", "verb", "status_after")
    assert list(log) == [(None, "hold", "held"), (None, "withdraw", "withdrawn")]


def test_what_readers_see_has_one_version(thread, post):
    def version() -> int:
        thread.refresh_from_db()
        return thread.version

    start = version()
    held = post(verdict=HELD)
    held.decide("reject")
    assert version() == start
    held.decide("approve")
    assert version() > start
    start = version()
    held.decide("remove")
    assert version() > start
    start = version()
    withdraw_comment(held)
    assert version() > start
    start = version()
    post().revise(ACCEPTED, body="Edited", author_name="Ada")
    assert version() > start + 1
    start = version()
    thread.set_open(False)
    assert version() > start


def test_an_undone_decision_leaves_the_comment_as_it_was_found(post, moderator):
    comment = post(verdict=HELD)
    decision = comment.decide("reject", by=moderator)
    comment.undo(decision, by=moderator)
    assert comment.status == "held"
    assert comment.decisions.last().undoes == decision


def test_several_decisions_are_undone_one_after_the_other(post, moderator):
    comment = post(verdict=HELD)
    first, second = comment.decide("approve", by=moderator), comment.decide("remove", by=moderator)
    comment.undo(second, by=moderator)
    assert comment.status == "published"
    comment.undo(first, by=moderator)
    assert comment.status == "held"


def test_a_number_stays_when_its_approval_is_undone(post, moderator):
    comment = post(verdict=HELD)
    comment.undo(comment.decide("approve", by=moderator), by=moderator)
    assert comment.number == 1
    assert comment.is_tombstone
    assert comment.thread.post_count == 0


def test_only_the_latest_decision_is_undone_and_only_once(post, moderator):
    comment = post(verdict=HELD)
    first, second = comment.decide("approve", by=moderator), comment.decide("remove", by=moderator)
    with pytest.raises(AlreadyDecided):
        comment.undo(first, by=moderator)
    comment.undo(second, by=moderator)
    with pytest.raises(AlreadyDecided):
        comment.undo(second, by=moderator)


def test_what_the_house_rules_decided_is_not_undone(post, moderator):
    comment = post(verdict=HELD)
    with pytest.raises(AlreadyDecided):
        comment.undo(comment.last_decision, by=moderator)


def test_a_decision_tells_how_long_the_comment_had_waited(post, moderator, travel):
    comment = post(verdict=HELD)
    travel(hours=3)
    assert comment.decide("approve", by=moderator).waited == 3 * 3600
    assert comment.held_since is None


def test_what_is_published_is_approved_once(post, moderator):
    comment = post()
    comment.decide("approve", by=moderator)
    with pytest.raises(AlreadyDecided):
        comment.decide("approve", by=moderator)
