"""Statistics of moderation: the queue, waits, decisions by day."""

import re

import pytest

from comments.models import RejectionReason
from comments.moderation.statistics import Period, QueueStatus, collect_daily_statistics
from comments.submission.submit import import_comment
from tests.conftest import HELD, text_of

PAGE = "/moderation/statistics/"


def test_the_queue_as_it_is_now(post, travel):
    post(verdict=HELD)
    travel(hours=2)
    post(verdict=HELD)
    post()
    waiting = QueueStatus.current()
    assert (waiting.posts, waiting.urgent) == (2, 0)


def test_an_empty_queue_has_no_oldest(db):
    assert QueueStatus.current().since is None


def test_posts_and_decisions_are_counted_by_day(post, moderator, travel):
    post()
    first, second = post(verdict=HELD), post(verdict=HELD)
    travel(days=1)
    first.decide("approve", by=moderator)
    second.decide("reject", by=moderator)
    together, days = collect_daily_statistics()
    assert (days[-2].new_posts, days[-2].held, days[-2].decided) == (3, 2, 0)
    assert (days[-1].new_posts, days[-1].decided, days[-1].approved) == (0, 2, 1)
    assert (together.held_percent, together.approved_percent) == (67, 50)
    assert len(days) == 30


def test_a_wait_is_the_time_in_the_queue(post, moderator, travel):
    comments = [post(verdict=HELD) for _turn in range(10)]
    for comment in comments:
        travel(hours=1)
        comment.decide("approve", by=moderator)
    together, _days = collect_daily_statistics()
    assert (together.median, together.p90) == (5 * 3600, 9 * 3600)


def test_what_was_undone_or_approved_after_all_is_overturned(post, moderator):
    undone, appealed, stands = (post(verdict=HELD) for _turn in range(3))
    undone.undo(undone.decide("reject", by=moderator), by=moderator)
    appealed.decide("reject", by=moderator)
    appealed.decide("approve", by=moderator)
    stands.decide("reject", by=moderator)
    together, _days = collect_daily_statistics()
    assert (together.overturned, together.decided) == (2, 3)


def test_what_the_house_rules_hold_later_is_no_new_post(post, moderator):
    post().decide("hold", reasons=[{"check": "flagged_by_readers", "outcome": "hold", "flags": 3}])
    assert collect_daily_statistics()[0].new_posts == 1


def test_what_came_from_elsewhere_is_no_new_post(thread):
    from django.utils.timezone import now

    from comments.models import Comment

    import_comment(thread, Comment(body="Old"), number=7, published_at=now())
    assert collect_daily_statistics()[0].new_posts == 0


def test_what_is_older_than_thirty_days_does_not_count(post, moderator, travel):
    post(verdict=HELD).decide("approve", by=moderator)
    travel(days=31)
    assert collect_daily_statistics()[0].new_posts == 0


def test_of_nothing_there_is_no_share():
    assert (Period().held_percent, Period().median) == (None, None)


def test_the_page_draws_what_the_table_says(as_moderator, post, moderator):
    post(verdict=HELD).decide("approve", by=moderator)
    page = text_of(as_moderator.get(PAGE))
    assert page.count("<svg") == 3
    assert page.count('class="back"') == 90
    assert page.count('<th scope="row">') == 30
    assert re.search(r'class="back" x="580" y="0.0" width="16" height="100.0"', page)


def test_the_page_without_anything(as_moderator):
    page = as_moderator.get(PAGE)
    assert page.status_code == 200
    assert "NaN" not in text_of(page)


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    as_moderator, post, moderator, django_assert_max_num_queries
):
    for _turn in range(20):
        post(verdict=HELD).decide("approve", by=moderator)
    with django_assert_max_num_queries(7):  # three of them who it is that asks
        as_moderator.get(PAGE)


@pytest.mark.parametrize("who", ["client", "as_member"])
def test_only_moderators_see_it(request, who, db):
    answer = request.getfixturevalue(who).get(PAGE)
    assert answer.status_code == (302 if who == "client" else 403)


def test_there_are_reasons_to_begin_with(db):
    assert RejectionReason.objects.offered().exists()
