"""Training of the spam score by decisions: an approval is an example of a good post, "spam" one of
spam. An undo unlearns the example, and the decision before it counts again.

Rejecting, removing and holding teach nothing. Off-topic, unkind or harmful posts are not
advertising, and a score that had learned them would sort out unhappy people.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from comments.models import Comment, Decision, SpamModel, TrainingExample
from comments.models.status import Status
from comments.spam import model_cache
from comments.spam.rescoring import POSTS_RESCORED_PER_ACTION, pick_due_posts, store_scores
from comments.spam.scoring import first_post_condition
from comments.spam.trainer import Trainer

IS_SPAM_BY_VERB = {Decision.Verb.APPROVE.value: False, Decision.Verb.SPAM.value: True}
COMMENTS_PER_BATCH = 200  # in one transaction, for which other decisions may have to wait

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrainingCase:
    """A comment with its log and everything else that training needs."""

    comment: Comment
    log: Sequence[Decision]
    examples: dict[int, TrainingExample]  # by decision
    is_first_post: bool
    author_examples: int  # active ones, about posts of the same author


def learn_from_decisions(decisions: Iterable[Decision]) -> None:
    """Train the model with these decisions or undos, and score held posts again. Errors are logged,
    and the decisions stay."""
    changed = {line.comment_id for line in decisions if line.moderator_id and line.comment_id}
    if not changed:
        return
    try:
        with transaction.atomic():
            trainer = _train(changed)
            # Before the model is saved, so that one UPDATE stores both.
            due = pick_due_posts(trainer.row, POSTS_RESCORED_PER_ACTION) if trainer.changed else []
            loaded = trainer.save()
        if loaded:
            store_scores(due, loaded)
    except Exception:
        logger.exception("The spam score could not learn from a decision.")


def retrain() -> int:
    """Train a new model from all effective decisions about texts that still exist. It is for
    changed rules or a damaged model. Returns the number of examples."""
    with transaction.atomic():
        model_cache.reset(SpamModel.objects.get_locked())
    decided = Comment.objects.filter(decided_at__isnull=False).order_by("decided_at", "pk")
    keys = [*decided.values_list("pk", flat=True)]
    for start in range(0, len(keys), COMMENTS_PER_BATCH):
        with transaction.atomic():
            _train(set(keys[start : start + COMMENTS_PER_BATCH])).save()
    known = model_cache.get_loaded_model()
    return known.spam_lessons + known.ham_lessons


def _train(keys: set[int]) -> Trainer:
    """Learn and unlearn until the examples agree with the logs. The caller saves the model in the
    same transaction."""
    # Authors may withdraw comments meanwhile, so these are locked, and the model last.
    cases = [*_load_cases(keys)]
    trainer = Trainer(SpamModel.objects.get_locked(), {case.comment.author_key: case.author_examples for case in cases})
    to_learn = []
    for case in cases:
        lines = _list_training_lines(case)
        standing_line = _get_standing_line(case, lines)
        for line in lines:
            if line != standing_line and (example := case.examples.get(line.pk)):
                trainer.unlearn(case.comment, example)
        if standing_line:
            to_learn.append((standing_line, case))
    for line, case in sorted(to_learn, key=lambda pair: pair[0].pk):
        trainer.learn(
            case.comment,
            line,
            case.examples.get(line.pk),
            is_spam=IS_SPAM_BY_VERB[line.verb],
            is_first_post=case.is_first_post,
        )
    return trainer


def _load_cases(keys: set[int]) -> Iterator[TrainingCase]:
    """Lock the comments and load their cases, in one query with a row for each log line."""
    current = SpamModel.objects.values("generation")[:1]
    of_author = TrainingExample.objects.active(Subquery(current)).by_author_key(OuterRef("comment__author_key"))
    # Deleted keys are no author. It is also the condition of the index.
    of_author = of_author.exclude(author_key="")
    count = of_author.order_by().values("author_key").annotate(n=Count("pk")).values("n")
    # PostgreSQL locks only rows of inner joins: the condition on the status makes it one.
    lines = (
        Decision.objects.filter(comment__in=keys, comment__status__in=_WITH_TEXT)
        .select_related("comment", "lesson")
        .select_for_update(no_key=True, of=("comment",))
        .annotate(
            is_first_post=first_post_condition("comment__author_key", "comment__created_at"),
            author_examples=Coalesce(Subquery(count), 0),
        )
        .order_by("comment_id", "pk")
    )
    for _key, group in groupby(lines, key=attrgetter("comment_id")):
        log = [*group]
        first, comment = log[0], log[0].comment
        if not comment:
            continue
        examples = {line.pk: line.lesson for line in log if hasattr(line, "lesson")}
        yield TrainingCase(comment, log, examples, first.is_first_post, first.author_examples)


def _list_training_lines(case: TrainingCase) -> list[Decision]:
    """Training decisions about the current text. For older texts only the example is left."""
    return [
        line
        for line in case.log
        if line.moderator_id and line.verb in IS_SPAM_BY_VERB and line.revision == case.comment.revision
    ]


def _get_standing_line(case: TrainingCase, lines: list[Decision]) -> Decision | None:
    """The last of them that is not undone."""
    undone = {line.undoes_id for line in case.log}
    return next((line for line in reversed(lines) if line.pk not in undone), None)


_WITH_TEXT = [status for status in Status if status != Status.WITHDRAWN]
