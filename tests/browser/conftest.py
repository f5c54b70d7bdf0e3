"""Chromium against the live server. Each journey runs with JavaScript on and off."""

import os
import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from articles.models import Article, Byline, Person
from articles.publication import publish_article
from comments.models import Comment, Thread
from comments.submission.submit import add_comment
from tests.conftest import ACCEPTED, HELD, person

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet, "--disable-dev-shm-usage"]}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request) -> bool:
    return request.param


@pytest.fixture
def visit(browser: Browser, live_server, has_script):
    """visit(): a page of a new visitor. Fails the test on any error in the
    console (each violation of the Content-Security-Policy is one), and on any request elsewhere."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def visit(**wishes: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=has_script,
            locale="en-GB",
            reduced_motion="reduce",
            **{"viewport": {"width": 1280, "height": 900}} | wishes,
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: said.type == "error" and notice(said.text))
        page.on("pageerror", lambda error: notice(str(error)))
        page.on("request", lambda sent: sent.url.startswith(live_server.url) or notice(sent.url))
        return page

    def notice(problem: str) -> None:
        if "the server responded with a status of 4" not in problem:  # meant, and looked at
            problems.append(problem)

    yield visit
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def thread(transactional_db) -> Thread:
    article = Article.objects.create(title="On Threads", slug="on-threads", body="A text.\n\n## About\n\nThreads.")
    Byline.objects.replace(article.pk, "written", [Person.get_or_create_by_name("Alma (demo)")])
    publish_article(article)
    thread = article.thread
    question = add_comment(thread, Comment(body="What helped you?", author_name="Old Oak"), ACCEPTED)
    add_comment(thread, Comment(body="Walking.", parent=question), ACCEPTED)
    return thread


@pytest.fixture
def held(thread) -> list[Comment]:
    return [add_comment(thread, Comment(body=f"Held {number}"), HELD) for number in range(3)]


@pytest.fixture
def cast(transactional_db):
    """A member, a moderator and an admin, by name."""
    from django.contrib.auth.models import Permission

    moderator = person("mona")
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    return {"rita": person("rita"), "mona": moderator, "abel": person("abel", is_staff=True, is_superuser=True)}


@pytest.fixture
def queue(visit, held, cast) -> Page:
    """The moderation queue with three held posts, as a moderator sees it."""
    page = visit()
    log_in(page, "mona")
    page.goto("/moderation/")
    return page


def current_case(page: Page) -> Locator:
    return page.locator(".case[aria-current=true]")


def log_in(page: Page, name: str, password: str = "a-long-password") -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def read_mail(mailoutbox: list) -> str:
    """Run the worker, and return the text of the last e-mail."""
    call_command("send_emails")
    return mailoutbox[-1].body
