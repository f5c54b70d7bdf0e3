"""Flags by several readers, and a decision, at the same moment."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from comments.models import Comment, Decision, Flag, HouseRules, OutgoingEmail, Thread
from comments.moderation.decisions import apply_decisions
from comments.policy import MAX_FLAGS_PER_MINUTE
from comments.submission.submit import add_comment
from tests.comments.acting import file_report, run_at_once
from tests.conftest import ACCEPTED, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thread(transactional_db) -> Thread:
    return Thread.objects.create(title="Race", url="/race/")


@pytest.fixture
def moderator(transactional_db):
    """A moderator in a database that other tests may have emptied."""
    user = person("mona")
    user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


def test_of_eight_readers_at_once_the_third_hides_the_post(thread, moderator):
    comment = add_comment(thread, Comment(body="x", author_name="Ada"), ACCEPTED)
    answers = run_at_once(lambda turn: file_report(comment, reader=turn).status_code, 8)
    assert sorted(answers) == [302] * 3 + [409] * 5
    comment.refresh_from_db()
    assert comment.is_held
    assert comment.flag_count == comment.flags.count() == 3
    assert comment.decisions.filter(verb="hold").count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_eight_clicks_of_one_reader_are_one_flag(thread):
    comment = add_comment(thread, Comment(body="x"), ACCEPTED)
    client = Client()
    answers = run_at_once(lambda turn: file_report(comment, by=client).status_code, 8)
    assert answers == [302] * 8
    comment.refresh_from_db()
    assert comment.flag_count == comment.flags.count() == 1


def test_the_limit_of_flags_holds_in_all_discussions_at_once(transactional_db):
    threads = [Thread.objects.create(title=name, url=f"/{name}/") for name in "abcdefgh"]
    posts = [add_comment(thread, Comment(body="x"), ACCEPTED) for thread in threads]
    answers = run_at_once(lambda turn: file_report(posts[turn]).status_code, 8)
    assert sorted(answers) == [302] * MAX_FLAGS_PER_MINUTE + [429] * (8 - MAX_FLAGS_PER_MINUTE)
    assert Flag.objects.count() == MAX_FLAGS_PER_MINUTE


def test_a_flag_while_a_moderator_decides_is_answered_or_open_and_counted(thread, moderator):
    HouseRules.objects.create(flags_to_hold=0)
    posts = [add_comment(thread, Comment(body="x"), ACCEPTED) for _ in range(4)]

    def act(turn: int) -> None:
        comment = posts[turn % 4]
        if turn < 20:
            file_report(comment, reader=turn)
        else:
            apply_decisions([(comment.pk, None)], "approve", by=moderator, reason="")

    run_at_once(act, 28)
    for comment in posts:
        comment.refresh_from_db()
        assert comment.flag_count == Flag.objects.open().filter(comment=comment).count()
        assert comment.flags.count() == 5
    assert Decision.objects.filter(verb="approve").exists()
