"""Fixtures of all tests: the cast (member, regular, moderator, admin), and an article with a thread."""

import sys

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from articles.models import Article, Byline, Person
from articles.publication import publish_article
from comments.models import Comment, Thread, house_rules
from comments.models.log_guard import allow_log_changes
from comments.policy import Finding, Outcome, RuleSettings, Verdict
from comments.submission import attempts
from comments.submission.submit import add_comment
from comments.web.account_mark import ACCOUNT_MARK_FIELD, get_account_mark
from mvforum.accounts.models import User

ACCEPTED = Verdict(Outcome.ACCEPT, (Finding("known_authors_pass", Outcome.ACCEPT, {"approved": 2}),))
ATTEMPT_LIMITS = attempts.ATTEMPT_LIMITS
NOW = timezone.now
GROUP = "process:"  # what the names of xdist groups begin with
# A deadline is wall time: on a busy machine a correct text would miss it.
hypothesis_settings.register_profile("without_deadline", deadline=None)
hypothesis_settings.load_profile("without_deadline")
HELD = Verdict(Outcome.HOLD, (Finding("strangers_wait", Outcome.HOLD),))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by what it needs, so that `-m` selects by it, and by the process that runs it."""
    asks = {"db", "transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    if asks or item.get_closest_marker("django_db"):
        item.add_marker("database")  # only these can go otherwise on another database
    if starts_servers(item):
        item.add_marker("servers")
    if "/scale/" in item.nodeid:
        item.add_marker("scale")
    # With several processes (xdist), a file is run by one of them: it may share a server. Tests
    # that empty the database are a group of their own, so that they can come last there, too.
    part = "-last" if empties_the_database(item) else ""
    item.add_marker(pytest.mark.xdist_group(f"{GROUP}{item.nodeid.partition('::')[0]}{part}"))


def starts_servers(item: pytest.Item) -> bool:
    """Whether its module uses `tests.servers` or `tests.running`."""
    names = vars(item.module).values() if hasattr(item, "module") else ()
    sources = {getattr(value, "__module__", getattr(value, "__name__", "")) for value in names}
    return bool(sources & {"tests.servers", "tests.running"})


def empties_the_database(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    asks = {"transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    return bool(asks or (mark and mark.kwargs.get("transaction")))


@pytest.hookimpl(trylast=True)  # after all others have put them in order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that empty the database come last: it has rows that migrations have made."""
    items.sort(key=empties_the_database)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Report a test by the name that selects it again: xdist has appended its group."""
    report.nodeid = report.nodeid.partition(f"@{GROUP}")[0]


@pytest.fixture(autouse=True)
def _empty_caches():
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _emptying_the_log():
    """Let tests empty the database: on SQLite that deletes lines of the moderation log."""
    execute_sql_flush = SQLiteOperations.execute_sql_flush

    def empty(operations: SQLiteOperations, statements: list[str]) -> None:
        with allow_log_changes(operations.connection.alias):
            execute_sql_flush(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteOperations, "execute_sql_flush", empty)
        yield


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _without_rate_limits(monkeypatch):
    """Remove the rate limits, since tests post often. The fixture `limits` restores them."""
    patient = RuleSettings(seconds_between_posts=0, posts_per_ten_minutes=0, posts_per_day=0)
    monkeypatch.setattr(house_rules, "DEFAULT_RULES", patient)
    monkeypatch.setattr(attempts, "ATTEMPT_LIMITS", [])


@pytest.fixture
def limits(monkeypatch, _without_rate_limits):
    monkeypatch.setattr(house_rules, "DEFAULT_RULES", RuleSettings())
    monkeypatch.setattr(attempts, "ATTEMPT_LIMITS", ATTEMPT_LIMITS)


@pytest.fixture(autouse=True, scope="session")
def _forms_carry_marks():
    """Send forms as browsers do: with the mark of the account that the client is logged in with."""
    force_login, post, logout = Client.force_login, Client.post, Client.logout

    def remember(client, user, *args, **kwargs):
        force_login(client, user, *args, **kwargs)
        client.form_account = user.pk

    def post_with_mark(client, path, data=None, *args, **kwargs):
        account = getattr(client, "form_account", None)
        if account and (data is None or isinstance(data, dict)) and "content_type" not in kwargs:
            data = {ACCOUNT_MARK_FIELD: get_account_mark(User(pk=account))} | (data or {})
        response = post(client, path, data, *args, **kwargs)
        if path.startswith(("/accounts/login/", "/accounts/confirm-email/", "/accounts/logout/")):
            has_session = bool(client.cookies.get(django_settings.SESSION_COOKIE_NAME))
            client.form_account = client.session.get(SESSION_KEY) if has_session else None
        return response

    def forget(client):
        logout(client)
        client.form_account = None

    with pytest.MonkeyPatch.context() as patch:
        for name, method in (("force_login", remember), ("post", post_with_mark), ("logout", forget)):
            patch.setattr(Client, name, method)
        yield


@pytest.fixture
def article(db) -> Article:
    article = Article.objects.create(
        title="On Threads", slug="on-threads", body="A *text* about threads.", copyright_holder="the house"
    )
    for role, name in (("written", "Alma Author (demo)"), ("edited", "Edgar Editor (demo)")):
        Byline.objects.replace(article.pk, role, [Person.get_or_create_by_name(name)])
    publish_article(article)
    return article


@pytest.fixture
def thread(article) -> Thread:
    return article.thread


@pytest.fixture
def post(thread):
    """post("Hello", parent=comment): publish a comment in the thread, or hold it."""

    def post(body: str = "Hello", verdict: Verdict = ACCEPTED, **fields: object) -> Comment:
        fields = {"author_name": "Ada", "author_key": "ada"} | fields
        return add_comment(thread, Comment(body=body, **fields), verdict)

    return post


@pytest.fixture
def member(db) -> User:
    """A member without posts."""
    return person("rita")


@pytest.fixture
def regular(post) -> User:
    """A member whose first two posts were approved: trusted."""
    from comments.submission.author_keys import get_account_key

    user = person("regina")
    for words in ("I walk every day.", "It helps me."):
        post(words, author=user, author_name="regina", author_key=get_account_key(user.pk))
    return user


@pytest.fixture
def moderator(db) -> User:
    user = person("mona")
    user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


@pytest.fixture
def other_moderator(db) -> User:
    user = person("milo")
    user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


@pytest.fixture
def head_moderator(other_moderator) -> User:
    """A moderator who may undo the decisions of others."""
    other_moderator.user_permissions.add(Permission.objects.get(codename="undo_others"))
    return other_moderator


@pytest.fixture
def admin_user(db) -> User:
    return person("abel", is_staff=True, is_superuser=True)


@pytest.fixture
def group_admin(db) -> User:
    """An admin as docs/operations.md makes one: the group, and access to Django admin."""
    user = person("anna", is_staff=True)
    user.groups.add(Group.objects.get(name="admin"))
    return user


def person(name: str, **rights: bool) -> User:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(name, f"{name}@example.org", "a-long-password", **rights)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def as_member(member) -> Client:
    return logged_in(member)


@pytest.fixture
def as_regular(regular) -> Client:
    return logged_in(regular)


@pytest.fixture
def as_moderator(moderator) -> Client:
    return logged_in(moderator)


@pytest.fixture
def as_admin(admin_user) -> Client:
    return logged_in(admin_user)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response) -> str:
    return response.content.decode()


def import_all_modules() -> None:
    """Import all modules before a clock is replaced: later imports would keep the wrong clock."""
    assert get_resolver().url_patterns


@pytest.fixture
def travel(monkeypatch):
    """travel(hours=3): move the clock forward."""
    from datetime import timedelta

    real, ahead = timezone.now, [timedelta()]
    import_all_modules()

    def later():
        return real() + ahead[0]

    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in {"articles", "comments", "mvforum"} and hasattr(module, "now"):
            monkeypatch.setattr(module, "now", later)
    monkeypatch.setattr(timezone, "now", later)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is NOW:
                monkeypatch.setattr(field, "_get_default", later)

    def travel(**by: float) -> None:
        ahead[0] += timedelta(**by)

    return travel
