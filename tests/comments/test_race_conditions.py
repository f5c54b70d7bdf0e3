"""Posts, decisions and e-mails by several people at the same moment."""

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from comments.models import AlreadyDecided, Comment, OutgoingEmail, Thread
from comments.policy import MAX_EDITS_PER_MINUTE
from comments.submission.author_keys import get_account_key
from comments.submission.submit import add_comment
from tests.comments.acting import run_at_once, submit_comment
from tests.conftest import ACCEPTED, HELD, logged_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thread(transactional_db) -> Thread:
    return Thread.objects.create(title="Race", url="/race/")


def test_two_posts_never_share_a_number(thread):
    def post(turn: int) -> int:
        mine = Thread.objects.get(pk=thread.pk)
        return add_comment(mine, Comment(body="x", author_key=str(turn)), ACCEPTED).number

    numbers = run_at_once(post, 40)
    thread.refresh_from_db()
    assert sorted(numbers) == list(range(1, 41))
    assert (thread.post_count, thread.last_number) == (40, 40)


def test_one_comment_is_decided_once(thread):
    comment = add_comment(thread, Comment(body="x"), HELD)

    as_read = [Comment.objects.get(pk=comment.pk) for _ in range(16)]

    def decide(turn: int) -> str:
        try:
            return as_read[turn].decide("approve" if turn % 2 else "reject").verb
        except AlreadyDecided:
            return "too late"

    answers = run_at_once(decide, 16)
    assert answers.count("too late") == 15
    (verb,) = {*answers} - {"too late"}
    assert [line.verb for line in comment.decisions.all()] == ["hold", verb]


def test_a_double_click_at_the_same_moment_makes_one_post(client, thread):
    from django.test import Client

    answers = run_at_once(lambda turn: submit_comment(Client(), thread).status_code, 8)
    assert answers == [302] * 8
    assert Comment.objects.count() == 1


def test_the_limit_of_posts_holds_in_all_discussions_at_once(transactional_db, limits):
    from django.test import Client

    threads = [Thread.objects.create(title=name, url=f"/{name}/") for name in "abcdefgh"]
    answers = run_at_once(lambda turn: submit_comment(Client(), threads[turn]).status_code, 8)
    assert sorted(answers) == [302] + [429] * 7
    assert Comment.objects.count() == 1


def test_the_limit_of_edits_holds_in_all_discussions_at_once(member):
    threads = [Thread.objects.create(title=name, url=f"/{name}/") for name in "abcdefgh"]
    key = get_account_key(member.pk)
    posts = [add_comment(thread, Comment(body="x", author=member, author_key=key), HELD) for thread in threads]

    def edit(turn: int) -> int:
        address = f"/posts/own/{posts[turn].pk}/edit/"
        return logged_in(member).post(address, {"body": f"Words {turn}"}).status_code

    assert sorted(run_at_once(edit, 8)) == [302] * MAX_EDITS_PER_MINUTE + [429] * 2


def test_a_post_is_deleted_once_however_often_one_clicks(client, thread):
    from django.test import Client

    link = submit_comment(client, thread).url
    answers = run_at_once(lambda turn: Client().post(f"{link}delete/").status_code, 8)
    assert sorted(answers) == [200] + [404] * 7
    assert not Comment.objects.exists()


def test_several_workers_send_an_email_once(thread, mailoutbox):
    for number in range(20):
        OutgoingEmail.objects.create(to=f"{number}@example.org", subject="Hi", body="Hi", kind="test")
    assert sum(run_at_once(lambda turn: OutgoingEmail.objects.send(), 8)) == 20
    assert len({email.to[0] for email in mailoutbox}) == len(mailoutbox) == 20
    assert not OutgoingEmail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_there_is_no_lock(article):
    with transaction.atomic():
        article.thread.lock()
    with pytest.raises(TransactionManagementError):
        article.thread.lock()
