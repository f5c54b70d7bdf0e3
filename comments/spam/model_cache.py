"""The spam model of this process, loaded again when another process has trained it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from comments.models import SpamModel
from comments.models.spam_model import MIN_EXAMPLES_PER_CLASS, SPAM_MODEL_PK
from comments.spam.classifier.logistic_regression import Model
from comments.spam.classifier.serialization import UnreadableModelError, deserialize_model, serialize_model
from comments.web.compiled_query import CompiledQuery

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedModel:
    """An immutable model with the numbers of its examples."""

    model: Model
    version: UUID
    spam_lessons: int
    ham_lessons: int

    @property
    def is_ready(self) -> bool:
        """Whether the score may hold posts, and not only sort the queue."""
        return min(self.spam_lessons, self.ham_lessons) >= MIN_EXAMPLES_PER_CLASS

    @property
    def is_empty(self) -> bool:
        return not (self.spam_lessons or self.ham_lessons)


# The last one loaded. It is replaced as a whole, so that threads can share it.
_loaded_model: LoadedModel | None = None


@cache
def get_empty_model() -> LoadedModel:
    """The untrained model. Its tables take a millisecond to allocate, so it is cached."""
    return LoadedModel(Model(), uuid4(), 0, 0)


def get_loaded_model() -> LoadedModel:
    """The current model, usually in one query."""
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
    """Copy the model for training. If it cannot be read, start a new one."""
    loaded = _loaded_model
    if loaded and loaded.version == row.version and not loaded.is_empty:
        return loaded.model.copy()
    if model := _read(row):
        return model
    reset(row)
    return Model()


def reset(row: SpamModel) -> None:
    """Start a new model. Earlier examples belong to an older generation."""
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
