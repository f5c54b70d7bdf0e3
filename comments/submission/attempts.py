"""Limit of attempts: previews, and posts and edits that were refused. Each costs as much work as a post."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.timezone import now

from comments.models import ActivityRecord
from comments.policy.rate_limits import RateLimit, seconds_to_wait
from comments.policy.rule_settings import MEMBER_LIMIT_FACTOR
from comments.submission.author_keys import get_reader_key

# More than anybody needs who reads the text once more, and corrects it.
ATTEMPT_LIMITS: list[RateLimit] = [(10, 60), (40, 600), (300, 86_400)]  # times, and within how many seconds


def get_seconds_until_next_attempt(request: HttpRequest) -> int:
    """Return how long this author has to wait before the next text is looked at; 0 if not at all."""
    factor = MEMBER_LIMIT_FACTOR if request.user.is_authenticated else 1
    limits = [(times * factor, within) for times, within in ATTEMPT_LIMITS]
    if not limits:
        return 0
    since, count = now() - timedelta(seconds=limits[-1][1]), limits[-1][0]
    lately = ActivityRecord.objects.list_times(
        get_reader_key(request), ActivityRecord.Kind.ATTEMPT, since=since, count=count
    )
    return seconds_to_wait([(now() - moment).total_seconds() for moment in lately], limits)


def record_attempt(request: HttpRequest) -> None:
    ActivityRecord.objects.create(author_key=get_reader_key(request), kind=ActivityRecord.Kind.ATTEMPT)
