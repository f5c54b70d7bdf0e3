"""The score of a comment, and what it rests on."""

from __future__ import annotations

import re
from html import unescape

from comments.models import Comment
from comments.sanitizer import plain_text
from comments.spam import model_cache
from comments.spam.classifier.text_features import Facts
from comments.spam.classifier.top_features import signs_of
from comments.web.compiled_query import Prepared

_HREF = re.compile(r'<a href="([^"]*)"')


def spam_score(comment: Comment) -> float | None:
    """Note the score of a comment that is about to be stored, and its signs. Returns the score
    if it may hold the post: not before enough has been learnt."""
    comment.score = comment.signs = None
    known = model_cache.known()
    note(comment, known)
    return comment.score if known.is_ready else None


def note(comment: Comment, known: model_cache.Known, *, if_moved_by: float = 0) -> bool:
    """Note score and signs, unless the score would be nearly the one before. Returns whether."""
    if known.is_empty:
        comment.score = comment.signs = None
        return True
    reading = reading_of(comment, is_first_post=is_first_post(comment))
    score = known.model.score(*reading)
    if comment.score is not None and abs(score - comment.score) < if_moved_by:
        return False
    comment.score, comment.signs = score, signs_of(known.model.explain(*reading))
    return True


def reading_of(comment: Comment, *, is_first_post: bool) -> tuple[str, Facts]:
    """The words as readers see them, and where its links lead."""
    addresses = tuple(map(unescape, _HREF.findall(comment.body_html)))
    facts = Facts(addresses=addresses, is_first_post=is_first_post)
    return plain_text(comment.body_html), facts


def is_first_post(comment: Comment) -> bool:
    """Whether nothing by this author had been published when it was written. It goes by the
    author key, so that it tells nothing about who posts without a name."""
    key, published = comment.author_key, Comment.Status.PUBLISHED.value
    return bool(key) and not _PUBLISHED.all(key, published, comment.created_at)


_PUBLISHED = Prepared(
    Comment,
    lambda key, published, moment: (
        Comment.objects.filter(author_key=key)
        .filter(status=published)
        .filter(published_at__lt=moment)
        .values_list("pk")[:1]
    ),
)
