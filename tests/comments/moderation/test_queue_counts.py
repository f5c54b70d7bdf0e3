"""Counts of the queues after random actions equal their contents."""

import random

import pytest

from comments.models import (
    AlreadyDecided,
    Appeal,
    Comment,
    ConflictOfInterest,
    Decision,
    TextHasChanged,
    comment_queryset,
)
from comments.models.comment_queryset import CommentQuerySet
from comments.moderation.decisions import withdraw_comment
from comments.moderation.queue_page import QueuePage
from comments.moderation.queues import QUEUES, count_queues
from comments.policy import Finding, Outcome, Verdict
from comments.submission.submit import add_comment
from tests.conftest import ACCEPTED, HELD, person

URGENT = Verdict(Outcome.HOLD, (Finding("somebody_may_be_in_danger", Outcome.HOLD),))
ACTIONS = 1000
MOVES = [verb.value for verb in Decision.MODERATOR_VERBS]
PAST_TENSES = [*["post"] * 4, *MOVES, "withdraw", "edit", "flag", "settle", "undo", "appeal"]


class Life:
    """Random actions in a discussion."""

    def __init__(self, thread, seed: int):
        self.thread, self.chance = thread, random.Random(seed)
        self.moderators = [person("milo"), person("mira")]

    def go_on(self) -> None:
        deed = self.chance.choice(PAST_TENSES)
        keys = [*Comment.objects.values_list("pk", flat=True)]
        comment = Comment.objects.filter(pk=self.chance.choice(keys or [0])).first()
        if deed == "post" or not comment:
            verdict = self.chance.choice([ACCEPTED, HELD, URGENT])
            add_comment(self.thread, Comment(body="Words", author_key="ada"), verdict)
            return
        try:
            if deed in MOVES:
                comment.decide(deed, by=self.chance.choice(self.moderators))
            else:
                getattr(self, deed)(comment)
        except (AlreadyDecided, ConflictOfInterest, TextHasChanged):
            pass

    def withdraw(self, comment: Comment) -> None:
        withdraw_comment(comment)

    def edit(self, comment: Comment) -> None:
        if comment.is_editable:
            verdict = self.chance.choice([ACCEPTED, HELD, URGENT])
            comment.revise(verdict, body="Other words", author_name="")

    def flag(self, comment: Comment) -> None:
        Comment.objects.filter(pk=comment.pk).update(flag_count=(comment.flag_count or 0) + 1)

    def settle(self, comment: Comment) -> None:
        Comment.objects.filter(pk=comment.pk).update(flag_count=None)

    def undo(self, comment: Comment) -> None:
        if line := next(iter(comment.effective_decisions[-1:]), None):
            comment.undo(line, by=self.chance.choice(self.moderators))

    def appeal(self, comment: Comment) -> None:
        if comment.status in {"rejected", "spam", "removed"} and not hasattr(comment, "appeal"):
            Appeal.objects.create(comment=comment, decision=comment.last_decision, words="Please")


def belongs(comment: Comment, queue: str) -> bool:
    """Whether a comment belongs to a queue, decided independently from its row."""
    return {
        "urgent": comment.status == "held" and comment.priority == 0,
        "held": comment.status == "held",
        "flagged": bool(comment.flag_count) and comment.status in ("held", "published"),
        "appeals": hasattr(comment, "appeal") and comment.appeal.answer_id is None,
        "recent": comment.status != "withdrawn",
    }.get(queue, comment.status == queue)


def all_pages(queue_page: QueuePage) -> list[int]:
    found: list[int] = []
    page: QueuePage | None = queue_page
    while page:
        found += [case.pk for case in page.cases]
        page = page.next_page
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_and_pages_are_right_after_a_thousand_random_actions(thread, seed, monkeypatch):
    monkeypatch.setattr(Comment, "derive_html", lambda comment: None)  # It takes most of the time.
    life = Life(thread, seed)
    for _ in range(ACTIONS):
        life.go_on()
    check_every_queue()


def check_every_queue() -> None:
    everything = [*Comment.objects.select_related("appeal")]
    counted = count_queues()
    for queue in QUEUES.values():
        members = {comment.pk for comment in everything if belongs(comment, queue.name)}
        assert counted.get(queue.name, len(members)) == len(members), queue.name
        for order in queue.orders:
            listed = all_pages(QueuePage(queue, order))
            assert len(listed) == len({*listed}), (queue.name, order.name)
            assert {*listed} == members, (queue.name, order.name)


def test_nobody_counts_further_than_people_care(thread, post, monkeypatch):
    monkeypatch.setattr(comment_queryset, "MAX_COUNTED", 2)
    for turn in range(4):
        post(f"Words {turn}", HELD)
    assert str(count_queues()["held"]) == "2+"


def test_every_queue_is_a_list_of_comments():
    assert {type(queue.get_comments()) for queue in QUEUES.values()} == {CommentQuerySet}
