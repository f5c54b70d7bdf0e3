"""What a score rests on, in words."""

from django import template
from django.template.defaultfilters import floatformat

from comments.models import Comment
from comments.spam.explanations import in_words

register = template.Library()

EVEN = 0.5


@register.filter
def in_hundredths(score: float) -> str:
    """0.01 to 0.99: it is never certain."""
    return floatformat(min(0.99, max(0.01, score)), 2)


@register.filter
def signs_for_score(case: Comment) -> str:
    """What makes the score as high, or as low, as it is."""
    return _signs(case, agreeing=True)


@register.filter
def signs_against_score(case: Comment) -> str:
    return _signs(case, agreeing=False)


def _signs(case: Comment, *, agreeing: bool) -> str:
    is_high = (case.score or 0) >= EVEN
    return ", ".join(in_words(case.signs or [], 1 if is_high == agreeing else -1))
