"""Limit of wrong private links from one client, so that guessing one is hopeless."""

from datetime import timedelta
from math import ceil

from django.http import HttpRequest
from django.utils.timezone import now

from comments.models import ActivityRecord
from comments.submission.author_keys import get_guest_key

MAX_WRONG_LINKS_PER_MINUTE = 10
MAX_WRONG_LINKS_PER_DAY = 1_000
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def get_seconds_until_next_link(request: HttpRequest) -> int:
    """Return how long this client has to wait before it may open another private link; 0 if it
    need not. The network counts, logged in or not."""
    lately = ActivityRecord.objects.list_times(
        get_guest_key(request), ActivityRecord.Kind.WRONG_LINK, since=now() - DAY, count=MAX_WRONG_LINKS_PER_DAY
    )
    ends = [
        lately[most - 1] + span
        for most, span in ((MAX_WRONG_LINKS_PER_MINUTE, MINUTE), (MAX_WRONG_LINKS_PER_DAY, DAY))
        if len(lately) >= most
    ]
    return max([0, *(ceil((end - now()).total_seconds()) for end in ends)])


def record_wrong_link(request: HttpRequest) -> None:
    ActivityRecord.objects.create(author_key=get_guest_key(request), kind=ActivityRecord.Kind.WRONG_LINK)
