"""Moderators and authors at the same moment: undo, appeals, edits."""

import pytest
from django.db import transaction

from comments.models import (
    AlreadyDecided,
    Appeal,
    AppealNotAllowed,
    Comment,
    ConflictOfInterest,
    TextHasChanged,
    Thread,
)
from comments.moderation.appeals import create_appeal
from comments.moderation.decisions import Caller, apply_decision, apply_decisions, revise_comment
from comments.moderation.undo import undo_action
from comments.submission.submit import add_comment
from mvforum.accounts.models import User
from tests.comments.acting import cases_of, run_at_once
from tests.conftest import HELD, person

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN = (AlreadyDecided, ConflictOfInterest, AppealNotAllowed, TextHasChanged)


@pytest.fixture
def thread(transactional_db) -> Thread:
    return Thread.objects.create(title="Race", url="/race/")


def tried(work, *arguments: object, **named: object) -> str:
    try:
        work(*arguments, **named)
    except KNOWN as refusal:
        return type(refusal).__name__
    return "done"


def decide_once(comment: Comment, verb: str, moderator: User) -> None:
    apply_decision(comment, verb, caller=Caller.SINGLE_DECISION, by=moderator)


def test_an_action_is_undone_once(thread):
    mona = person("mona", is_superuser=True)
    posts = [add_comment(thread, Comment(body="x"), HELD) for _ in range(5)]
    apply_decisions(cases_of(*posts), "approve", by=mona)
    act = posts[0].last_decision.action_id
    answers = run_at_once(lambda turn: undo_action(act, by=mona), 8)
    undone = [int(done.split()[0]) for done, _problems in answers if done]
    assert sum(undone) == 5
    assert [comment.decisions.count() for comment in posts] == [3] * 5
    thread.refresh_from_db()
    assert thread.post_count == 0


def test_the_first_does_not_answer_an_appeal_of_the_same_moment(thread):
    mona = person("mona", is_superuser=True)
    for _ in range(8):
        comment = add_comment(thread, Comment(body="x"), HELD)
        comment.decide("reject", by=mona)
        loaded = [Comment.objects.for_review().get(pk=comment.pk) for _ in range(2)]
        moves = [lambda it=loaded[0]: create_appeal(it, "Why?"), lambda it=loaded[1]: decide_once(it, "approve", mona)]
        run_at_once(lambda turn, moves=moves: tried(moves[turn]), 2)
        answers = Appeal.objects.filter(comment=comment, answer__moderator=mona)
        assert not answers.exists()


def test_authors_and_moderators_at_one_post_do_not_block_each_other(thread):
    mona = person("mona", is_superuser=True)
    posts = [add_comment(thread, Comment(body="x"), HELD) for _ in range(12)]

    def edit(comment: Comment) -> None:
        with transaction.atomic():
            mine = Comment.objects.get(pk=comment.pk)
            mine.thread.lock()
            revise_comment(mine, HELD, body="y", author_name="")

    def move(turn: int) -> str:
        comment = Comment.objects.get(pk=posts[turn // 2].pk)
        return tried(edit, comment) if turn % 2 else tried(decide_once, comment, "reject", mona)

    assert {*run_at_once(move, 24)} <= {"done", "AlreadyDecided", "TextHasChanged"}
