"""Trainer: trains a copy of the model under the row lock, and saves it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.timezone import now

from comments.models import Comment, Decision, SpamModel, TrainingExample
from comments.sanitizer import SANITIZER_VERSION
from comments.spam import model_cache
from comments.spam.classifier.logistic_regression import Update, get_example_weight
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
        self, comment: Comment, line: Decision, example: TrainingExample | None, *, is_spam: bool, is_first_post: bool
    ) -> None:
        """Learn an example that is not active. A repeated example keeps its first score."""
        if example and self._is_active(example):
            return
        text, metadata = build_model_input_and_metadata(comment, is_first_post=is_first_post)
        weight = get_example_weight(self.author_examples[comment.author_key])
        update = self.model.learn(text, metadata, is_spam=is_spam, weight=weight)
        example = example or TrainingExample(decision=line, comment=comment, is_spam=is_spam, score=update.score_before)
        example.author_key, example.generation = comment.author_key, self.row.generation
        example.parts, example.size = update.parts, update.size
        example.is_first_post, example.sanitizer_version = is_first_post, SANITIZER_VERSION
        example.unlearnt_at = None
        self._record(example, change=1)

    def unlearn(self, comment: Comment, example: TrainingExample) -> None:
        """Unlearn an active example, unless the sanitizer reads its text differently now."""
        if not self._is_active(example) or example.sanitizer_version != SANITIZER_VERSION:
            return
        text, metadata = build_model_input_and_metadata(comment, is_first_post=example.is_first_post)
        update = Update(example.is_spam, example.parts, example.size, example.score)
        self.model.unlearn(text, metadata, update)
        example.unlearnt_at = now()
        self._record(example, change=-1)

    def save(self) -> model_cache.LoadedModel | None:
        """Return the new model; None if nothing has changed."""
        return model_cache.save_model(self.row, self.model) if self.changed else None

    def _is_active(self, example: TrainingExample) -> bool:
        return example.generation == self.row.generation and not example.unlearnt_at

    def _record(self, example: TrainingExample, *, change: int) -> None:
        if example.is_spam:
            self.row.spam_lessons = max(0, self.row.spam_lessons + change)
        else:
            self.row.ham_lessons = max(0, self.row.ham_lessons + change)
        if example.author_key:
            self.author_examples[example.author_key] += change
        example.save()
        self.changed.append(example)
