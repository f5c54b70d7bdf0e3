"""E-mails link to SITE_ADDRESS, whatever host and port the request that causes them names."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client

from comments.models import OutgoingEmail

FORGED = "localhost:6666"
FOLDERS = ("account/email", "comments/emails")


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_ADDRESS = "https://forum.example.org"
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def forger(db) -> Client:
    """A browser whose requests name another port of an allowed host."""
    return Client(HTTP_HOST=FORGED)


def links_of(email: OutgoingEmail) -> list[str]:
    return re.findall(r"https?://\S+", f"{email.subject} {email.body}")


def check_emails(kind: str, links: int) -> None:
    emails = OutgoingEmail.objects.filter(kind=kind)
    assert emails
    for email in emails:
        assert "6666" not in email.subject + email.body
        assert "localhost" not in email.subject + email.body
        assert len(links_of(email)) == links
        assert all(link.startswith("https://forum.example.org/") for link in links_of(email))


def test_a_forgotten_password(forger, member):
    forger.post("/accounts/password/reset/", {"email": member.email})
    check_emails("password_reset_key", links=1)
    assert "forum.example.org" in OutgoingEmail.objects.get().body.replace("https://forum.example.org/", "")


def test_the_link_still_sets_a_password(forger, member):
    forger.post("/accounts/password/reset/", {"email": member.email})
    [link] = links_of(OutgoingEmail.objects.get())
    form = forger.get(link.removeprefix("https://forum.example.org"), follow=True)
    forger.post(form.redirect_chain[-1][0], {"password1": "another-password", "password2": "another-password"})
    assert OutgoingEmail.objects.filter(kind="password_reset").exists()
    check_emails("password_reset", links=0)


def test_signing_up(forger):
    forger.post("/accounts/signup/", {"email": "nora@example.org", "username": "nora", "password1": "a-long-password"})
    check_emails("email_confirmation_signup", links=0)


def test_signing_up_with_a_known_address(forger, member):
    forger.post("/accounts/signup/", {"email": member.email, "username": "nora", "password1": "a-long-password"})
    check_emails("account_already_exists", links=1)


def test_another_password(forger, member):
    forger.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    changed = {"oldpassword": "a-long-password", "password1": "another-password", "password2": "another-password"}
    forger.post("/accounts/password/change/", changed)
    check_emails("password_changed", links=0)


def test_another_address_of_an_account(forger, member):
    forger.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    answer = forger.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    forger.post(answer.url, {"password": "a-long-password"})
    check_emails("email_confirmation", links=0)


def test_moderators_of_a_held_post(forger, thread, moderator):
    forger.post(f"/threads/{thread.pk}/comments/", {"body": "My valve leaks.", "author_name": "Mira"})
    check_emails("held", links=1)


def test_the_other_emails_of_comments_know_no_request():
    files = [*(Path(site_settings.BASE_DIR) / "comments" / "notifications").glob("*.py")]
    assert len(files) > 2
    assert not [file.name for file in files if "request" in file.read_text()]


def test_every_template_of_an_email_is_known():
    """A new kind of e-mail needs a test here."""
    folder = Path(site_settings.BASE_DIR) / "templates"
    known = {
        "account/email": {
            "account_already_exists", "email_changed", "email_confirm", "email_confirmation",
            "email_confirmation_signup", "password_changed", "password_reset", "password_reset_key",
        },
        "comments/emails": {
            "appeal", "broken_rule", "decided_published", "decided_refused", "decided_upheld", "held", "urgent",
        },
    }  # fmt: skip
    for name, kinds in known.items():
        files = [file.stem for file in (folder / name).glob("*.txt") if file.stem[0] != "_"]
        assert {re.sub("_(subject|message)$", "", stem) for stem in files} - {"base", "base_notification"} == kinds
