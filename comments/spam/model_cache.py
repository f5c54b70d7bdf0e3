"""What this process knows of the spam memory. It is read again whenever others have learnt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from comments.models import SpamModel
from comments.models.spam_model import MIN_EXAMPLES_PER_CLASS, SPAM_MODEL_PK
from comments.spam.classifier.logistic_regression import Model
from comments.spam.classifier.serialization import (
    UnreadableModelError,
    deserialize_model,
    serialize_model,
)
from comments.web.compiled_query import CompiledQuery

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedModel:
    """A model that nobody changes any more, and how much it rests on."""

    model: Model
    version: UUID
    spam_lessons: int
    ham_lessons: int

    @property
    def is_ready(self) -> bool:
        """Whether it may hold a post, and not only sort the queue."""
        return min(self.spam_lessons, self.ham_lessons) >= MIN_EXAMPLES_PER_CLASS

    @property
    def is_empty(self) -> bool:
        return not (self.spam_lessons or self.ham_lessons)


# The last one that was read. It is replaced as a whole, so that threads can share it.
_loaded_model: LoadedModel | None = None


@cache
def get_empty_model() -> LoadedModel:
    """Before the first decision. Its empty tables take a millisecond to lay out: once."""
    return LoadedModel(Model(), uuid4(), 0, 0)


def get_loaded_model() -> LoadedModel:
    """What is known now, in as little as one query."""
    global _loaded_model
    versions = _VERSION.all()
    if not versions:
        return get_empty_model()
    loaded = _loaded_model
    if not loaded or loaded.version != versions[0][0]:
        row = SpamModel.objects.get(pk=SPAM_MODEL_PK)
        model = _read(row)
        lessons = [row.spam_lessons, row.ham_lessons] if model else [0, 0]
        _loaded_model = loaded = LoadedModel(model or Model(), row.version, *lessons)
    return loaded


def copy_model(row: SpamModel) -> Model:
    """A model to learn with. If what was saved cannot be read, it begins anew."""
    loaded = _loaded_model
    if loaded and loaded.version == row.version and not loaded.is_empty:
        return loaded.model.copy()
    if model := _read(row):
        return model
    reset(row)
    return Model()


def reset(row: SpamModel) -> None:
    """Begin anew. The lessons so far are those of another generation."""
    row.generation += 1
    row.spam_lessons = row.ham_lessons = 0
    save_model(row, Model())


def save_model(row: SpamModel, model: Model) -> LoadedModel:
    global _loaded_model
    row.saved, row.version = serialize_model(model), uuid4()
    row.save()
    _loaded_model = LoadedModel(model, row.version, row.spam_lessons, row.ham_lessons)
    return _loaded_model


def _read(row: SpamModel) -> Model | None:
    if not row.saved:
        return Model()
    try:
        return deserialize_model(bytes(row.saved))
    except UnreadableModelError:
        logger.exception("The spam memory cannot be read: it begins anew with the next decision.")
        return None


_VERSION = CompiledQuery(lambda: SpamModel.objects.filter(pk=SPAM_MODEL_PK).values_list("version"))
