"""A form says for whom it was made: from anybody else nothing is stored, and the text comes back."""

import re

import pytest
from django.test import Client

from comments.models import Comment
from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK, get_account_mark, has_account_mark
from mvforum.accounts.models import User
from tests.conftest import logged_in, text_of

TEXT = "My child has a fever since Monday"
MARK = re.compile(f'<input type="hidden" name="{ACCOUNT_MARK_FIELD}" value="([^"]*)">')


def read_mark(client: Client, address: str) -> str:
    (mark,) = {*MARK.findall(text_of(client.get(address)))}
    return mark


@pytest.fixture
def send(thread):
    def send(client: Client, mark: str, **fields: str):
        said = {"body": TEXT, ACCOUNT_MARK_FIELD: mark} | fields
        return client.post(f"/threads/{thread.pk}/comments/", said)

    return send


def test_pages_of_guests_have_the_same_mark_and_no_cookie(client, thread):
    page = client.get(thread.url)
    assert {*MARK.findall(text_of(page))} == {GUEST_MARK}
    assert not page.cookies
    assert page.content == Client().get(thread.url).content


def test_members_have_marks_of_their_own_that_name_nobody(thread, member, moderator):
    marks = [read_mark(logged_in(person), thread.url) for person in (member, moderator)]
    assert len({*marks, GUEST_MARK}) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in marks)


def test_the_form_of_a_guest_is_not_posted_under_the_name_of_an_account(client, thread, regular, send):
    mark = read_mark(client, thread.url)
    answer = send(logged_in(regular), mark, author_name="Worried mum")
    assert answer.status_code == 409
    assert not Comment.objects.filter(body=TEXT).exists()
    page = text_of(answer)
    assert TEXT in page
    assert "Worried mum" in page
    assert "Under which name do you want to post it?" in page


def test_a_member_whose_session_has_ended_does_not_post_as_a_guest(client, thread, regular, send):
    answer = send(client, read_mark(logged_in(regular), thread.url))
    assert answer.status_code == 403
    assert not Comment.objects.filter(body=TEXT).exists()
    assert TEXT in text_of(answer)


def test_the_form_of_one_account_is_not_sent_by_another(thread, member, regular, send):
    answer = send(logged_in(regular), read_mark(logged_in(member), thread.url))
    assert answer.status_code == 409
    assert not Comment.objects.filter(body=TEXT).exists()


def test_a_form_without_a_mark_counts_as_one_of_a_guest(client, thread, regular, send):
    other = logged_in(regular)
    other.form_account = None
    assert other.post(f"/threads/{thread.pk}/comments/", {"body": TEXT}).status_code == 409
    assert client.post(f"/threads/{thread.pk}/comments/", {"body": TEXT}).status_code == 302


def test_after_the_question_the_text_is_posted_under_the_chosen_name(thread, regular, send):
    browser = logged_in(regular)
    page = text_of(send(browser, GUEST_MARK))
    (mark,) = {*MARK.findall(page)}
    assert send(browser, mark, anonymously="on").status_code == 302
    assert Comment.objects.get(body=TEXT).author_name == ""


def test_a_key_that_was_changed_still_tells_whose_an_open_form_is(settings):
    account = User(pk=7)
    before = get_account_mark(account)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key" * 5
    assert get_account_mark(account) != before
    assert has_account_mark(account, before)
    assert not has_account_mark(User(pk=8), before)
