"""Trainer: trains a copy of the model under the row lock, and saves it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.timezone import now

from comments.models import Comment, Decision, SpamModel, TrainingExample
from comments.spam import model_cache
from comments.spam.classifier.logistic_regression import Update, get_lesson_weight
from comments.spam.scoring import build_model_input_and_metadata


class Trainer:
    """Trains with the locked row of the model.

    `author_examples` are numbers of active examples by author key.
    """

    def __init__(self, row: SpamModel, author_examples: Mapping[str, int]):
        self.row = row
        generation = row.generation
        self.model = model_cache.copy_model(row)
        self.changed: list[TrainingExample] = []
        # An unreadable model starts a new generation, without examples.
        self.author_examples = Counter(author_examples if row.generation == generation else {})

    def learn(
        self,
        comment: Comment,
        line: Decision,
        lesson: TrainingExample | None,
        *,
        is_spam: bool,
        is_first_post: bool,
    ) -> None:
        """Learn an example that is not active. A repeated example keeps its first score."""
        if lesson and self._is_in_force(lesson):
            return
        text, metadata = build_model_input_and_metadata(comment, is_first_post=is_first_post)
        weight = get_lesson_weight(self.author_examples[comment.author_key])
        step = self.model.learn(text, metadata, is_spam=is_spam, weight=weight)
        lesson = lesson or TrainingExample(
            decision=line, comment=comment, is_spam=is_spam, score=step.score_before
        )
        lesson.author_key, lesson.generation = comment.author_key, self.row.generation
        lesson.parts, lesson.size = step.parts, step.size
        lesson.is_first_post, lesson.sanitizer_version = is_first_post, comment.sanitizer_version
        lesson.unlearnt_at = None
        self._record(lesson, change=1)

    def unlearn(self, comment: Comment, lesson: TrainingExample) -> None:
        """Unlearn an active example, unless the sanitizer reads its text differently now."""
        if not self._is_in_force(lesson) or lesson.sanitizer_version != comment.sanitizer_version:
            return
        text, metadata = build_model_input_and_metadata(comment, is_first_post=lesson.is_first_post)
        step = Update(lesson.is_spam, lesson.parts, lesson.size, lesson.score)
        self.model.unlearn(text, metadata, step)
        lesson.unlearnt_at = now()
        self._record(lesson, change=-1)

    def save(self) -> model_cache.LoadedModel | None:
        """Return the new model; None if nothing has changed."""
        return model_cache.save_model(self.row, self.model) if self.changed else None

    def _is_in_force(self, lesson: TrainingExample) -> bool:
        return lesson.generation == self.row.generation and not lesson.unlearnt_at

    def _record(self, lesson: TrainingExample, *, change: int) -> None:
        if lesson.is_spam:
            self.row.spam_lessons = max(0, self.row.spam_lessons + change)
        else:
            self.row.ham_lessons = max(0, self.row.ham_lessons + change)
        if lesson.author_key:
            self.author_examples[lesson.author_key] += change
        lesson.save()
        self.changed.append(lesson)
