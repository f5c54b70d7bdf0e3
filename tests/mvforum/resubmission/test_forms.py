"""Table of all forms and of what can go wrong: each refused form answers 4xx, or 503, with its text.

A form of the URL conf without a row here fails a test. Passwords, codes, keys and files never come back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.urls import get_resolver, reverse

from comments.models import Appeal, Comment, ModeratorNote, Sanction, Thread
from comments.submission.author_keys import get_account_key
from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK, get_account_mark
from mvforum.accounts.models import User
from tests.conftest import ACCEPTED, HELD, logged_in, person, text_of
from tests.mvforum.test_circuit_breaker import Gone

TEXT = "Long text & <b>worry</b>"
SECRET = "Never-given-back-77"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}

Prepare = Callable[["Stage"], None]


class Stage:
    """A discussion, the people around it, and the form that is about to be sent."""

    def __init__(self, thread: Thread, monkeypatch: pytest.MonkeyPatch, settings: Any):
        self.thread, self.monkeypatch, self.settings = thread, monkeypatch, settings
        self.member, self.other = person("rita"), person("rolf")
        self.moderators = [person("mona"), person("milo")]
        for moderator in self.moderators:
            moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
        self.admins = [person(name, is_staff=True, is_superuser=True) for name in ("abel", "anna")]
        self.published = self.add("Of Ada", ACCEPTED)

    def add(self, body: str, verdict: Any, **fields: Any) -> Comment:
        from comments.submission.submit import add_comment

        fields = {"author_name": "Ada", "author_key": "ada"} | fields
        return add_comment(self.thread, Comment(body=body, **fields), verdict)

    def of_guest(self) -> Comment:
        self.comment = self.add("Of a guest", HELD)
        self.link = self.comment.issue_secret()
        return self.comment

    def of_member(self) -> Comment:
        key = get_account_key(self.member.pk)
        self.comment = self.add("Of Rita", HELD, author=self.member, author_name="rita", author_key=key)
        return self.comment

    def accounts(self, who: str) -> tuple[User | None, User]:
        """The account that a form is made for, and another one."""
        return {
            "guest": (None, self.other),
            "member": (self.member, self.other),
            "moderator": tuple(self.moderators),
            "admin": tuple(self.admins),
        }[who]


@dataclass(kw_only=True)
class Row:
    """One form. `gone`, `changed` and `limit` bring the case about, or say why there is none."""

    who: str = "guest"
    address: Callable[[Stage], str]
    texts: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    gone: Prepare | str = "It is about no object."
    changed: Prepare | str = "It is about no object."
    limit: Prepare | str = "It has no limit."
    for_anybody: bool = False  # It is about no account.
    needs_database: bool = True

    def data(self) -> dict[str, Any]:
        said = {name: f"{TEXT} {name}" for name in self.texts} | dict.fromkeys(self.secrets, SECRET)
        return said | self.fields


def get_guest_link(page: str) -> Callable[[Stage], str]:
    def address(stage: Stage) -> str:
        comment = stage.of_guest()
        if page == "appeal":
            comment.decide("reject", by=stage.moderators[0])
        return reverse(f"comments:guest_post_{page}", args=[stage.link])

    return address


def get_own_page(page: str) -> Callable[[Stage], str]:
    def address(stage: Stage) -> str:
        comment = stage.of_member()
        if page == "appeal":
            comment.decide("reject", by=stage.moderators[0])
        return reverse(f"comments:own_post_{page}", args=[comment.pk])

    return address


def get_case_page(name: str) -> Callable[[Stage], str]:
    return lambda stage: reverse(f"comments:{name}", args=[stage.of_guest().pk])


def delete_comment(stage: Stage) -> None:
    Comment.objects.filter(pk=stage.comment.pk).delete()


def delete_thread_of_page(stage: Stage) -> None:
    stage.monkeypatch.setattr(Thread.objects, "get_visible", lambda pk: None)
    stage.monkeypatch.setattr("comments.views.discussion.Thread.objects.get_visible", lambda pk: None)


def close_thread(stage: Stage) -> None:
    stage.thread.set_open(False)


def remove_post(stage: Stage) -> None:
    stage.published.decide("remove", by=stage.moderators[0])


def archive_thread(stage: Stage) -> None:
    Thread.objects.filter(pk=stage.thread.pk).update(preset="archived")


def remove_comment(stage: Stage) -> None:
    stage.comment.decide("approve", by=stage.moderators[0])
    stage.comment.decide("remove", by=stage.moderators[0])


def approve_comment(stage: Stage) -> None:
    stage.comment.decide("approve", by=stage.moderators[1])


def forget_author(stage: Stage) -> None:
    Comment.objects.filter(pk=stage.comment.pk).update(author_key="")


def limit_attempts(stage: Stage) -> None:
    stage.monkeypatch.setattr("comments.views.decorators.get_seconds_until_next_attempt", lambda request: 9)


def limit_flags(stage: Stage) -> None:
    stage.monkeypatch.setattr("comments.moderation.flags.seconds_to_wait", lambda ages, limits: 9)


def limit_appeals(stage: Stage) -> None:
    stage.monkeypatch.setattr("comments.moderation.appeals.MAX_APPEALS_PER_DAY", 0)


def limit_accounts(stage: Stage) -> None:
    stage.monkeypatch.setattr("allauth.core.internal.ratelimit._consume_single_rate", lambda *args, **kwargs: None)


def sanction_again(stage: Stage) -> None:
    Sanction.objects.create(author_key="ada", kind="warning", reason="Meanwhile", by=stage.moderators[1])


def get_sanction(stage: Stage) -> Sanction:
    stage.of_guest()
    stage.sanction = Sanction.objects.create(author_key="ada", kind="ban", reason="x", by=stage.moderators[0])
    return stage.sanction


def get_note(stage: Stage) -> ModeratorNote:
    return ModeratorNote.objects.add(stage.of_guest(), "Hm", by=stage.moderators[0], on_author=False)


def lift_meanwhile(stage: Stage) -> None:
    Sanction.objects.filter(pk=stage.sanction.pk).lift(by=stage.moderators[1], reason="Meanwhile")


NO_TEXT_TO_LOSE = "It has no text."
ROWS: dict[str, Row] = {
    "comments:post": Row(
        address=lambda stage: f"/threads/{stage.thread.pk}/comments/",
        texts=("body", "author_name"),
        gone=delete_thread_of_page,
        changed=close_thread,
        limit=limit_attempts,
    ),
    "comments:flags": Row(
        address=lambda stage: f"/threads/{stage.thread.pk}/flags/",
        texts=("words",),
        fields={"post": "1", "why": "spam"},
        gone=remove_post,
        changed=archive_thread,
        limit=limit_flags,
    ),
    "comments:guest_post_edit": Row(
        address=get_guest_link("edit"),
        texts=("body", "author_name"),
        fields={"revision": "7"},
        gone=delete_comment,
        changed=remove_comment,
        limit=limit_attempts,
    ),
    "comments:guest_post_appeal": Row(
        address=get_guest_link("appeal"),
        texts=("words",),
        gone=delete_comment,
        changed=approve_comment,
        limit=limit_appeals,
    ),
    "comments:guest_post_delete": Row(address=get_guest_link("delete"), gone=delete_comment, changed=NO_TEXT_TO_LOSE),
    "comments:own_post_edit": Row(
        who="member",
        address=get_own_page("edit"),
        texts=("body",),
        gone=delete_comment,
        changed=remove_comment,
        limit=limit_attempts,
    ),
    "comments:own_post_appeal": Row(
        who="member",
        address=get_own_page("appeal"),
        texts=("words",),
        gone=delete_comment,
        changed=approve_comment,
        limit=limit_appeals,
    ),
    "comments:own_post_delete": Row(
        who="member", address=get_own_page("delete"), gone=delete_comment, changed=NO_TEXT_TO_LOSE
    ),
    "comments:decisions": Row(
        who="moderator",
        address=lambda stage: stage.of_guest() and "/moderation/decisions/",
        texts=("reason",),
        fields={"verb": "reject", "comment": lambda stage: f"{stage.comment.pk}@{stage.comment.last_decision.pk}"},
        gone=delete_comment,
        changed=approve_comment,
    ),
    "comments:bulk_action": Row(
        who="moderator",
        address=lambda stage: stage.of_guest() and "/moderation/all/",
        texts=("reason",),
        fields={"verb": "reject", "number": "1"},
        gone=delete_comment,
        changed=lambda stage: stage.add("One more", HELD),
    ),
    "comments:add_note": Row(
        who="moderator",
        address=get_case_page("add_note"),
        texts=("words",),
        fields={"about": "author"},
        gone=delete_comment,
        changed=forget_author,
    ),
    "comments:delete_note": Row(
        who="moderator",
        address=lambda stage: reverse("comments:delete_note", args=[stage.published.pk, get_note(stage).pk]),
        gone=NO_TEXT_TO_LOSE,
        changed=NO_TEXT_TO_LOSE,
    ),
    "comments:sanction": Row(
        who="moderator",
        address=get_case_page("sanction"),
        texts=("reason",),
        fields={"kind": "warning", "lasts": "day", "seen": "0", "nonce": "b8b0a2a0-0000-4000-8000-000000000000"},
        gone=delete_comment,
        changed=sanction_again,
    ),
    "comments:lift_sanction": Row(
        who="moderator",
        address=lambda stage: (
            (sanction := get_sanction(stage))
            and reverse("comments:lift_sanction", args=[stage.comment.pk, sanction.pk])
        ),
        texts=("lift_reason",),
        gone=delete_comment,
        changed=lift_meanwhile,
    ),
    "comments:release_claim": Row(
        who="moderator", address=get_case_page("release_claim"), gone=NO_TEXT_TO_LOSE, changed=NO_TEXT_TO_LOSE
    ),
    "comments:undo": Row(who="moderator", address=lambda stage: "/moderation/undo/"),
    "account_login": Row(
        address=lambda stage: "/accounts/login/",
        texts=("login",),
        secrets=("password",),
        limit=limit_accounts,
        for_anybody=True,
    ),
    "account_signup": Row(
        address=lambda stage: "/accounts/signup/",
        texts=("email", "username"),
        secrets=("password1", "password2"),
        fields={"email": "worry@example.org", "username": "worried_mum"},
        limit=limit_accounts,
        for_anybody=True,
    ),
    "account_reset_password": Row(
        address=lambda stage: "/accounts/password/reset/",
        texts=("email",),
        limit=limit_accounts,
        for_anybody=True,
        fields={"email": "worry@example.org"},
    ),
    "account_reset_password_from_key": Row(
        address=lambda stage: "/accounts/password/reset/key/1-set-password/",
        needs_database=False,
        secrets=("password1", "password2"),
        for_anybody=True,
    ),
    "account_email_verification_sent": Row(
        address=lambda stage: "/accounts/confirm-email/", needs_database=False, secrets=("code",), for_anybody=True
    ),
    "account_confirm_login_code": Row(
        address=lambda stage: "/accounts/login/code/confirm/", needs_database=False, secrets=("code",), for_anybody=True
    ),
    "account_logout": Row(address=lambda stage: "/accounts/logout/", needs_database=False, for_anybody=True),
    "account_email": Row(
        who="member",
        address=lambda stage: "/accounts/email/",
        texts=("email",),
        fields={"action_add": ""},
        limit=limit_accounts,
    ),
    "account_change_password": Row(
        who="member",
        address=lambda stage: "/accounts/password/change/",
        secrets=("oldpassword", "password1", "password2"),
        limit=limit_accounts,
    ),
    "account_set_password": Row(
        who="member", address=lambda stage: "/accounts/password/set/", secrets=("password1", "password2")
    ),
    "account_reauthenticate": Row(
        who="member", address=lambda stage: "/accounts/reauthenticate/", secrets=("password",), limit=limit_accounts
    ),
    "email_preferences": Row(who="member", address=lambda stage: "/accounts/letters/"),
    "continue_form": Row(
        address=lambda stage: "/accounts/continue/", needs_database=False, secrets=("password",), for_anybody=True
    ),
    "admin:login": Row(
        address=lambda stage: "/admin/login/", needs_database=False, secrets=("username", "password"), for_anybody=True
    ),
    "admin:logout": Row(address=lambda stage: "/admin/logout/", needs_database=False, for_anybody=True),
    "admin:password_change": Row(
        who="admin",
        address=lambda stage: "/admin/password_change/",
        secrets=("old_password", "new_password1", "new_password2"),
    ),
    "admin:auth_user_password_change": Row(
        who="admin",
        address=lambda stage: f"/admin/accounts/user/{stage.member.pk}/password/",
        secrets=("password1", "password2"),
    ),
    "admin:comments_watchedword_many": Row(
        who="admin", address=lambda stage: "/admin/comments/watchedword/many/", texts=("words", "note")
    ),
    "admin:comments_watchedword_try": Row(
        who="admin", address=lambda stage: "/admin/comments/watchedword/try/", texts=("text",)
    ),
    "admin:comments_crisisphrase_try": Row(
        who="admin", address=lambda stage: "/admin/comments/crisisphrase/try/", texts=("text",)
    ),
    "admin:articles_article_add_preview": Row(
        who="admin", address=lambda stage: "/admin/articles/article/add/preview/"
    ),
    "admin:articles_article_preview": Row(
        who="admin", address=lambda stage: f"/admin/articles/article/{stage.thread.article.pk}/preview/"
    ),
    "admin:articles_article_restore": Row(
        who="admin", address=lambda stage: f"/admin/articles/article/{stage.thread.article.pk}/history/1/"
    ),
}
# Pages that answer no POST, or whose POST does nothing.
READ_ONLY = re.compile(
    r"articles:\w+|comments:(reply|latest_number|flag|flagged|house_rules|crisis_help|feed|my_posts|own_post_manage"
    r"|guest_post_manage|queue|case|public_log|public_log_feed|statistics|moderation_author|spam_score)"
    r"|healthz|privacy|robots|sitemap|sitemap_section|security|my_account|account_inactive"
    r"|account_reset_password_done|account_reset_password_from_key_done"
    r"|admin:(index|password_change_done|autocomplete|jsi18n|view_on_site|app_list|\w+_history|\w+_compare"
    r"|articles_picture_library)"
)
NO_LOCK = "Django admin keeps no revision of it: the last one to save wins."


def add_admin_rows() -> None:
    for model in admin.site._registry:
        opts = model._meta
        app, name = opts.app_label, opts.model_name
        texts = tuple(
            column.name
            for column in opts.fields
            if isinstance(column, models.CharField | models.TextField)
            and not column.choices
            and not isinstance(column, models.FileField)
            and not re.search("pass|secret|token|code|key", column.name)
        )
        secrets = tuple(column.name for column in opts.fields if column.name in {"password", "preview_key"})
        page = f"/admin/{app}/{name}/"
        given = {"who": "admin", "texts": texts, "secrets": secrets, "fields": {"_save": "Save"}}
        ROWS[f"admin:{app}_{name}_add"] = Row(address=lambda stage, page=page: f"{page}add/", **given)
        ROWS[f"admin:{app}_{name}_change"] = Row(
            address=lambda stage, page=page: f"{page}987654321/change/",
            gone=lambda stage: None,
            changed=NO_LOCK,
            **given,
        )
        for action in ("changelist", "delete"):
            suffix = "" if action == "changelist" else "987654321/delete/"
            ROWS[f"admin:{app}_{name}_{action}"] = Row(
                who="admin",
                address=lambda stage, page=page, suffix=suffix: f"{page}{suffix}",
                fields={"post": "yes", "action": "delete_selected", "_selected_action": "1"},
                gone=NO_TEXT_TO_LOSE,
                changed=NO_TEXT_TO_LOSE,
            )


add_admin_rows()
FORMS = list(ROWS)


def list_url_names(resolver: Any = None, namespace: str = "") -> set[str]:
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= list_url_names(pattern, inner)
        elif pattern.name:
            found.add(namespace + pattern.name)
    return found


def test_every_form_has_a_row():
    names = list_url_names()
    assert len(names) > 100
    assert {name for name in names if not READ_ONLY.fullmatch(name)} - ROWS.keys() == set()
    assert ROWS.keys() - names == set()


@pytest.fixture
def stage(thread, monkeypatch, settings) -> Stage:
    return Stage(thread, monkeypatch, settings)


def send(stage: Stage, row: Row, address: str, *, sender: User | None, mark: str, **extra: Any):
    client = Client(raise_request_exception=False)
    if sender:
        client.force_login(sender)
    data = {name: value(stage) if callable(value) else value for name, value in row.data().items()}
    data |= {ACCOUNT_MARK_FIELD: mark}
    headers = extra.pop("headers", SAME_ORIGIN)
    with extra.pop("during", NOTHING):
        return client.post(address, data, headers=headers, **extra)


class Nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *exception: object) -> None: ...


NOTHING = Nothing()


def store_digest() -> dict[str, list[Any]]:
    """All rows of our tables, apart from traces of visits."""
    apart = {"ActivityRecord", "Session", "Claim", "LogEntry", "Permission", "ContentType"}
    return {
        model.__name__: [*model._default_manager.order_by("pk").values_list()]
        for model in apps.get_models()
        if model.__name__ not in apart and model._meta.managed
    }


def find_forms(page: str) -> list[str]:
    return re.findall(r'<form\b[^>]*method="post".*?</form>', page.partition("<main")[2], re.DOTALL)


def check_text(row: Row, answer: Any, *, in_form: bool = True) -> None:
    """The text is there, in a form or to be copied; no secret is."""
    page = text_of(answer)
    assert SECRET not in page
    forms = [unescape(form) for form in find_forms(page)]
    for name in row.texts:
        text = row.data()[name]
        assert text in unescape(page), f"{name} is lost"
        if in_form:
            assert any(text in form and "<button" in form for form in forms), f"{name} is in no form"
        else:
            assert not any(text in form for form in forms), f"{name} is in a form"
            assert "<button" not in page.partition("<main")[2].partition("</main>")[0]


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("name", [name for name in FORMS if callable(getattr(ROWS[name], kind))])


@pytest.mark.parametrize("name", [name for name in FORMS if ROWS[name].who != "guest"])
def test_the_session_has_ended(stage, name):
    row = ROWS[name]
    account, _other = stage.accounts(row.who)
    address = row.address(stage)
    before = store_digest()
    answer = send(stage, row, address, sender=None, mark=get_account_mark(account))
    assert answer.status_code == 403
    check_text(row, answer)
    if row.texts:
        assert 'value="log_in"' in text_of(answer)
    assert store_digest() == before


@pytest.mark.parametrize("name", [name for name in FORMS if not ROWS[name].for_anybody])
def test_another_account_sends_it(stage, name):
    row = ROWS[name]
    account, other = stage.accounts(row.who)
    address = row.address(stage)
    before = store_digest()
    answer = send(stage, row, address, sender=other, mark=get_account_mark(account) if account else GUEST_MARK)
    assert answer.status_code == 409
    check_text(row, answer)
    after = store_digest()
    before.pop("User"), after.pop("User")  # the time of the log-in
    assert after == before


@pytest.mark.parametrize("name", FORMS)
def test_the_token_is_stale_or_the_form_is_of_another_site(stage, name):
    row = ROWS[name]
    account, _other = stage.accounts(row.who)
    address = row.address(stage)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if account:
        client.force_login(account)
    data = {key: value(stage) if callable(value) else value for key, value in row.data().items()}
    mark = get_account_mark(account) if account else GUEST_MARK
    stale = {ACCOUNT_MARK_FIELD: mark, "csrfmiddlewaretoken": "s" * 64}
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(address, data | stale, headers=headers)
        assert answer.status_code == 403
        check_text(row, answer, in_form=False)


@pytest.mark.parametrize("name", [name for name in FORMS if ROWS[name].needs_database])
def test_the_database_is_away(stage, name):
    row = ROWS[name]
    account, _other = stage.accounts(row.who)
    address = row.address(stage)
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(account)
    data = {key: value(stage) if callable(value) else value for key, value in row.data().items()}
    data |= {ACCOUNT_MARK_FIELD: get_account_mark(account) if account else GUEST_MARK}
    with Gone(connection):
        answer = client.post(address, data, headers=SAME_ORIGIN)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    check_text(row, answer)


def send_by_own_account(stage: Stage, name: str, kind: str) -> Any:
    row = ROWS[name]
    account, _other = stage.accounts(row.who)
    address = row.address(stage)
    data = {key: value(stage) if callable(value) else value for key, value in row.data().items()}
    data |= {ACCOUNT_MARK_FIELD: get_account_mark(account) if account else GUEST_MARK}
    getattr(row, kind)(stage)
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(account)
    return client.post(address, data, headers=SAME_ORIGIN)


@cases("gone")
def test_the_object_is_gone(stage, name):
    answer = send_by_own_account(stage, name, "gone")
    assert answer.status_code in {403, 404, 409, 410}  # 403: what nobody may change
    check_text(ROWS[name], answer)


@cases("changed")
def test_the_object_has_changed(stage, name):
    answer = send_by_own_account(stage, name, "changed")
    assert answer.status_code in {409, 422}
    check_text(ROWS[name], answer)


@cases("limit")
def test_the_limit_is_reached(stage, name):
    answer = send_by_own_account(stage, name, "limit")
    assert answer.status_code == 429
    check_text(ROWS[name], answer)


def test_a_text_that_was_edited_meanwhile_is_not_overwritten(stage):
    """The author has two windows."""
    address = get_guest_link("edit")(stage)
    client = Client()
    assert client.post(address, {"body": "The first window", "revision": "1"}).status_code == 302
    answer = client.post(address, {"body": TEXT, "revision": "1"})
    assert answer.status_code == 409
    assert TEXT in unescape(text_of(answer))


def test_files_never_come_back(stage):
    client = logged_in(stage.admins[0])
    picture = SimpleUploadedFile("secret-name.png", b"Never-given-back", content_type="image/png")
    data = {"file": picture, "caption": TEXT, ACCOUNT_MARK_FIELD: "0" * 32}
    answer = client.post("/admin/articles/picture/add/", data, headers=SAME_ORIGIN)
    assert answer.status_code == 409
    assert TEXT in unescape(text_of(answer))
    assert "secret-name" not in text_of(answer)
    assert "Never-given-back" not in text_of(answer)


def test_an_article_as_another_account_can_be_sent_after_the_question(stage):
    client = logged_in(stage.admins[1])
    data = {"title": TEXT, "slug": "x", "body": "A body", "_save": "Save"}
    answer = client.post("/admin/articles/article/add/", data | {ACCOUNT_MARK_FIELD: get_account_mark(stage.admins[0])})
    page = text_of(answer)
    assert "Send as anna" in page
    assert get_account_mark(stage.admins[1]) in page
    assert Appeal.objects.count() == 0
