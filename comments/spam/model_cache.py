"""What this process knows of the spam memory. It is read again whenever others have learnt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from comments.models import SpamMemory
from comments.models.spam_model import ENOUGH, THE_ONE
from comments.spam.classifier.logistic_regression import Model
from comments.spam.classifier.serialization import Unreadable, from_bytes, to_bytes
from comments.web.compiled_query import Prepared

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """A model that nobody changes any more, and how much it rests on."""

    model: Model
    stamp: UUID
    spam_lessons: int
    ham_lessons: int

    @property
    def is_ready(self) -> bool:
        """Whether it may hold a post, and not only sort the queue."""
        return min(self.spam_lessons, self.ham_lessons) >= ENOUGH

    @property
    def is_empty(self) -> bool:
        return not (self.spam_lessons or self.ham_lessons)


# The last one that was read. It is replaced as a whole, so that threads can share it.
_known: Known | None = None


@cache
def nothing() -> Known:
    """Before the first decision. Its empty tables take a millisecond to lay out: once."""
    return Known(Model(), uuid4(), 0, 0)


def known() -> Known:
    """What is known now, in as little as one query."""
    global _known
    stamps = _STAMP.all(THE_ONE)
    if not stamps:
        return nothing()
    here = _known
    if not here or here.stamp != stamps[0][0]:
        row = SpamMemory.objects.get(pk=THE_ONE)
        model = _read(row)
        lessons = [row.spam_lessons, row.ham_lessons] if model else [0, 0]
        _known = here = Known(model or Model(), row.stamp, *lessons)
    return here


def copy_of(row: SpamMemory) -> Model:
    """A model to learn with. If what was saved cannot be read, it begins anew."""
    here = _known
    if here and here.stamp == row.stamp and not here.is_empty:
        return here.model.copy()
    if model := _read(row):
        return model
    forget(row)
    return Model()


def forget(row: SpamMemory) -> None:
    """Begin anew. The lessons so far are those of another generation."""
    row.generation += 1
    row.spam_lessons = row.ham_lessons = 0
    save(row, Model())


def save(row: SpamMemory, model: Model) -> None:
    global _known
    row.saved, row.stamp = to_bytes(model), uuid4()
    row.save()
    _known = Known(model, row.stamp, row.spam_lessons, row.ham_lessons)


def _read(row: SpamMemory) -> Model | None:
    if not row.saved:
        return Model()
    try:
        return from_bytes(bytes(row.saved))
    except Unreadable:
        logger.exception("The spam memory cannot be read: it begins anew with the next decision.")
        return None


_STAMP = Prepared(
    SpamMemory,
    lambda pk: SpamMemory.objects.filter(pk=pk).values_list("stamp"),
)
