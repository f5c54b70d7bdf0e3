"""Score held posts again, with what the model has learned since they came."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Q, When

from comments.models import Comment, SpamModel
from comments.models.comment_queryset import URGENT_PRIORITY, priority_from_score
from comments.models.spam_model import SPAM_MODEL_PK
from comments.spam import model_cache
from comments.spam.scoring import first_post_condition, update_score

POSTS_RESCORED_PER_ACTION = 25  # as many as a page of the queue shows
MIN_SCORE_CHANGE = 0.01  # Scores are shown in hundredths.
MAX_CHARS_PER_ROUND = 30_000  # of their texts, after which a round ends


class DuePost(NamedTuple):
    comment: Comment
    is_first_post: bool


def rescore_held(limit: int, max_chars: int = MAX_CHARS_PER_ROUND) -> int:
    """Score held posts, beginning where the last round ended. Returns how many."""
    loaded = model_cache.get_loaded_model()
    row = SpamModel.objects.defer("saved").filter(pk=SPAM_MODEL_PK).first() or SpamModel()
    due = pick_due_posts(row, limit, max_chars)
    if due:
        with transaction.atomic():
            store_scores(due, loaded)
            SpamModel.objects.filter(pk=SPAM_MODEL_PK).update(last_scored=row.last_scored)
    return len(due)


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


def pick_due_posts(
    row: SpamModel, limit: int, max_chars: int = MAX_CHARS_PER_ROUND
) -> list[DuePost]:
    """The next posts, round and round through the queue. Notes in `row`, which the caller saves,
    how far the round has come."""
    is_first_post = first_post_condition("author_key", "created_at")
    in_order = Comment.objects.held().order_by("pk").defer("body")
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
    """Only of posts that are still held and have not been edited meanwhile."""
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
