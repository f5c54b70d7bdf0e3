"""Somebody who learns: lessons go into a copy of the model, which is saved once, at the end."""

from __future__ import annotations

from django.utils.timezone import now

from comments.models import Comment, Decision, SpamModel, TrainingExample
from comments.spam import model_cache
from comments.spam.classifier.logistic_regression import Update, get_lesson_weight
from comments.spam.scoring import build_model_input_and_metadata, is_first_post


class Trainer:
    """Learns with a locked row of the memory, and saves it before the lock is given back."""

    def __init__(self, row: SpamModel):
        self.row = row
        self.model = model_cache.copy_model(row)
        self.changed: list[TrainingExample] = []

    def learn(
        self, comment: Comment, line: Decision, lesson: TrainingExample | None, *, is_spam: bool
    ) -> None:
        """Unless it is learnt already. A lesson that was taken back is learnt again; what was
        thought before the first time remains what was thought before."""
        if lesson and self._is_in_force(lesson):
            return
        is_first = is_first_post(comment)
        text, metadata = build_model_input_and_metadata(comment, is_first_post=is_first)
        weight = get_lesson_weight(self._count_lessons(comment.author_key))
        step = self.model.learn(text, metadata, is_spam=is_spam, weight=weight)
        lesson = lesson or TrainingExample(
            decision=line, comment=comment, is_spam=is_spam, score=step.score_before
        )
        lesson.author_key, lesson.generation = comment.author_key, self.row.generation
        lesson.parts, lesson.size = step.parts, step.size
        lesson.is_first_post, lesson.sanitizer_version = is_first, comment.sanitizer_version
        lesson.unlearnt_at = None
        self._record(lesson, change=1)

    def unlearn(self, comment: Comment, lesson: TrainingExample) -> None:
        """Unless its text is read differently by now: then it stays."""
        if not self._is_in_force(lesson) or lesson.sanitizer_version != comment.sanitizer_version:
            return
        text, metadata = build_model_input_and_metadata(comment, is_first_post=lesson.is_first_post)
        step = Update(lesson.is_spam, lesson.parts, lesson.size, lesson.score)
        self.model.unlearn(text, metadata, step)
        lesson.unlearnt_at = now()
        self._record(lesson, change=-1)

    def save(self) -> bool:
        """Returns whether there was anything to save."""
        if self.changed:
            model_cache.save_model(self.row, self.model)
        return bool(self.changed)

    def _is_in_force(self, lesson: TrainingExample) -> bool:
        return lesson.generation == self.row.generation and not lesson.unlearnt_at

    def _count_lessons(self, author_key: str) -> int:
        """In force so far, by whoever wrote this."""
        if not author_key:
            return 0
        return TrainingExample.objects.active(self.row.generation).by_author_key(author_key).count()

    def _record(self, lesson: TrainingExample, *, change: int) -> None:
        if lesson.is_spam:
            self.row.spam_lessons = max(0, self.row.spam_lessons + change)
        else:
            self.row.ham_lessons = max(0, self.row.ham_lessons + change)
        lesson.save()
        self.changed.append(lesson)
