"""Text that a person has typed before the log-in is there afterwards, without anything stored on the server."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from comments.models import Comment, OutgoingEmail
from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK, get_account_mark
from mvforum.resubmission.carried_form import CARRIED_FIELD, open_form
from tests.conftest import logged_in, text_of

TEXT = "My child has a fever & a rash"
PASSWORD = "a-long-password"
CONTINUE = "/accounts/continue/"


def read_forms(response) -> list[dict[str, str]]:
    """Return action and fields of each form of a page that has any text or hidden field."""
    page = text_of(response)
    forms = []
    for attributes, form in re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.DOTALL):
        fields = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
        fields |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL))
        action = re.search(r'action="([^"]*)"', attributes)
        forms.append({"": action[1] if action else ""} | {name: unescape(value) for name, value in fields.items()})
    return forms


def find_form(response, field: str) -> dict[str, str]:
    return next(form for form in read_forms(response) if field in form)


def send(client: Client, form: dict[str, str], **fields: str):
    return client.post(form[""], {name: value for name, value in form.items() if name} | fields)


@pytest.fixture
def regina(regular):
    """A member whose posts appear at once, logged in nowhere."""
    return regular


@pytest.fixture
def log_in_page(client, thread):
    """The log-in, reached by the button of the form, as a browser without scripts sends it."""

    def log_in_page(**fields: str):
        said = {"body": TEXT, "author_name": "Worried mum", ACCOUNT_MARK_FIELD: GUEST_MARK} | fields
        return client.post(f"{CONTINUE}?to=/threads/{thread.pk}/comments/", {"continue_as": "log_in"} | said)

    return log_in_page


def test_the_forms_own_log_in_is_a_button_that_sends_the_text(client, thread):
    page = text_of(client.get(thread.url))
    (button,) = re.findall(r"<button[^>]*data-log-in[^>]*>", page)
    assert f'formaction="{CONTINUE}?to=/threads/{thread.pk}/comments/"' in button


def test_the_log_in_carries_the_text_where_nobody_can_read_it(log_in_page):
    page = log_in_page()
    assert page.status_code == 200
    carried = find_form(page, CARRIED_FIELD)[CARRIED_FIELD]
    assert TEXT not in text_of(page)
    assert open_form(carried).texts[0].value == TEXT
    assert not Session.objects.exists()
    assert not Comment.objects.exists()


def test_the_text_of_a_guest_is_offered_with_the_question(client, regina, log_in_page):
    answer = send(client, find_form(log_in_page(), CARRIED_FIELD), login="regina", password=PASSWORD)
    assert answer.status_code == 200
    page = text_of(answer)
    assert "You wrote a text before you logged in." in page
    assert "<details" in page
    assert PASSWORD not in page
    form = find_form(answer, "body")
    assert form["body"] == TEXT
    assert form[ACCOUNT_MARK_FIELD] == get_account_mark(regina)
    assert send(client, form, anonymously="on").status_code == 302
    assert Comment.objects.get(body=TEXT).author_name == ""


def test_a_wrong_password_keeps_the_text(client, regina, log_in_page):
    answer = send(client, find_form(log_in_page(), CARRIED_FIELD), login="regina", password="wrong")
    answer = send(client, find_form(answer, CARRIED_FIELD), login="regina", password=PASSWORD)
    assert find_form(answer, "body")["body"] == TEXT


def test_the_form_of_an_account_is_filled_for_that_account(client, regina, thread):
    mark = get_account_mark(regina)
    refused = client.post(f"/threads/{thread.pk}/comments/", {"body": TEXT, ACCOUNT_MARK_FIELD: mark})
    assert refused.status_code == 403
    page = send(client, find_form(refused, "body") | {"": f"{CONTINUE}?to=/threads/{thread.pk}/comments/"})
    answer = send(client, find_form(page, CARRIED_FIELD), login="regina", password=PASSWORD)
    assert "<details" not in text_of(answer)
    assert find_form(answer, "body")["body"] == TEXT


def test_the_form_of_another_account_is_not_filled(client, regina, member, log_in_page):
    page = log_in_page(**{ACCOUNT_MARK_FIELD: get_account_mark(member)})
    answer = send(client, find_form(page, CARRIED_FIELD), login="regina", password=PASSWORD)
    assert "A text was written with another account." in text_of(answer)
    assert "<details" in text_of(answer)


def test_signing_up_carries_the_text_through_the_code(client, db, log_in_page):
    page = client.post(CONTINUE, {CARRIED_FIELD: find_form(log_in_page(), CARRIED_FIELD)[CARRIED_FIELD],
                                  "continue_as": "sign_up"})  # fmt: skip
    new = {"email": "new@example.org", "username": "newcomer", "password1": "a-very-long-password"}
    page = send(client, find_form(page, CARRIED_FIELD), **new)
    assert page.status_code == 200
    assert "Enter the code" in text_of(page)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", OutgoingEmail.objects.latest("pk").body, re.MULTILINE)[0]
    answer = send(client, find_form(page, CARRIED_FIELD), code=code)
    assert find_form(answer, "body")["body"] == TEXT


def test_a_member_can_go_on_as_a_guest(regina, thread):
    browser = logged_in(regina)
    said = {"body": TEXT, "author_name": "Worried mum", ACCOUNT_MARK_FIELD: GUEST_MARK}
    asked = find_form(browser.post(f"/threads/{thread.pk}/comments/", said), "body")
    answer = browser.post(f"{CONTINUE}?to=/threads/{thread.pk}/comments/", asked | {"continue_as": "guest"})
    form = find_form(answer, "body")
    assert (form["body"], form["author_name"], form[ACCOUNT_MARK_FIELD]) == (TEXT, "Worried mum", GUEST_MARK)
    assert send(browser, form).status_code == 302
    post = Comment.objects.get(body=TEXT)
    assert (post.author, post.author_name) == (None, "Worried mum")


@pytest.mark.parametrize("to", ["https://evil.example/threads/1/comments/", "//evil.example/threads/1/comments/"])
def test_the_text_is_never_sent_to_another_site(client, thread, to):
    answer = client.post(f"{CONTINUE}?to={to}", {"body": TEXT, "continue_as": "guest"})
    assert "evil.example" not in text_of(answer)


@pytest.mark.parametrize("to", ["/nowhere/", "/accounts/login/", "", "/threads/1/comments/\x00"])
def test_other_addresses_carry_nothing(client, db, to):
    answer = client.post(CONTINUE, {"body": TEXT, "password": PASSWORD}, QUERY_STRING=f"to={to}")
    assert answer.status_code == 302


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAAABm" * 9])
def test_what_we_have_not_sealed_is_not_opened(db, client, regina, sealed):
    answer = client.post("/accounts/login/", {"login": "regina", "password": PASSWORD, CARRIED_FIELD: sealed})
    assert answer.status_code == 302


def test_a_key_that_was_changed_opens_what_it_has_sealed(log_in_page, settings):
    carried = find_form(log_in_page(), CARRIED_FIELD)[CARRIED_FIELD]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key" * 5
    assert open_form(carried)
    settings.SECRET_KEY_FALLBACKS = []
    assert open_form(carried) is None
