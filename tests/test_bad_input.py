"""Bad input never causes a status of 500."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment
from mvforum.wsgi import replace_unreadable_content_type
from tests.comments.acting import submit_comment
from tests.conftest import text_of


@pytest.fixture
def url(thread) -> str:
    return f"/threads/{thread.pk}/comments/"


def test_a_nul_byte_is_refused_with_a_message(client, thread):
    response = submit_comment(client, thread, "a\x00b", author_name="Mira")
    assert response.status_code == 422
    assert "Null characters are not allowed." in text_of(response)
    assert submit_comment(client, thread, "ab", author_name="Mi\x00ra").status_code == 422
    assert not Comment.objects.exists()


def test_bytes_that_are_no_utf8(client, url):
    form = "application/x-www-form-urlencoded"
    response = client.post(url, b"body=caf\xe9+%ff%fe+%ed%a0%80", content_type=form)
    assert response.status_code == 302
    assert Comment.objects.get().body.startswith("caf")


@pytest.mark.parametrize("charset", ["hex", "utf-7", "nothing", "base64", "utf-16"])
@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_charset_that_makes_no_sense(client, url, form, charset):
    body = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nHello\r\n--x--\r\n'
    body = body if "multipart" in form else b"body=Hello"
    response = client.generic("POST", url, body, content_type=f"{form}; charset={charset}")
    assert response.status_code in {302, 400, 422}


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data", "x"])
def test_a_form_that_is_none(client, url, content_type):
    response = client.post(url, b'{"body": "Hello"}', content_type=content_type)
    assert response.status_code in {400, 422}


def test_a_form_that_breaks_off(client, url):
    body = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nHel'
    response = client.post(url, body, content_type="multipart/form-data; boundary=x")
    assert response.status_code in {302, 400, 422}


@pytest.mark.parametrize("size", [1_048_576, 10_485_760])
def test_a_body_of_megabytes(client, url, size):
    for data in ({"body": "x" * size}, {"body": "Hi", "author_name": "x" * size}):
        response = client.post(
            url, "&".join(f"{name}={value}" for name, value in data.items()).encode(),
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert response.status_code == 413
        assert "a post has room for 8,000 characters" in text_of(response)
    assert not Comment.objects.exists()


def test_more_fields_than_anybody_needs(client, url, article):
    fields = {f"field{number}": "x" for number in range(1200)}
    for response in (client.post(url, fields), client.get("/", fields), client.get("/nowhere/", fields)):
        assert response.status_code in {400, 404}
        assert "Back to the articles" in text_of(response)


def test_files_are_not_taken(client, url):
    file = SimpleUploadedFile("a.bin", b"x" * 3_000_000)
    response = client.post(url, {"body": "Hello", "body2": file})
    assert response.status_code == 302
    assert response.wsgi_request.FILES == {}


@pytest.mark.parametrize(
    "parameters", ["a*=zzz''x", "a*=idna''%ff", "a*=punycode''%ff", "boundary*=zzz''x", "a=" + "x" * 300, "charset=hex"]
)
def test_a_content_type_that_cannot_be_read(db, parameters):
    """Sent through the WSGI handler, since it fails before the first middleware."""
    said = []
    environ = RequestFactory()._base_environ(
        PATH_INFO="/privacy/", CONTENT_TYPE=f"text/plain; {parameters}", HTTP_HOST="testserver"
    )
    words = b"".join(replace_unreadable_content_type(environ, lambda status, headers: said.append(status)))
    assert said == ["200 OK"]
    assert b"Privacy" in words


@pytest.mark.parametrize("thread_id", ["0", "999", "99999999999999999999", "9" * 5000, "-1", "x", "%00"])
def test_a_thread_that_is_not_there(client, db, thread_id):
    assert client.get(f"/threads/{thread_id}/reply/").status_code == 404
    assert client.post(f"/threads/{thread_id}/comments/", {"body": "Hi"}).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9" * 5000, "x"])
def test_a_post_that_is_not_there(as_admin, admin_user, post, pk):
    post(author=admin_user)
    assert as_admin.get(f"/posts/own/{pk}/").status_code == 404
    assert as_admin.get(f"/moderation/comments/{pk}/").status_code == 404


@pytest.mark.parametrize("name", ["Mo\u202ed", "Mira \u2066", "\u200fx"])
def test_a_name_does_not_turn_the_page_around(client, thread, name):
    response = submit_comment(client, thread, author_name=name)
    assert response.status_code == 422
    assert "turn text around" in text_of(response)
    assert "Hello there" in text_of(response)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("\u200b\u3164", "Anonymous"), ("  Mi\u00adra \n K. ", "Mira K."), ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;")],
)
def test_a_name_is_one_visible_line(client, thread, name, shown):
    submit_comment(client, thread, author_name=name)
    Comment.objects.get().decide("approve")
    assert f'<bdi class="author">{shown}</bdi>' in text_of(client.get(thread.url))


def test_a_name_that_is_too_long(client, thread):
    response = submit_comment(client, thread, author_name="x" * 51)
    assert response.status_code == 422
    assert "Hello there" in text_of(response)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_odd_methods(client, url, article, method):
    for address in (url, "/", article.get_absolute_url(), "/moderation/decisions/", "/posts/x/"):
        assert getattr(client, method)(address).status_code in {200, 302, 404, 405}


def test_head_is_like_get_without_words(client, article):
    for address in ("/", article.get_absolute_url(), "/healthz"):
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("host", ["evil.example", "testserver:99999", "a b", ""])
def test_a_host_that_is_not_ours(client, article, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code in {200, 400}
    assert "evil.example" not in text_of(response)


@pytest.mark.parametrize(
    "query",
    [
        "id__exact=99999999999999999999",
        "thread=99999999999999999999",
        "body__regex=(",
        "author_name=%00",
        "q=%00",
        "q=" + "x" * 5000,
        "o=99",
        "p=-1",
        "e=1",
        "author__password__startswith=a",
    ],
)
def test_django_admin_refuses_bad_input_too(as_admin, post, query):
    post()
    assert as_admin.get(f"/admin/comments/comment/?{query}").status_code in {200, 302, 400}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(body=st.text(max_size=60), name=st.text(max_size=60), reply_to=st.text(max_size=8), query=st.text(max_size=12))
def test_whatever_people_send(thread, body, name, reply_to, query):
    client = Client(raise_request_exception=True)
    data = {"body": body, "author_name": name, "reply_to": reply_to}
    data = {field: value.encode("utf-8", "surrogatepass") for field, value in data.items()}
    assert client.post(f"/threads/{thread.pk}/comments/", data).status_code in {302, 422, 429}
    for parameter in ("after", "post", "order"):
        value = query.encode("utf-8", "surrogatepass")
        page = client.get(thread.url, {parameter: value}, follow=True)
        assert page.status_code in {200, 404}
