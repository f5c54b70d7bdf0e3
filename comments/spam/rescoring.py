"""Held posts, scored again by what has been learnt since they came."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, When

from comments.models import Comment, SpamMemory
from comments.models.queues import URGENT, turn_by
from comments.models.spam_model import THE_ONE
from comments.spam import model_cache
from comments.spam.scoring import note

SCORED_AGAIN = 25  # after each act: as many as a page of the queue shows
NOTICEABLE = 0.01  # Scores are shown in hundredths.
LETTERS = 30_000  # of their texts, after which a round ends


def score_again(most: int, letters: int = LETTERS) -> int:
    """Score held posts, beginning where the last round ended. Returns how many."""
    known = model_cache.known()
    scored, moved = 0, []
    for comment in _next(most):
        if note(comment, known, if_moved_by=NOTICEABLE):
            moved.append(comment)
        scored += 1
        letters -= len(comment.body_html)
        if letters < 0:
            break
    if scored:
        _keep(moved, last=comment)
    return scored


def score_all_again() -> int:
    """All that are held now, in rounds: others may decide in between."""
    left = done = Comment.objects.held().count()
    while left > 0 and (scored := score_again(min(left, 10 * SCORED_AGAIN), 10 * LETTERS)):
        left -= scored
    return done - max(0, left)


def _next(most: int) -> list[Comment]:
    """Round and round through the queue."""
    row = SpamMemory.objects.defer("saved").filter(pk=THE_ONE).first()
    start = row.last_scored if row else 0
    held = Comment.objects.held().order_by("pk").defer("body")
    ahead = [*held.filter(pk__gt=start)[:most]]
    return [*ahead, *held.filter(pk__lte=start)[: most - len(ahead)]]


@transaction.atomic
def _keep(moved: list[Comment], *, last: Comment) -> None:
    """Of those whose words have not been changed meanwhile; and how far the round has come."""
    for comment in sorted(moved, key=lambda one: one.pk):
        unchanged = Comment.objects.held().filter(pk=comment.pk, revision=comment.revision)
        turn = Case(When(turn=URGENT, then=URGENT), default=turn_by(comment.score))
        unchanged.order_by().update(score=comment.score, signs=comment.signs, turn=turn)
    SpamMemory.objects.filter(pk=THE_ONE).update(last_scored=last.pk)
