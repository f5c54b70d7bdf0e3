"""Outgoing e-mails: stored in the transaction of their cause, sent by a worker, none lost."""

import contextlib
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now

from comments.models import OutgoingEmail
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, person


def write(**fields: object) -> OutgoingEmail:
    defaults = {"to": "ada@example.org", "subject": "Hello", "body": "Hello Ada", "kind": "test"}
    return OutgoingEmail.objects.create(**defaults | fields)


@pytest.fixture
def dead_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there


@pytest.mark.parametrize("command", ["send_emails", "send_letters"])
def test_an_email_is_sent_and_deleted_under_both_names_of_the_command(db, mailoutbox, command):
    write()
    call_command(command)
    assert [(email.to, email.body) for email in mailoutbox] == [(["ada@example.org"], "Hello Ada")]
    assert not OutgoingEmail.objects.exists()


def test_a_dead_mail_server_loses_no_email(db, dead_mail_server, settings, mailoutbox):
    email = write()
    call_command("send_emails")
    email.refresh_from_db()
    assert email.attempts == 1
    assert email.not_before > now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingEmail.objects.update(not_before=now())
    call_command("send_emails")
    assert len(mailoutbox) == 1


def test_a_dead_mail_server_fails_no_request(client, dead_mail_server, member):
    response = client.post("/accounts/password/reset/", {"email": member.email})
    assert response.status_code == 302
    assert OutgoingEmail.objects.get().to == member.email


def test_an_email_that_cannot_be_sent_does_not_stop_the_others(db, mailoutbox):
    write(subject="two\nlines", to="first@example.org")
    write(to="second@example.org")
    call_command("send_emails")
    assert [email.to for email in mailoutbox] == [["second@example.org"]]
    assert OutgoingEmail.objects.get().attempts == 1


def test_waiting_grows_with_every_attempt(db, dead_mail_server):
    email, waits = write(), []
    for _ in range(12):
        OutgoingEmail.objects.update(not_before=now() - timedelta(seconds=1))
        email.refresh_from_db()
        email.send()
        email.refresh_from_db()
        waits.append(round((email.not_before - now()).total_seconds()))
    assert waits == sorted(waits)
    assert waits[0] < waits[1] < waits[-1] <= 6 * 3600


def test_an_email_is_stored_in_the_transaction_of_its_cause(db):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not OutgoingEmail.objects.exists()


def test_moderators_hear_once_that_posts_wait(client, thread, moderator):
    person("milo")
    for words in ("Once", "Twice"):
        submit_comment(client, thread, words, author_name="Mira")
    email = OutgoingEmail.objects.get()
    assert email.to == moderator.email
    assert "http://testserver/moderation/" in email.body
    assert email.not_before > now()


def test_the_email_names_neither_author_nor_text(client, thread, moderator):
    submit_comment(client, thread, "Very private words", author_name="Mira")
    email = OutgoingEmail.objects.get()
    for private in ("Very private", "Mira"):
        assert private not in email.subject + email.body


def test_a_post_published_at_once_sends_no_email(regular, moderator, thread):
    submit_comment(logged_in(regular), thread)
    assert not OutgoingEmail.objects.exists()


def test_a_held_edit_sends_an_email_too(regular, moderator, post):
    client = logged_in(regular)
    mine = regular.comments.first()
    words = "https://a.example https://b.example"
    client.post(f"/posts/own/{mine.pk}/edit/", {"body": words})
    assert OutgoingEmail.objects.get().kind == "held"


def test_nobody_to_write_to_is_no_error(client, thread, db):
    assert submit_comment(client, thread).status_code == 302
    assert not OutgoingEmail.objects.exists()


def test_moderators_of_every_kind_get_it_once(client, thread, moderator, admin_user, member):
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="moderate"))
    for user in (moderator, person("gina")):
        user.groups.add(group)
    person("gone", is_superuser=True, is_active=False)
    submit_comment(client, thread)
    names = ("abel", "gina", "mona")
    assert sorted(OutgoingEmail.objects.values_list("to", flat=True)) == [f"{name}@example.org" for name in names]
