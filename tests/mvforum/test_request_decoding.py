"""Requests that no page can answer are refused early."""

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from comments.models import Comment

FORM = {"body": "All of my text", "account_mark": "guest"}


PATHS = (
    *("/admin/", "/admin/login/", "/admin/articles/article/", "/accounts/", "/accounts/login/", "/accounts/signup/"),
    *("/accounts/password/reset/", "/accounts/letters/", "/moderation/", "/", "/healthz", "/nowhere/"),
)


@pytest.mark.parametrize("method", ["TRACE", "BREW", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_unknown_methods_are_not_allowed(as_admin, method):
    for path in PATHS:
        for client in (Client(), as_admin):
            response = client.generic(method, path)
            assert response.status_code == 405, path
            assert response["Allow"] == "GET, HEAD, OPTIONS, POST"


def send(client: Client, path: str, body: bytes):
    return client.generic("POST", path, body, content_type=MULTIPART_CONTENT)


@pytest.mark.parametrize("cut", [len(f"{BOUNDARY}--\r\n") + 2, 4, 3, 40])
def test_a_multipart_form_without_its_end_is_refused(thread, cut):
    whole = encode_multipart(BOUNDARY, FORM)
    response = send(Client(), f"/threads/{thread.pk}/comments/", whole[:-cut])
    assert response.status_code == 400
    assert not Comment.objects.exists()


@pytest.mark.parametrize("after", [b"", b"\r\n", b"An epilogue that nobody reads."])
def test_a_whole_multipart_form_is_taken(thread, after):
    whole = encode_multipart(BOUNDARY, FORM).removesuffix(b"\r\n")
    response = send(Client(), f"/threads/{thread.pk}/comments/", whole + after)
    assert response.status_code == 302
    assert Comment.objects.get().body == "All of my text"


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/", "/admin/articles/picture/add/"])
def test_other_forms_need_their_end_as_well(as_admin, path):
    whole = encode_multipart(BOUNDARY, {"login": "rita", "password": "x"})
    for client in (Client(), as_admin):
        assert send(client, path, whole[:-4]).status_code == 400


def test_a_form_that_is_read_as_it_is_first_needs_its_end(rf):
    from django.http.multipartparser import MultiPartParserError

    from mvforum.request_decoding import RequestDecodingMiddleware

    request = rf.generic("POST", "/", encode_multipart(BOUNDARY, FORM)[:-4], content_type=MULTIPART_CONTENT)

    def view(request):
        assert request.body
        return request.POST

    with pytest.raises(MultiPartParserError):
        RequestDecodingMiddleware(view)(request)
