"""Spam scores of texts."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple, Protocol

from django.db.models import Case, Exists, OuterRef, When

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.sanitizer import extract_text
from comments.spam import model_cache
from comments.spam.classifier.text_features import TextMetadata
from comments.spam.classifier.top_features import select_signs
from comments.web.compiled_query import CompiledQuery

_HREF = re.compile(r'<a href="([^"]*)"')


class ScorableText(Protocol):
    """The fields of a comment, or of a draft, that its score depends on."""

    @property
    def body_html(self) -> str: ...
    @property
    def author_key(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


class SpamScore(NamedTuple):
    score: float | None  # 0 to 1; None from an untrained model
    explanation: Any  # JSON: the features that weighed most
    is_reliable: bool  # The model may hold posts.


def score_text(text: ScorableText) -> SpamScore:
    loaded = model_cache.get_loaded_model()
    if loaded.is_empty:
        return SpamScore(None, None, loaded.is_ready)
    extracted = build_model_input_and_metadata(text, is_first_post=is_first_post(text))
    explanation = select_signs(loaded.model.explain(*extracted))
    return SpamScore(loaded.model.score(*extracted), explanation, loaded.is_ready)


def update_score(
    comment: Comment, loaded: model_cache.LoadedModel, *, is_first_post: bool, min_change: float = 0
) -> bool:
    """Set score and explanation, unless the score has hardly changed. Returns whether it did."""
    if loaded.is_empty:
        comment.score = comment.score_explanation = None
        return True
    extracted = build_model_input_and_metadata(comment, is_first_post=is_first_post)
    score = loaded.model.score(*extracted)
    if comment.score is not None and abs(score - comment.score) < min_change:
        return False
    comment.score, comment.score_explanation = score, select_signs(loaded.model.explain(*extracted))
    return True


def build_model_input_and_metadata(text: ScorableText, *, is_first_post: bool) -> tuple[str, TextMetadata]:
    """Extract the visible text, and the URLs of its links."""
    urls = tuple(map(unescape, _HREF.findall(text.body_html)))
    metadata = TextMetadata(urls=urls, is_first_post=is_first_post)
    return extract_text(text.body_html), metadata


def is_first_post(text: ScorableText) -> bool:
    """Whether the author had no published post at that time. It depends only on the author key, so
    that it reveals nothing about anonymous members."""
    key = text.author_key
    return bool(key) and not _EARLIER_PUBLISHED.all(key=key, moment=text.created_at)


def first_post_condition(author_key: str, created_at: str) -> Case:
    """`is_first_post` as an annotation, for the rows of another query with these fields."""
    earlier = _select_published_before(OuterRef(author_key), OuterRef(created_at))
    return Case(When(**{author_key: ""}, then=False), default=~Exists(earlier))


def _select_published_before(key: Any, moment: Any) -> CommentQuerySet:
    published = Comment.objects.filter(author_key=key, status=Comment.Status.PUBLISHED)
    return published.filter(published_at__lt=moment)


_EARLIER_PUBLISHED = CompiledQuery(lambda key, moment: _select_published_before(key, moment).values_list("pk")[:1])
