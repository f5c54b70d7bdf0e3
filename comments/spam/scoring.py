"""The score of a comment, and what it rests on."""

from __future__ import annotations

import re
from html import unescape

from comments.models import Comment
from comments.sanitizer import extract_text
from comments.spam import model_cache
from comments.spam.classifier.text_features import TextMetadata
from comments.spam.classifier.top_features import select_signs
from comments.web.compiled_query import CompiledQuery

_HREF = re.compile(r'<a href="([^"]*)"')


def score_comment(comment: Comment) -> float | None:
    """Note the score of a comment that is about to be stored, and its signs. Returns the score
    if it may hold the post: not before enough has been learnt."""
    comment.score = comment.score_explanation = None
    loaded = model_cache.get_loaded_model()
    update_score(comment, loaded)
    return comment.score if loaded.is_ready else None


def update_score(
    comment: Comment, loaded: model_cache.LoadedModel, *, min_change: float = 0
) -> bool:
    """Note score and signs, unless the score would be nearly the one before. Returns whether."""
    if loaded.is_empty:
        comment.score = comment.score_explanation = None
        return True
    extracted = build_model_input_and_metadata(comment, is_first_post=is_first_post(comment))
    score = loaded.model.score(*extracted)
    if comment.score is not None and abs(score - comment.score) < min_change:
        return False
    comment.score, comment.score_explanation = score, select_signs(loaded.model.explain(*extracted))
    return True


def build_model_input_and_metadata(
    comment: Comment, *, is_first_post: bool
) -> tuple[str, TextMetadata]:
    """The words as readers see them, and where its links lead."""
    urls = tuple(map(unescape, _HREF.findall(comment.body_html)))
    metadata = TextMetadata(urls=urls, is_first_post=is_first_post)
    return extract_text(comment.body_html), metadata


def is_first_post(comment: Comment) -> bool:
    """Whether nothing by this author had been published when it was written. It goes by the
    author key, so that it tells nothing about who posts without a name."""
    key, published = comment.author_key, Comment.Status.PUBLISHED.value
    return bool(key) and not _EARLIER_PUBLISHED.all(key, published, comment.created_at)


_EARLIER_PUBLISHED = CompiledQuery(
    Comment,
    lambda key, published, moment: (
        Comment.objects.filter(author_key=key)
        .filter(status=published)
        .filter(published_at__lt=moment)
        .values_list("pk")[:1]
    ),
)
