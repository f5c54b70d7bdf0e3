"""Held posts, scored again by what has been learnt since they came."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, When

from comments.models import Comment, SpamModel
from comments.models.comment_queryset import URGENT_PRIORITY, priority_from_score
from comments.models.spam_model import SPAM_MODEL_PK
from comments.spam import model_cache
from comments.spam.scoring import update_score

POSTS_RESCORED_PER_ACTION = 25  # after each act: as many as a page of the queue shows
MIN_SCORE_CHANGE = 0.01  # Scores are shown in hundredths.
MAX_CHARS_PER_ROUND = 30_000  # of their texts, after which a round ends


def rescore_held(limit: int, max_chars: int = MAX_CHARS_PER_ROUND) -> int:
    """Score held posts, beginning where the last round ended. Returns how many."""
    loaded = model_cache.get_loaded_model()
    scored, changed = 0, []
    for comment in _get_next_held(limit):
        if update_score(comment, loaded, min_change=MIN_SCORE_CHANGE):
            changed.append(comment)
        scored += 1
        max_chars -= len(comment.body_html)
        if max_chars < 0:
            break
    if scored:
        _store_scores(changed, last=comment)
    return scored


def rescore_all_held() -> int:
    """All that are held now, in rounds: others may decide in between."""
    remaining = done = Comment.objects.held().count()
    while remaining > 0 and (
        scored := rescore_held(
            min(remaining, 10 * POSTS_RESCORED_PER_ACTION), 10 * MAX_CHARS_PER_ROUND
        )
    ):
        remaining -= scored
    return done - max(0, remaining)


def _get_next_held(limit: int) -> list[Comment]:
    """Round and round through the queue."""
    row = SpamModel.objects.defer("saved").filter(pk=SPAM_MODEL_PK).first()
    start = row.last_scored if row else 0
    held = Comment.objects.held().order_by("pk").defer("body")
    ahead = [*held.filter(pk__gt=start)[:limit]]
    return [*ahead, *held.filter(pk__lte=start)[: limit - len(ahead)]]


@transaction.atomic
def _store_scores(changed: list[Comment], *, last: Comment) -> None:
    """Of those whose words have not been changed meanwhile; and how far the round has come."""
    for comment in sorted(changed, key=lambda one: one.pk):
        unchanged = Comment.objects.held().filter(pk=comment.pk, revision=comment.revision)
        turn = Case(
            When(priority=URGENT_PRIORITY, then=URGENT_PRIORITY),
            default=priority_from_score(comment.score),
        )
        unchanged.order_by().update(
            score=comment.score, score_explanation=comment.score_explanation, priority=turn
        )
    SpamModel.objects.filter(pk=SPAM_MODEL_PK).update(last_scored=last.pk)
