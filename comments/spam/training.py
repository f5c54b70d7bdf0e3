"""Every decision of a moderator teaches the spam score: approving, that a post is none; marking
as spam, that it is. Undoing takes the lesson back, and the decision that stands again counts.

Rejecting, removing and holding teach nothing: what is off the topic, unkind or bad advice is no
advertising, and a score that had learnt it would sort out unhappy people.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from comments.models import Comment, Decision, SpamModel, TrainingExample
from comments.spam import model_cache
from comments.spam.rescoring import POSTS_RESCORED_PER_ACTION, rescore_held
from comments.spam.trainer import Trainer

IS_SPAM_BY_VERB = {Decision.Verb.APPROVE.value: False, Decision.Verb.SPAM.value: True}
COMMENTS_PER_BATCH = 200  # comments; so many are learnt from before others may decide

logger = logging.getLogger(__name__)


def learn_from_decisions(decisions: Iterable[Decision]) -> None:
    """Learn, and unlearn, what these decisions have changed: undoings as well. What goes wrong
    is logged and breaks nothing: the decisions stand."""
    changed = {line.comment_id for line in decisions if line.moderator_id and line.comment_id}
    if not changed:
        return
    try:
        if learn_about_comments(changed):
            rescore_held(POSTS_RESCORED_PER_ACTION)
    except Exception:
        logger.exception("The spam score could not learn from a decision.")


def retrain() -> int:
    """Begin anew, from all decisions that stand, about words that are still there: after rules
    have changed, or the memory was damaged. Returns how many lessons there are now."""
    with transaction.atomic():
        model_cache.reset(SpamModel.objects.get_locked())
    decided = Comment.objects.filter(decided_at__isnull=False).order_by("decided_at", "pk")
    keys = [*decided.values_list("pk", flat=True)]
    for start in range(0, len(keys), COMMENTS_PER_BATCH):
        learn_about_comments(set(keys[start : start + COMMENTS_PER_BATCH]))
    known = model_cache.get_loaded_model()
    return known.spam_lessons + known.ham_lessons


@transaction.atomic
def learn_about_comments(keys: set[int]) -> bool:
    """Bring what is known of these comments up to their logs. Returns whether that changed
    anything. One learns at a time, and reads and saves the memory once for all."""
    # Their authors may take them back meanwhile. Whoever wants both takes the memory last.
    locked = Comment.objects.filter(pk__in=keys).select_for_update(no_key=True)
    comments = [*locked.with_log().order_by("pk")]
    trainer = Trainer(SpamModel.objects.get_locked())
    lessons = {lesson.decision_id: lesson for lesson in TrainingExample.objects.for_comments(keys)}
    to_learn = []
    for comment in comments:
        lines = _list_training_lines(comment)
        standing_line = _get_standing_line(comment, lines)
        for line in lines:
            if line != standing_line and (lesson := lessons.get(line.pk)):
                trainer.unlearn(comment, lesson)
        if standing_line:
            to_learn.append((standing_line, comment))
    for line, comment in sorted(to_learn, key=lambda pair: pair[0].pk):
        trainer.learn(comment, line, lessons.get(line.pk), is_spam=IS_SPAM_BY_VERB[line.verb])
    return trainer.save()


def _list_training_lines(comment: Comment) -> list[Decision]:
    """Those that teach, about what it says now. Of older words only the lesson is left."""
    if comment.is_withdrawn:
        return []
    lines = [line for line in comment.decisions.all() if line.moderator_id]
    return [
        one for one in lines if one.verb in IS_SPAM_BY_VERB and one.revision == comment.revision
    ]


def _get_standing_line(comment: Comment, lines: list[Decision]) -> Decision | None:
    """The last of them that has not been undone."""
    undone = {line.undoes_id for line in comment.decisions.all()}
    return next((line for line in reversed(lines) if line.pk not in undone), None)
