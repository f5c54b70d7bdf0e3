"""Accounts over HTTP: sign-up, login, logout, forgotten password, changes."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.management import call_command
from django.test import Client

from comments.models import OutgoingEmail
from mvforum.accounts import forms
from mvforum.accounts.models import User
from tests.conftest import logged_in, person, text_of

SIGN_UP = {"email": "nora@example.org", "username": "nora", "password1": "a-long-password"}


def letter_to(address: str, mailoutbox: list) -> str:
    call_command("send_emails")
    return [email for email in mailoutbox if email.to == [address]][-1].body


def code_in(email: str) -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", email, re.MULTILINE)[0]


def link_in(email: str) -> str:
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", email)[1]


@pytest.fixture
def limits_off(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def test_signing_up_with_a_code(client, db, mailoutbox):
    response = client.post("/accounts/signup/", SIGN_UP)
    assert response.url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    code = code_in(letter_to("nora@example.org", mailoutbox))
    response = client.post("/accounts/confirm-email/", {"code": code})
    assert response.status_code == 302
    assert "nora" in text_of(client.get("/"))
    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.parametrize("login", ["rita", "RITA", "rita@example.org"])
def test_logging_in_by_name_or_address(client, member, login):
    response = client.post("/accounts/login/", {"login": login, "password": "a-long-password"})
    assert response.status_code == 302
    assert "My posts" in text_of(client.get("/"))


def test_logging_in_leads_back_to_the_article(client, member, article):
    url = article.get_absolute_url()
    assert f"/accounts/login/?next={url}" in text_of(client.get(url))
    data = {"login": "rita", "password": "a-long-password", "next": url}
    assert client.post("/accounts/login/", data).url == url


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://evil.example/",
        "\r\nSet-Cookie:x=1",
    ],
)
def test_logging_in_never_leads_elsewhere(client, member, elsewhere):
    data = {"login": "rita", "password": "a-long-password", "next": elsewhere}
    response = client.post("/accounts/login/", data)
    assert response.url == "/"
    assert "x" not in response.cookies


def test_logging_out_leaves_no_session(client, member):
    client.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    old = client.cookies["session"].value
    client.get("/")
    response = client.post("/accounts/logout/")
    assert response.cookies["session"].value == ""
    client.get("/")
    assert client.cookies["session"].value == ""
    stale = Client()
    stale.cookies["session"] = old
    assert stale.get("/posts/").status_code == 302


def test_logging_in_changes_the_session(client, member):
    session = client.session
    session["left"] = "by somebody else"
    session.save()
    before = client.cookies["session"].value
    client.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    assert client.cookies["session"].value != before


def test_a_forgotten_password(client, member, mailoutbox):
    response = client.post("/accounts/password/reset/", {"email": "RITA@example.org"})
    assert "an e-mail with a link is on its way" in text_of(client.get(response.url))
    link = link_in(letter_to("rita@example.org", mailoutbox))
    form = client.get(link, follow=True)
    new = {"password1": "another-password", "password2": "another-password"}
    client.post(form.redirect_chain[-1][0], new)
    assert Client().post("/accounts/login/", {"login": "rita", "password": "another-password"}).url == "/"
    assert "does not work any more" in text_of(Client().get(link, follow=True))


PAGES = {
    "/accounts/password/reset/": ("email", {}),
    "/accounts/login/": ("login", {"password": "wrong"}),
    "/accounts/signup/": ("email", {"username": "someone_{}", "password1": "a-long-password"}),
}


@pytest.mark.parametrize("address", PAGES)
def test_nobody_learns_whether_an_address_is_known(member, limits_off, address):
    field, more = PAGES[address]
    answers = []
    for email in ("rita@example.org", "nobody@example.org"):
        client = Client()
        data = {name: value.format(email[:2]) for name, value in more.items()}
        response = client.post(address, data | {field: email})
        body = text_of(client.get(response.url)) if response.status_code == 302 else text_of(response)
        body = re.sub(r'value="[A-Za-z0-9]{64}"', "", body).replace(email, "EMAIL")
        own = {"Content-Length", "Expires"}  # of the length of the address, and of the second
        headers = {name: value for name, value in response.items() if name not in own}
        answers.append((response.status_code, body, headers, sorted(response.cookies)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("data", [{"action": "resend"}, {"code": "AAAA-AAAA"}], ids=str)
def test_the_page_for_the_code_does_not_tell_either(member, limits_off, data):
    answers = []
    for email in ("rita@example.org", "nobody@example.org"):
        client = Client()
        more = {"username": f"someone_{email[:2]}", "password1": "a-long-password"}
        client.post("/accounts/signup/", more | {"email": email})
        response = client.post("/accounts/confirm-email/", data)
        body = text_of(client.get(response.url)) if response.status_code == 302 else text_of(response)
        body = re.sub(r'value="[A-Za-z0-9]{64}"', "", body).replace(email, "EMAIL")
        answers.append((response.status_code, body))
    assert answers[0] == answers[1]


def test_signing_up_again_does_not_tell_either(member, limits_off):
    answers = []
    for email, name in (("rita@example.org", "one"), ("nobody@example.org", "two")):
        for address in (email, f"other-{email}"):
            data = {"username": name, "password1": "a-long-password", "email": address}
            response = Client().post("/accounts/signup/", data)
        answers.append((response.status_code, "Somebody has this name already" in text_of(response)))
    assert answers == [(422, True), (422, True)]


def test_a_password_is_hashed_whether_the_address_is_known_or_not(member, limits_off, monkeypatch):
    hashed = []
    monkeypatch.setattr(forms, "make_password", lambda password: hashed.append(password))
    for email in ("rita@example.org", "nobody@example.org"):
        Client().post("/accounts/signup/", SIGN_UP | {"email": email, "username": f"new_{email[:4]}"})
    assert hashed == ["a-long-password"]
    assert User.objects.get(username="new_nobo").check_password("a-long-password")


def test_a_password_without_end_is_refused(client, member):
    for address, field in (("/accounts/signup/", "password1"), ("/accounts/login/", "password")):
        data = SIGN_UP | {"login": "rita"} | {field: "x" * 500_000}
        response = client.post(address, data)
        assert response.status_code == 422
        assert "at most 1000" in text_of(response)
    assert User.objects.count() == 1


def test_an_unknown_address_gets_no_email(client, db):
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert not OutgoingEmail.objects.exists()


def test_ten_wrong_passwords_block_login_for_a_time(client, member):
    answers = []
    for _ in range(11):
        response = client.post("/accounts/login/", {"login": "rita", "password": "wrong"})
        answers.append(text_of(response))
    assert "There were too many attempts" in answers[-1]
    response = client.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    assert response.status_code == 429
    assert 'value="rita"' in text_of(response)
    assert "a-long-password" not in text_of(response)


def test_a_flood_of_sign_ups_gets_a_page_that_says_so(client, db):
    for number in range(25):
        data = SIGN_UP | {"email": f"n{number}@example.org", "username": f"nora{number}"}
        response = client.post("/accounts/signup/", data)
    assert response.status_code == 429
    assert "A moment, please" in text_of(response)


def test_changing_the_password_ends_other_sessions(client, member):
    client.force_login(member)
    elsewhere = logged_in(member)
    data = {"oldpassword": "a-long-password", "password1": "another-password", "password2": "another-password"}
    client.post("/accounts/login/", {})
    response = client.post("/accounts/password/change/", data)
    assert response.status_code == 302
    assert elsewhere.get("/posts/").status_code == 302
    assert OutgoingEmail.objects.filter(kind="password_changed").exists()


def test_changing_the_address_with_a_code(client, member, mailoutbox):
    client.post("/accounts/login/", {"login": "rita", "password": "a-long-password"})
    response = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert response.url.startswith("/accounts/reauthenticate/")
    client.post(response.url, {"password": "a-long-password"})
    code = code_in(letter_to("new@example.org", mailoutbox))
    client.post("/accounts/confirm-email/", {"code": code})
    member.refresh_from_db()
    assert member.email == "new@example.org"


def test_passwords_are_kept_as_argon2(db, settings):
    from mvforum import settings as as_written

    settings.PASSWORD_HASHERS = as_written.PASSWORD_HASHERS
    user = User.objects.create_user("nora", "nora@example.org", "a-long-password")
    assert user.password.startswith("argon2$argon2id$")
    assert identify_hasher(user.password).algorithm == "argon2"


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Moderator",
        "MODERATOR_1",
        "anonymous",
        "Моderator",
        "no",
        "n" * 51,
        "𝐫𝐢𝐭𝐚",
        "ｒｉｔａ",
        "a b",
        "ｍｏｄ",
        "rita",
        "RITA",
    ],
)
def test_names_that_nobody_gets(client, member, name):
    client.post("/accounts/signup/", SIGN_UP | {"username": name})
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["nora", "Jürgen", "Мария", "walks_uphill", "k.2"])
def test_names_that_anybody_may_have(client, db, name):
    client.post("/accounts/signup/", SIGN_UP | {"username": name})
    assert User.objects.get().username == name


def test_robots_believe_that_they_have_signed_up(client, db):
    response = client.post("/accounts/signup/", SIGN_UP | {"website": "https://spam.example"})
    assert response.status_code == 302
    assert not User.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_nobody_signs_up_as_staff(client, db):
    client.post("/accounts/signup/", SIGN_UP | {"is_staff": "1", "is_superuser": "1"})
    user = User.objects.get()
    assert not user.is_staff
    assert not user.is_superuser


@pytest.mark.parametrize("address", ["", "email/", "password/change/", "logout/"])
def test_pages_of_an_account_are_for_its_owner(client, member, address):
    assert client.get(f"/accounts/{address}").status_code == 302
    response = logged_in(member).get(f"/accounts/{address}")
    assert response.status_code in (200, 302)


def test_account_pages_are_kept_by_no_cache(client, db):
    for address in ("login", "signup", "password/reset"):
        response = client.get(f"/accounts/{address}/")
        assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_django_admin_uses_the_same_login(client, db):
    assert client.get("/admin/login/").url.startswith("/accounts/login/")


def test_a_name_is_taken_in_whatever_case(db):
    from django.db import IntegrityError

    person("nora")
    with pytest.raises(IntegrityError):
        User.objects.create(username="NORA")


def test_accounts_that_were_never_confirmed_are_forgotten(client, member):
    client.post("/accounts/signup/", SIGN_UP)
    call_command("forget_unconfirmed")
    assert User.objects.count() == 2
    User.objects.update(date_joined="2026-01-01T00:00Z")
    call_command("forget_unconfirmed")
    assert list(User.objects.all()) == [member]
