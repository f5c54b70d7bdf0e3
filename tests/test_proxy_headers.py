"""Headers of proxies through the server: with one trusted proxy and without, in both spellings and orders."""

import http.client
import socket
from itertools import count

import pytest

from tests.running import FORM, HOST, Site

STAGE = """
from articles.publication import publish_article
from articles.models import Article
from comments.models import HouseRules

HouseRules.change(seconds_between_posts=0, posts_per_ten_minutes=1)
article = Article.objects.create(title="News", slug="news", body="Words.")
publish_article(article)
print(article.thread.pk)
"""
TEXTS = count()
REAL, FALSE = "X-Forwarded-For", "X_Forwarded_For"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    Site(folder).prepare(STAGE)
    return folder


@pytest.fixture(scope="module")
def behind_one(folder):
    site = Site(folder)
    with site.running():
        yield site


@pytest.fixture(scope="module")
def behind_none(folder):
    """A site over plain HTTP: nothing else would be answered without a proxy."""
    site = Site(folder, TRUSTED_PROXY_COUNT="0", PLAIN_HTTP="true")
    with site.running():
        yield site


def ask(site: Site, method: str, path: str, *headers: tuple[str, str], body: bytes = b""):
    """Send headers exactly as they are written here, in this order."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {FORM}", *(f"{name}: {value}" for name, value in headers)]
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.words = answer.read()
        return answer


def post(site: Site, *headers: tuple[str, str]) -> int:
    scheme = "http" if site.environment.get("PLAIN_HTTP") else "https"
    origin = ("Origin", f"{scheme}://{HOST}")
    body = f"body=Text+{next(TEXTS)}&account_mark=guest".encode()  # The same text twice would be one post.
    return ask(site, "POST", "/threads/1/comments/", origin, *headers, body=body).status


def in_both_orders(one, other):
    return [(one, other), (other, one)]


def test_behind_one_proxy_its_address_counts(behind_one):
    proto = ("X-Forwarded-Proto", "https")
    assert post(behind_one, proto, (REAL, "198.51.100.1")) == 302
    assert post(behind_one, proto, (REAL, "198.51.100.1")) == 429
    assert post(behind_one, proto, (REAL, "203.0.113.5, 198.51.100.1")) == 429  # The client sent the left one.
    assert post(behind_one, proto, (REAL, "203.0.113.5"), (REAL, "198.51.100.1")) == 429
    assert post(behind_one, proto, (REAL, "198.51.100.1:4711")) == 429


@pytest.mark.parametrize("false", [FALSE, "X-Forwarded_For", "x_forwarded-for"])
def test_behind_one_proxy_the_other_spelling_counts_in_no_order(behind_one, false):
    proto = ("X-Forwarded-Proto", "https")
    post(behind_one, proto, (REAL, "198.51.100.2"))
    for number, headers in enumerate(in_both_orders((REAL, "198.51.100.2"), (false, "203.0.113.{}"))):
        named = [(name, value.format(20 + number)) for name, value in headers]
        assert post(behind_one, proto, *named) == 429


def test_without_a_proxy_no_spelling_counts(behind_none):
    post(behind_none)
    for number, headers in enumerate(in_both_orders((REAL, "203.0.113.{}"), (FALSE, "203.0.114.{}"))):
        named = [(name, value.format(number)) for name, value in headers]
        assert post(behind_none, *named) == 429
        assert post(behind_none, named[0]) == 429


def test_forty_log_ins_with_false_addresses_are_limited(behind_one):
    answers = []
    for number in range(40):
        headers = in_both_orders((REAL, "198.51.100.3"), (FALSE, f"203.0.113.{number}"))[number % 2]
        body = f"login=nobody{number}&password=guess&account_mark=guest".encode()
        told = (("X-Forwarded-Proto", "https"), ("Origin", f"https://{HOST}"))
        answers.append(ask(behind_one, "POST", "/accounts/login/", *told, *headers, body=body))
    limited = [answer for answer in answers if answer.status == 429 or b"too many attempts" in answer.words]
    assert len(limited) >= 10


@pytest.mark.parametrize(("real", "status"), [("https", 200), ("http", 301)])
def test_behind_one_proxy_its_scheme_counts(behind_one, real, status):
    false = {"https": "http", "http": "https"}[real]
    for headers in in_both_orders(("X-Forwarded-Proto", real), ("X_Forwarded_Proto", false)):
        assert ask(behind_one, "GET", "/articles/news/", *headers).status == status
        assert ask(behind_one, "GET", "/accounts/login/", *headers).status == status
    assert ask(behind_one, "GET", "/articles/news/", ("X-Forwarded-Proto", f"{false}, {real}")).status == status


def test_without_a_proxy_no_scheme_counts(folder):
    site = Site(folder, TRUSTED_PROXY_COUNT="0")
    with site.running():
        for headers in in_both_orders(("X-Forwarded-Proto", "https"), ("X_Forwarded_Proto", "https")):
            assert ask(site, "GET", "/articles/news/", *headers).status == 301


def test_no_false_host_gets_in(behind_one):
    proto = ("X-Forwarded-Proto", "https")
    answer = ask(
        behind_one, "GET", "/accounts/login/", proto, ("X-Forwarded-Host", "evil.example"), ("_Host", "evil.example")
    )
    assert answer.status == 200
    assert b"evil.example" not in answer.words
    assert ask(behind_one, "GET", "/", proto, ("Host", "evil.example")).status == 400
