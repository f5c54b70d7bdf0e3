"""Limits of attempts: previews and refused posts, which cost as much work as a post, and wrong private links."""

from django.http import HttpRequest

from comments.models import ActivityRecord
from comments.policy.rate_limits import RateLimit
from comments.policy.rule_settings import MEMBER_LIMIT_FACTOR
from comments.submission.author_keys import get_guest_key, get_reader_key

# Times, and within how many seconds. More than anybody needs who reads the text once more, and corrects it.
ATTEMPT_LIMITS: list[RateLimit] = [(10, 60), (40, 600), (300, 86_400)]
# Guessing a private link must be hopeless.
WRONG_LINK_LIMITS: list[RateLimit] = [(10, 60), (1_000, 86_400)]


def get_seconds_until_next_attempt(request: HttpRequest) -> int:
    """Return how long this author has to wait before the next text is looked at; 0 if not at all."""
    factor = MEMBER_LIMIT_FACTOR if request.user.is_authenticated else 1
    limits = [(times * factor, within) for times, within in ATTEMPT_LIMITS]
    return ActivityRecord.objects.get_seconds_to_wait(get_reader_key(request), ActivityRecord.Kind.ATTEMPT, limits)


def record_attempt(request: HttpRequest) -> None:
    ActivityRecord.objects.create(author_key=get_reader_key(request), kind=ActivityRecord.Kind.ATTEMPT)


def get_seconds_until_next_link(request: HttpRequest) -> int:
    """Return how long this client has to wait before it may open another private link; 0 if it
    need not. The network counts, logged in or not."""
    kind = ActivityRecord.Kind.WRONG_LINK
    return ActivityRecord.objects.get_seconds_to_wait(get_guest_key(request), kind, WRONG_LINK_LIMITS)


def record_wrong_link(request: HttpRequest) -> None:
    ActivityRecord.objects.create(author_key=get_guest_key(request), kind=ActivityRecord.Kind.WRONG_LINK)
