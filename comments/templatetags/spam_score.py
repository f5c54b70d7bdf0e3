"""Template filters that explain a spam score."""

from django import template
from django.template.defaultfilters import floatformat

from comments.models import Comment
from comments.spam.explanations import describe_signs

register = template.Library()

NEUTRAL_SCORE = 0.5


@register.filter
def in_hundredths(score: float) -> str:
    """The score as 0.01 to 0.99, since it is never certain."""
    return floatformat(min(0.99, max(0.01, score)), 2)


@register.filter
def score_reasons(case: Comment) -> str:
    """The signs that agree with the score."""
    return _list_reasons(case, agreeing=True)


@register.filter
def score_counter_reasons(case: Comment) -> str:
    """The signs that disagree with the score."""
    return _list_reasons(case, agreeing=False)


def _list_reasons(case: Comment, *, agreeing: bool) -> str:
    is_high = (case.score or 0) >= NEUTRAL_SCORE
    return ", ".join(describe_signs(case.score_explanation or [], 1 if is_high == agreeing else -1))
