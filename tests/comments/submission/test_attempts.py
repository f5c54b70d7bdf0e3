"""Previews and refused posts count towards the limits, before their text is looked at."""

import pytest

from comments.models import ActivityRecord, Comment
from tests.comments.acting import submit_comment
from tests.conftest import HELD, text_of

pytestmark = pytest.mark.usefixtures("limits")
WORST = "> " * 3000


@pytest.mark.parametrize("fields", [{"preview": "1"}, {"take_out": "1"}, {"website": "robot"}, {"body": " "}], ids=str)
def test_forty_texts_in_a_row_are_not_looked_at(client, thread, monkeypatch, fields):
    looked_at = []
    derive_html = Comment.derive_html
    monkeypatch.setattr(Comment, "derive_html", lambda comment: (looked_at.append(comment), derive_html(comment)))
    said = {"body": WORST} | fields
    answers = [client.post(f"/threads/{thread.pk}/comments/", said) for _ in range(40)]
    assert [answer.status_code for answer in answers][10:] == [429] * 30
    assert len(looked_at) <= 20  # redacting renders once more
    assert int(answers[-1]["Retry-After"]) > 0
    assert said["body"].strip() in text_of(answers[-1]).replace("&gt;", ">")
    assert not Comment.objects.exists()


def test_after_a_while_the_text_is_looked_at_again(client, thread, travel):
    for _ in range(11):
        answer = submit_comment(client, thread, "Hello", preview="1")
    assert answer.status_code == 429
    travel(minutes=1, seconds=1)
    assert submit_comment(client, thread, "Hello", preview="1").status_code == 200
    assert submit_comment(client, thread, "Hello").status_code == 302


def test_a_preview_does_not_delay_the_post(client, thread):
    assert submit_comment(client, thread, "Hello", preview="1").status_code == 200
    assert submit_comment(client, thread, "Hello").status_code == 302


def test_members_have_twice_as_many(as_member, thread):
    answers = [submit_comment(as_member, thread, "Hello", preview="1").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_previews_of_edits_count_too(client, post):
    link = f"/posts/{post(verdict=HELD).issue_secret()}/edit/"
    answers = [client.post(link, {"body": "Hello", "preview": "1"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_reading_and_posting_leave_no_attempt(client, thread):
    client.get(thread.url)
    client.get(f"/threads/{thread.pk}/reply/")
    assert submit_comment(client, thread, "Hello").status_code == 302
    assert not ActivityRecord.objects.filter(kind="attempt").exists()
