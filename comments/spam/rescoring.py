"""Rescoring: score held posts again with the current model."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Q, When

from comments.models import Comment, SpamModel
from comments.models.comment_queryset import URGENT_PRIORITY, priority_from_score
from comments.models.spam_model import SPAM_MODEL_PK
from comments.spam import model_cache
from comments.spam.scoring import first_post_condition, update_score

POSTS_RESCORED_PER_ACTION = 25  # the length of a page of the queue
MIN_SCORE_CHANGE = 0.01  # Scores are shown in hundredths.
MAX_CHARS_PER_ROUND = 30_000  # of text; then a round ends


class DuePost(NamedTuple):
    comment: Comment
    is_first_post: bool


def rescore_held(limit: int, max_chars: int = MAX_CHARS_PER_ROUND) -> int:
    """Score held posts, starting where the last round ended. Returns their number."""
    loaded = model_cache.get_loaded_model()
    row = SpamModel.objects.defer("saved").filter(pk=SPAM_MODEL_PK).first() or SpamModel()
    due = pick_due_posts(row, limit, max_chars)
    if due:
        with transaction.atomic():
            store_scores(due, loaded)
            SpamModel.objects.filter(pk=SPAM_MODEL_PK).update(last_scored=row.last_scored)
    return len(due)


def rescore_all_held() -> int:
    """Score all held posts, in rounds, so that moderators can decide in between. Returns their
    number."""
    remaining = done = Comment.objects.held().count()
    while remaining > 0 and (
        scored := rescore_held(min(remaining, 10 * POSTS_RESCORED_PER_ACTION), 10 * MAX_CHARS_PER_ROUND)
    ):
        remaining -= scored
    return done - max(0, remaining)


def pick_due_posts(row: SpamModel, limit: int, max_chars: int = MAX_CHARS_PER_ROUND) -> list[DuePost]:
    """Pick the next posts, round-robin. Sets `row.last_scored`, which the caller saves."""
    is_first_post = first_post_condition("author_key", "created_at")
    in_order = Comment.objects.held().order_by("pk").without_source()
    held = in_order.annotate(is_first_post=is_first_post)
    ahead = [*held.filter(pk__gt=row.last_scored)[:limit]]
    due = []
    behind = [*held.filter(pk__lte=row.last_scored)[: limit - len(ahead)]]
    for comment in ahead + behind:
        due.append(DuePost(comment, comment.is_first_post))
        row.last_scored = comment.pk
        max_chars -= len(comment.body_html)
        if max_chars < 0:
            break
    return due


def store_scores(due: list[DuePost], loaded: model_cache.LoadedModel) -> None:
    """Store scores of posts that are still held and not edited."""
    changed = [
        comment
        for comment, is_first_post in due
        if update_score(comment, loaded, is_first_post=is_first_post, min_change=MIN_SCORE_CHANGE)
    ]
    if not changed:
        return
    same = Q(*(Q(pk=post.pk, revision=post.revision) for post in changed), _connector=Q.OR)
    unchanged = Comment.objects.held().filter(same).order_by()
    urgent = When(priority=URGENT_PRIORITY, then=URGENT_PRIORITY)
    if loaded.is_empty:
        priority = Case(urgent, default=priority_from_score(None))
        unchanged.update(score=None, score_explanation=None, priority=priority)
        return
    for post in changed:
        post.priority = Case(urgent, default=priority_from_score(post.score))
    unchanged.bulk_update(changed, ["score", "score_explanation", "priority"])
