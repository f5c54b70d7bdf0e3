"""A Redis server that stops and returns."""

import logging
import socket

import pytest
from django.core.cache import caches
from django.test import Client

from mvforum import redis
from mvforum.circuit_breaker import CircuitBreaker
from tests import servers
from tests.conftest import text_of

ARTICLE = "/articles/on-threads/"


@pytest.fixture
def site_with_cache_at(settings, monkeypatch):
    """site_with_cache_at(address): a site with this CACHE_URL."""

    def start(address: str) -> Client:
        location = address.replace("rediscache", "redis")
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": location,
                "OPTIONS": patience,
            },
            "template_fragments": {"BACKEND": "mvforum.redis.FragmentCache", "LOCATION": location, "OPTIONS": patience},
        }
        if (guard := "mvforum.redis.RateLimitOutageMiddleware") not in settings.MIDDLEWARE:
            settings.MIDDLEWARE = [*settings.MIDDLEWARE, guard]
        return Client()

    monkeypatch.setattr(redis, "circuit_breaker", CircuitBreaker("the cache of pages"))
    return start


@pytest.fixture(params=["gone", "silent"])
def client_without_cache(request, site_with_cache_at):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if request.param == "silent":
            nobody.listen()
        yield site_with_cache_at(f"rediscache://127.0.0.1:{nobody.getsockname()[1]}/0")


def test_pages_are_read_and_written_without_the_cache(client_without_cache, post, thread, caplog):
    post("Still here")
    with caplog.at_level(logging.WARNING):
        for _visit in range(3):
            assert "Still here" in text_of(client_without_cache.get(ARTICLE))
    assert len(caplog.records) == 1
    assert "without the cache of pages" in caplog.text
    sent = client_without_cache.post(f"/threads/{thread.pk}/comments/", {"body": "Mine"})
    assert sent.status_code == 302


def test_nobody_logs_in_while_attempts_cannot_be_counted(client_without_cache, member, caplog):
    form = {"login": "rita", "password": "a-long-password"}
    answer = client_without_cache.post("/accounts/login/", form)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "no-store" in answer.headers["Cache-Control"]
    assert "again in a minute" in text_of(answer)
    assert not client_without_cache.cookies
    assert "nobody can log in" in caplog.text


def test_who_is_logged_in_stays_so_without_the_cache(client_without_cache, member):
    client_without_cache.force_login(member)
    assert client_without_cache.get("/posts/").status_code == 200


@pytest.mark.skipif(bool(servers.missing()), reason=servers.missing())
def test_pages_are_kept_again_when_the_cache_is_back(site_with_cache_at, post, monkeypatch):
    post("Still here")
    port = servers.free_port()
    with servers.redis_server(port) as address:
        client = site_with_cache_at(address)
        assert "Still here" in text_of(client.get(ARTICLE))
        fragments = caches["template_fragments"]
        fragments.set("known", "well")
        assert fragments.get("known") == "well"
    for _visit in range(2):
        assert "Still here" in text_of(client.get(ARTICLE))
    assert fragments.get("known", "not") == "not"
    with servers.redis_server(port):
        assert redis.circuit_breaker.is_open
        monkeypatch.setattr("mvforum.circuit_breaker.monotonic", lambda: float("inf"))
        fragments.set("known", "again")
        assert fragments.get("known") == "again"
