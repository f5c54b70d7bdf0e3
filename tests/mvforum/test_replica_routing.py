"""Requests that may read from the replica, and pages while it fails."""

import logging

import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connections, router
from django.http import Http404, HttpResponse
from django.urls import resolve

from comments.models import Comment, Thread
from comments.web.public_cache import public_page
from mvforum import replica
from mvforum.circuit_breaker import CircuitBreaker
from mvforum.replica import ReplicaMiddleware, ReplicaRouter


@pytest.fixture(autouse=True)
def _a_site_with_a_replica(settings, monkeypatch):
    settings.DATABASE_ROUTERS = ["mvforum.replica.ReplicaRouter"]
    monkeypatch.setattr(replica, "circuit_breaker", CircuitBreaker("the replica"))
    monkeypatch.setitem(connections.databases, "replica", connections.databases["default"])
    connections["replica"] = connections.create_connection("replica")
    yield
    del connections["replica"]


@public_page()
def page(request) -> HttpResponse:
    return HttpResponse(router.db_for_read(Thread))


def answer(request, view=page) -> str | None:
    """The middleware's own answer; None means that the primary is read."""
    response = ReplicaMiddleware(page).process_view(request, view, (), {})
    return response and response.content.decode()


@pytest.mark.parametrize(
    ("path", "is_shared"),
    [
        ("/", True),
        ("/articles/on-threads/", True),
        ("/threads/1/reply/", True),
        ("/threads/1/latest/", True),
        ("/threads/1/flag/", True),
        ("/threads/1/flagged/", True),
        ("/house-rules/", True),
        ("/help/", True),
        ("/search/", True),
        ("/privacy/", True),
        ("/facts/", True),
        ("/on-this-day/10-14/", True),
        ("/widgets/", True),
        ("/widgets/fact/", True),
        ("/widgets/count.json", True),
        ("/feeds/posts.atom", True),
        ("/moderation/log/", True),
        ("/moderation/log.atom", True),
        ("/moderation/statistics/", False),
        ("/moderation/spam-score/", False),
        ("/sitemap.xml", True),
        ("/cards/site/any.png", False),
        ("/threads/1/comments/", False),
        ("/threads/1/flags/", False),
        ("/posts/", False),
        ("/posts/a-secret/", False),
        ("/posts/a-secret/edit/", False),
        ("/posts/a-secret/appeal/", False),
        ("/posts/own/1/", False),
        ("/moderation/undo/", False),
        ("/accounts/letters/", False),
        ("/moderation/", False),
        ("/accounts/", False),
        ("/accounts/login/", False),
        ("/admin/", False),
        ("/healthz", False),
    ],
)
def test_only_pages_for_all_guests_come_from_the_replica(rf, path, is_shared):
    found = resolve(path)
    assert getattr(found.func, "is_public_page", False) == is_shared


def test_a_guest_reads_from_the_replica(rf):
    assert answer(rf.get("/")) == answer(rf.head("/")) == "replica"


def test_other_pages_are_read_from_the_primary(rf):
    assert answer(rf.get("/"), view=page.__wrapped__) is None
    assert page(rf.get("/")).content == b"default"


def test_who_is_logged_in_reads_from_the_primary(rf):
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert answer(request) is None


def test_what_changes_something_goes_to_the_primary(rf):
    assert answer(rf.post("/")) is None


def test_writes_never_go_to_the_replica(rf):
    def write(request) -> HttpResponse:
        return HttpResponse(router.db_for_write(Comment) + Comment.objects.select_for_update().db)

    assert answer(rf.get("/"), view=public_page()(write)) == "defaultdefault"
    assert not ReplicaRouter().allow_migrate("replica", "comments")


@pytest.mark.parametrize("problem", [Http404, DataError])
def test_what_the_replica_does_not_know_yet_is_asked_of_the_primary(rf, problem):
    @public_page()
    def missing(request) -> HttpResponse:
        raise problem

    assert answer(rf.get("/"), view=missing) is None
    assert answer(rf.get("/")) == "replica"


def test_a_replica_that_fails_is_left_alone_for_a_while_and_the_log_says_so(rf, caplog):
    asked = []

    @public_page()
    def broken(request) -> HttpResponse:
        asked.append(router.db_for_read(Thread))
        raise OperationalError("connection refused")

    with caplog.at_level(logging.WARNING):
        assert [answer(rf.get("/"), view=broken) for _request in range(3)] == [None] * 3
    assert asked == ["replica"]
    assert len(caplog.records) == 1
    assert "without the replica: connection refused" in caplog.text


def test_a_replica_is_asked_again_after_a_while(rf, monkeypatch):
    replica.circuit_breaker.trip(OperationalError("connection refused"))
    assert answer(rf.get("/")) is None
    monkeypatch.setattr("mvforum.circuit_breaker.monotonic", lambda: float("inf"))
    assert answer(rf.get("/")) == "replica"


def test_other_faults_are_nobody_elses_and_leave_nothing_behind(rf):
    @public_page()
    def faulty(request) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer(rf.get("/"), view=faulty)
    assert router.db_for_read(Thread) == "default"
