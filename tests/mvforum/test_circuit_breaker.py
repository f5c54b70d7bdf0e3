"""A database that does not answer: cached pages go on, texts come back, no restart is needed."""

from threading import Event

import pytest
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.test import Client

from comments.management.commands import send_emails
from comments.models import Comment, OutgoingEmail, Thread
from mvforum.http_cache.middleware import HttpCacheMiddleware
from mvforum.wsgi import replace_unreadable_content_type
from tests import servers
from tests.comments.acting import submit_comment
from tests.conftest import text_of
from tests.running import FORM, HOST, Site


class Gone:
    """A database whose queries all fail until it is `back`."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        self.wrapper = self.connection.execute_wrapper(self.refuse)
        self.wrapper.__enter__()

    def __exit__(self, *args):
        self.wrapper.__exit__(*args)

    def refuse(self, execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def gone(db) -> Gone:
    return Gone(connection)


@pytest.fixture
def patient(db) -> Client:
    """A client that returns error pages instead of raising exceptions."""
    return Client(raise_request_exception=False)


def test_a_post_is_refused_and_its_words_come_back(patient, thread, gone):
    data = {"author_name": "Mira", "reply_to": "3"}
    with gone:
        response = submit_comment(patient, thread, "Two lines\n& <b>markup</b>", **data)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    page = text_of(response)
    assert "Two lines\n&amp; &lt;b&gt;markup&lt;/b&gt;</textarea>" in page
    assert f'action="/threads/{thread.pk}/comments/"' in page
    assert 'name="author_name" value="Mira"' in page
    assert 'name="reply_to" value="3"' in page
    assert not Comment.objects.exists()


def test_sending_it_again_works(patient, thread, gone):
    with gone:
        submit_comment(patient, thread, "Hello", author_name="Mira")
    assert submit_comment(patient, thread, "Hello", author_name="Mira").status_code == 302


def test_a_member_gets_the_same_page(as_member, thread, gone):
    as_member.raise_request_exception = False
    with gone:
        response = submit_comment(as_member, thread, "Hello", anonymously="on")
    assert response.status_code == 503
    assert 'name="anonymously" value="on"' in text_of(response)


@pytest.mark.parametrize("path", ["/", "/articles/on-threads/", "/moderation/", "/admin/"])
def test_pages_say_that_they_will_be_back(patient, article, gone, path):
    patient.cookies["session"] = "x" * 32
    with gone:
        response = patient.get(path)
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    assert patient.get(path).status_code in {200, 302}


def test_passwords_do_not_come_back(patient, gone):
    with gone:
        response = patient.post("/accounts/login/", {"login": "rita", "password": "a secret word"})
    assert response.status_code == 503
    assert "a secret word" not in text_of(response)


def test_the_health_check_says_so(patient, gone):
    with gone:
        assert patient.get("/healthz").status_code == 503
    assert patient.get("/healthz").status_code == 200


def test_any_other_fault_is_ours(patient, article, monkeypatch):
    monkeypatch.setattr(Thread, "get_post_url", lambda *args: 1 / 0)
    monkeypatch.setattr("articles.views.article.ThreadPage", lambda *args: 1 / 0)
    response = patient.get(article.get_absolute_url())
    assert response.status_code == 500
    assert "Our fault" in text_of(response)


@pytest.fixture
def one_connection():
    """Share one connection with the test: its data live in that connection's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_the_front_cache_goes_on(article, post, gone, rf):
    now = [1000.0]
    cache = HttpCacheMiddleware(replace_unreadable_content_type, private_cookies=["session"], clock=lambda: now[0])

    def ask(path):
        said = []
        environ = rf._base_environ(PATH_INFO=path, HTTP_HOST="testserver")
        body = b"".join(cache(environ, lambda status, headers: said.append((status, headers))))
        return said[0][0][:3], dict(said[0][1]), body.decode()

    post("A voice from before")
    ask(article.get_absolute_url())
    with gone:
        now[0] += 1800
        status, headers, page = ask(article.get_absolute_url())
        assert (status, headers["Age"]) == ("200", "1800")
        assert "A voice from before" in page
        assert ask("/")[0] == "503"
        now[0] += 1900
        assert ask(article.get_absolute_url())[0] == "503"
    assert ask(article.get_absolute_url())[0] == "200"


def test_the_worker_goes_on(db, gone, monkeypatch, capsys, mailoutbox):
    OutgoingEmail.objects.create(to="rita@example.org", subject="Hello", body="Hello", kind="test")
    wrapper = gone.connection.execute_wrapper(gone.refuse)
    wrapper.__enter__()
    monkeypatch.setattr("django.db.connection.close", lambda: None)  # It holds the test's data.
    waits = []

    class Stopping(Event):
        def wait(self, timeout: float | None = None) -> bool:
            """The database is back after the first wait; somebody ends the worker after the second."""
            if not waits:
                wrapper.__exit__(None, None, None)
            waits.append(timeout)
            return len(waits) == 2

    monkeypatch.setattr(send_emails, "Event", Stopping)
    monkeypatch.setattr(send_emails, "_stop_on_signal", lambda stopping: None)
    call_command("send_emails", "--forever")
    assert waits == [5, 5]
    assert len(mailoutbox) == 1


def test_a_worker_that_runs_once_says_that_it_could_not(gone):
    with gone, pytest.raises(OperationalError):
        call_command("send_emails")


STAGE = """
from articles.models import Article
from articles.publication import publish_article
article = Article.objects.create(title="Outage", slug="outage", body="Words.")
publish_article(article)
print(article.thread.pk)
"""


@pytest.mark.skipif(bool(servers.missing()), reason=servers.missing())
def test_a_real_one_goes_and_comes_back(tmp_path):
    """PostgreSQL falls while the production server runs, and is started again."""
    form = {"Content_Type": FORM, "Origin": f"https://{HOST}"}
    with servers.postgresql() as cluster:
        site = Site(tmp_path, DATABASE_URL=cluster.url())
        target = f"/threads/{site.prepare(STAGE).strip()}/comments/"
        with site.running():
            assert site.ask("/articles/outage/").status == 200
            cluster.run("pg_ctl", "stop", "--mode=immediate", "--pgdata", cluster.folder / "data")
            kept = site.ask("/articles/outage/")
            assert (kept.status, b"Discuss this Article" in kept.words) == (200, True)
            assert site.ask("/").status == 503
            assert site.ask("/healthz").status == 503
            lost = site.ask(target, "POST", b"body=Half+a+thought", **form)
            assert (lost.status, b"Half a thought</textarea>" in lost.words) == (503, True)
            with cluster.running():
                assert site.ask("/healthz").status == 200
                assert site.ask(target, "POST", b"body=Half+a+thought", **form).status == 302


def test_a_preview_stays_one(patient, thread, gone):
    with gone:
        page = text_of(submit_comment(patient, thread, "Half", preview="1"))
    assert 'name="preview" value="1"' in page


def test_what_another_site_sends_becomes_no_form_of_ours(member, thread, gone):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(member)
    with gone:
        response = submit_comment(client, thread, "Forged", headers={"origin": "https://evil.example"})
    assert response.status_code == 503
    page = text_of(response)
    assert "<form" not in page
    assert "Forged</textarea>" in page


def test_an_article_comes_back_with_its_text(as_admin, article, gone):
    as_admin.raise_request_exception = False
    form = {"title": "A title", "body": "A body"}
    with gone:
        address = f"/admin/articles/article/{article.pk}/change/"
        response = as_admin.post(address, form, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 503
    page = text_of(response)
    assert 'name="title" value="A title"' in page
    assert "A body</textarea>" in page


def test_a_form_without_text_answers_that_the_browser_has_kept_it(as_member, gone):
    as_member.raise_request_exception = False
    with gone:
        response = as_member.post("/accounts/password/change/", {"oldpassword": "a secret word"})
    assert response.status_code == 503
    assert "Go back, where what you have filled in still is" in text_of(response)
    assert "a secret word" not in text_of(response)
