"""Outgoing e-mails: stored in the transaction of their cause, sent by a worker, none lost."""

import contextlib
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.mail import BadHeaderError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now

from comments.models import OutgoingEmail
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, person, text_of


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


class RefusingBackend(BaseEmailBackend):
    """Mail server that refuses each e-mail with `error`."""

    error: Exception

    def send_messages(self, email_messages: list) -> int:
        raise self.error


@pytest.fixture
def refuse(settings, monkeypatch):
    def refuse(error: Exception) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
        monkeypatch.setattr(RefusingBackend, "error", error, raising=False)

    return refuse


def try_again(email: OutgoingEmail) -> OutgoingEmail:
    OutgoingEmail.objects.update(not_before=now() - timedelta(seconds=1))
    call_command("send_emails")
    email.refresh_from_db()
    return email


REFUSED_FOR_GOOD = [
    SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")}),
    SMTPDataError(554, b"this text is refused"),
    BadHeaderError("Header values can't contain newlines"),
    UnicodeEncodeError("ascii", "é", 0, 1, "an impossible address"),
]
REFUSED_FOR_NOW = [
    SMTPRecipientsRefused({"ada@example.org": (451, b"come back later")}),
    SMTPDataError(452, b"the mailbox is full"),
    SMTPSenderRefused(550, b"who are you", "mvforum@example.org"),
    ZeroDivisionError("a fault of ours"),
]
NO_SERVER = [
    ConnectionRefusedError(111, "refused"),
    TimeoutError("no answer"),
    SMTPServerDisconnected("gone"),
    SMTPAuthenticationError(535, b"wrong password"),
]


@pytest.mark.parametrize("error", REFUSED_FOR_GOOD, ids=repr)
def test_an_email_that_can_never_be_sent_is_parked(db, refuse, error, caplog):
    refuse(error)
    email = try_again(write())
    assert email.parked_at
    assert type(error).__name__ in email.failure
    try_again(email)
    assert email.attempts == 1


@pytest.mark.parametrize("error", REFUSED_FOR_NOW, ids=repr)
def test_an_email_that_is_refused_for_days_is_parked(db, refuse, error, caplog):
    refuse(error)
    email, waited = write(), timedelta()
    while not try_again(email).parked_at:
        waited += email.not_before - now()
    assert timedelta(days=5) < waited < timedelta(days=6)


@pytest.mark.parametrize("error", NO_SERVER, ids=repr)
def test_a_server_that_is_away_for_long_parks_nothing(db, refuse, error, caplog, settings, mailoutbox):
    refuse(error)
    email = write()
    OutgoingEmail.objects.update(attempts=1000)
    assert not try_again(email).parked_at
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingEmail.objects.update(not_before=now())
    call_command("send_emails")
    assert len(mailoutbox) == 1


def test_a_parked_email_does_not_stop_the_next_about_the_same(client, thread, moderator):
    write(kind="held", to=moderator.email, parked_at=now())
    submit_comment(client, thread, "Very private words", author_name="Mira")
    assert OutgoingEmail.objects.waiting().filter(kind="held", to=moderator.email).count() == 1


def test_forget_deletes_parked_emails_after_a_month(db):
    for days in (29, 31):
        write(kind=f"days{days}", parked_at=now() - timedelta(days=days))
    write(kind="waiting", written_at=now() - timedelta(days=90))
    call_command("forget")
    assert {*OutgoingEmail.objects.values_list("kind", flat=True)} == {"days29", "waiting"}


def test_admin_shows_why_and_tries_again(admin_client, mailoutbox):
    url = "/admin/comments/outgoingemail/"
    parked = write(parked_at=now(), failure="SMTPDataError: 554", attempts=1)
    waiting = write(to="second@example.org", not_before=now() + timedelta(hours=1))
    page = text_of(admin_client.get(url, {"parked_at__isempty": "0"}))
    assert "SMTPDataError: 554" in page
    assert "second@example.org" not in page
    chosen = {"action": "retry", "_selected_action": [parked.pk, waiting.pk]}
    assert "1 e-mail will be sent again." in text_of(admin_client.post(url, chosen, follow=True))
    call_command("send_emails")
    assert [email.to for email in mailoutbox] == [["ada@example.org"]]
    waiting.refresh_from_db()
    assert waiting.not_before > now()


def test_only_those_who_may_change_emails_try_again(client, member):
    member.is_staff = True
    member.save()
    member.user_permissions.add(Permission.objects.get(codename="view_outgoingemail"))
    client.force_login(member)
    parked = write(parked_at=now())
    url = "/admin/comments/outgoingemail/"
    assert "Try to send" not in text_of(client.get(url))
    client.post(url, {"action": "retry", "_selected_action": [parked.pk]})
    parked.refresh_from_db()
    assert parked.parked_at


def test_the_worker_stops_after_the_email_that_it_sends(db, mailoutbox):
    for number in range(3):
        write(to=f"{number}@example.org")
    OutgoingEmail.objects.send(lambda: len(mailoutbox) == 2)
    assert len(mailoutbox) == 2
    assert OutgoingEmail.objects.get().attempts == 0


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
