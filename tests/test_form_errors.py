"""Errors of forms: a summary at the top with links, and each field says that it is invalid.

The browser tests look at the focus and at what axe finds: tests/browser/test_announcements.py.
"""

import re
from html import unescape

import pytest
from django.test import Client

from comments.models import Comment, Sanction
from comments.submission.submit import add_comment
from tests.conftest import HELD, text_of

LONG = "x" * 9000
LOGIN = {"login": "mona", "password": "wrong"}
# Who sends which form with which errors: the address, the values, and the fields that are wrong.
FORMS = {
    "log in, wrong": ("guest", "/accounts/login/", LOGIN, ["login", "password"]),
    "log in, empty": ("guest", "/accounts/login/", {}, ["login", "password"]),
    "sign up": ("guest", "/accounts/signup/", {"email": "no", "username": "admin"}, ["email", "username", "password1"]),
    "forgotten password": ("guest", "/accounts/password/reset/", {"email": "no"}, ["email"]),
    "change password": (
        "mona",
        "/accounts/password/change/",
        {"oldpassword": "no", "password1": "a-new-password", "password2": "another"},
        ["oldpassword", "password2"],
    ),
    "change address": ("mona", "/accounts/email/", {"email": "no", "action_add": ""}, ["email"]),
    "post, empty": ("guest", "/threads/{thread}/comments/", {"body": ""}, ["body"]),
    "post, refused name": (
        "guest",
        "/threads/{thread}/comments/",
        {"body": "Hi", "author_name": "mona"},
        ["author_name"],
    ),
    "post, parent is gone": ("guest", "/threads/{thread}/comments/", {"body": "Hi", "reply_to": "99"}, []),
    "post, too long": ("mona", "/threads/{thread}/comments/", {"body": LONG}, ["body"]),
    "edit": ("guest", "/posts/{secret}/edit/", {"body": "", "author_name": "Ada"}, ["body"]),
    "own edit": ("mona", "/posts/own/{own}/edit/", {"body": LONG}, ["body"]),
    "report": ("guest", "/threads/{thread}/flags/", {"post": "1"}, ["why"]),
    "appeal": ("guest", "/posts/{refused}/appeal/", {"words": ""}, ["words"]),
    "note": ("mona", "/moderation/comments/{held}/notes/", {"words": "", "about": "post"}, ["words"]),
    "sanction": (
        "mona",
        "/moderation/comments/{held}/sanction/",
        {"kind": "suspension", "lasts": "own", "reason": ""},
        ["until", "reason"],
    ),
    "lift a sanction": (
        "mona",
        "/moderation/authors/{held}/sanctions/{sanction}/",
        {"lift_reason": LONG},
        ["lift_reason"],
    ),
}


@pytest.fixture
def stage(article, post, moderator, other_moderator) -> dict[str, object]:
    first = post("Hello")
    held = post("Held", HELD, author_key="held")
    refused = post("Refused", HELD)
    refused.decide("reject", by=other_moderator)
    own = add_comment(article.thread, Comment(body="Mine", author=moderator, author_name="mona"), HELD)
    sanction = Sanction.objects.create(
        author_key="held", kind="ban", reason="Because", by=other_moderator, comment=held
    )
    return {
        "thread": article.thread_id, "secret": first.issue_secret(), "refused": refused.issue_secret(),
        "held": held.pk, "own": own.pk, "sanction": sanction.pk,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_errors_of_a_form_are_announced(client: Client, as_moderator: Client, stage, form):
    who, address, values, wrong = FORMS[form]
    response = (as_moderator if who == "mona" else client).post(address.format(**stage), values)
    page = text_of(response)
    assert 'name="csrfmiddlewaretoken"' in page or who == "guest"
    assert re.search(r"<title>Error: [^<]+</title>", page)
    (summary,) = re.findall(r'<div class="errors" role="alert" tabindex="-1" autofocus.*?</div>', page, re.DOTALL)
    errors = re.findall(r"<li>(.*?)</li>", summary)
    assert len(errors) >= max(1, len(wrong) - (form == "log in, wrong"))
    links = re.findall(r'<a href="#([^"]+)">', summary)
    assert links
    elements = {
        found[1]: found[0] for found in re.finditer(r'<(?:input|textarea|select)\b[^>]*\bid="([^"]+)"[^>]*>', page)
    }
    assert {*links} <= elements.keys()
    invalid = {re.search(r'name="(\w+)"', element)[1] for element in elements.values() if "aria-invalid" in element}
    assert invalid == {*wrong}
    # What a field says of its error is what it is described by.
    for element in elements.values():
        if "aria-invalid" in element and 'type="radio"' not in element:
            described = re.search(r'aria-describedby="([^"]+)"', element)[1].split()
            assert any(f'id="{place}"' in page for place in described)


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/threads/{thread}/reply/", "/posts/{secret}/"]
)
def test_without_an_error_nothing_is_announced(client, stage, address):
    page = text_of(client.get(address.format(**stage)))
    assert "Error:" not in page
    assert "data-error-summary" not in page
    assert "aria-invalid" not in page


def test_a_wrong_name_and_a_wrong_password_look_the_same(client, moderator):
    pages = [text_of(client.post("/accounts/login/", {"login": name, "password": "no"})) for name in ("mona", "nobody")]
    for page in pages:
        assert '<a href="#id_login">Name or e-mail address: Name or password is not right.</a>' in unescape(page)
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert plain[0].replace("mona", "nobody") == plain[1]
