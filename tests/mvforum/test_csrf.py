"""Protection of forms against requests from other sites."""

import pytest
from django.test import Client

from comments.models import Comment
from tests.conftest import text_of

URL = "/threads/{}/comments/"


def strict(**extra: object) -> Client:
    return Client(enforce_csrf_checks=True, **extra)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({"Origin": "http://testserver"}, 302),  # an older browser, or plain http
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://evil.testserver"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),  # typed into the address bar: never a form of ours
        ({"Origin": "null"}, 403),
        ({"Origin": "https://testserver"}, 403),  # another scheme
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "http://[bad"}, 403),
        ({}, 403),
    ],
)
def test_a_guests_post(thread, headers, status):
    client = strict()
    response = client.post(URL.format(thread.pk), {"body": "Hi"}, headers=headers)
    assert response.status_code == status
    assert Comment.objects.exists() == (status == 302)
    assert not client.cookies


def test_djangos_token_is_believed_too(thread):
    client = strict()
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    data = {"body": "Hi", "csrfmiddlewaretoken": token}
    assert client.post(URL.format(thread.pk), data).status_code == 302


def test_whoever_is_refused_gets_the_words_back(thread):
    response = strict().post(URL.format(thread.pk), {"body": "A long story & more"})
    assert response.status_code == 403
    assert "A long story &amp; more" in text_of(response)
    assert "Please send it again" in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/threads/1/comments/", "/threads/1/flags/", "/posts/secret/edit/", "/posts/secret/delete/", "/posts/own/1/edit/",
        "/posts/own/1/delete/", "/moderation/decisions/", "/moderation/comments/1/sanction/",
        "/moderation/all/", "/moderation/comments/1/leave/",
        "/moderation/comments/1/notes/", "/moderation/comments/1/notes/1/delete/",
        "/moderation/authors/1/sanctions/1/", "/accounts/login/", "/accounts/logout/",
        "/accounts/signup/", "/accounts/email/", "/accounts/password/change/",
        "/accounts/password/reset/", "/admin/comments/comment/", "/admin/articles/article/add/",
    ],
)  # fmt: skip
def test_no_address_that_changes_something_takes_a_forged_form(db, admin_user, address):
    client = strict()
    client.force_login(admin_user)
    forged = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert client.post(address, {"body": "x"}, headers=forged).status_code == 403


@pytest.mark.parametrize(
    "address", ["/threads/1/comments/", "/threads/1/flags/", "/posts/secret/delete/", "/posts/own/1/delete/"]
)
def test_reading_changes_nothing(as_admin, address):
    response = as_admin.get(address)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Back to the articles" in text_of(response)
