"""The consequences of a decision, caller by caller; what an undo brings back; what both cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Thread
from comments.moderation.decisions import ACTION_CONSEQUENCES, CONSEQUENCES, CONSEQUENCES_BY_CALLER, Caller
from mvforum.accounts.models import User
from tests.comments.acting import submit_comment
from tests.comments.moderation.database_rows import (
    Row,
    Snapshot,
    delete,
    differences,
    insert,
    rows_of,
    snapshot,
    update,
)
from tests.conftest import HELD, logged_in, person, text_of

COMMENTS, LOG, THREADS = "comments_comment", "comments_decision", "comments_thread"
EMAILS, REPORTS, APPEALS = "comments_letter", "comments_flag", "comments_appeal"
CLAIMS, ACTIVITY, SANCTIONS = "comments_claim", "comments_footprint", "comments_sanction"
LESSONS, MODEL = "comments_lesson", "comments_spammemory"
WORDPRESS = Path(__file__).parents[2] / "articles" / "wordpress" / "wordpress.xml"
TEXT = "Zebras walk every day, and so do I."
OTHER_TEXT = "Zebras sleep all night."
LINKS = "See https://a.example and https://b.example and https://c.example"
QUERIES_OF_AN_APPROVAL = 25  # about a post of a guest
STALE = 0.123456  # a score that no text gets


@dataclass
class Stage:
    """The people, the post that an action is about, and two other held posts."""

    thread: Thread
    author: User
    moderator: Client
    first_moderator: Client  # who has decided before
    admin: Client
    publish: Callable[..., Comment]
    travel: Callable[..., None]
    folder: Path
    bystander: int = 0
    another: int = 0
    post: int = 0
    link: str = ""  # of the guest who wrote it
    before: Snapshot = field(default_factory=dict)

    @property
    def by_author(self) -> Client:
        return Client() if self.link else logged_in(self.author)

    @property
    def address(self) -> str:
        """The address where the author manages the post."""
        return self.link or f"/posts/own/{self.post}/"

    def decide(self, verb: str, *others: int, by: Client | None = None, **more: object) -> None:
        said = {"verb": verb, "comment": [self.post, *others], **more}
        answer = (by or self.moderator).post("/moderation/decisions/", said)
        assert answer.status_code == 302

    def decide_about_all(self, verb: str) -> None:
        said = {"verb": verb, "back": "queue=recent&words=zebras", "number": "1"}
        assert self.moderator.post("/moderation/all/", said).status_code == 200

    def undo(self, **what: object) -> None:
        assert self.moderator.post("/moderation/undo/", what).status_code == 302

    def report(self, reader: int) -> None:
        said = {"post": rows_of(COMMENTS)[self.post]["number"], "why": "spam"}
        address = f"/threads/{self.thread.pk}/flags/"
        answer = Client().post(address, said, REMOTE_ADDR=f"203.0.113.{reader}")
        assert answer.status_code == 302

    def appeal(self) -> None:
        self.by_author.post(f"{self.address}appeal/", {"words": "Please look again."})
        assert rows_of(APPEALS)

    def last_line(self) -> Row:
        lines = [row for row in rows_of(LOG).values() if row["comment_id"] == self.post]
        return lines[-1]

    def is_found(self) -> bool:
        page = text_of(Client().get("/search/?q=zebras"))
        return f"post={rows_of(COMMENTS)[self.post]['number']}#" in page

    def surround(self) -> None:
        """Add what is missing: an open report, and a moderator who reads the post."""
        self.moderator.get(f"/moderation/comments/{self.post}/")
        assert self.post in {row["comment_id"] for row in rows_of(CLAIMS).values()}
        reports = [row for row in rows_of(REPORTS).values() if row["comment_id"] == self.post]
        if not any(row["outcome"] == "open" for row in reports):
            insert(REPORTS, comment_id=self.post, author_key=str(uuid4()), why="spam")
            update(COMMENTS, self.post, flag_count=1)

    def surround_more(self) -> None:
        """Leave an unsent e-mail for the author and none for moderators, and outdated scores."""
        delete(EMAILS, {key for key, row in rows_of(EMAILS).items() if row["kind"] != "decided"})
        if self.post and not rows_of(EMAILS):
            later = timezone.now() + timedelta(minutes=15)
            about = {"kind": "decided", "decision_id": self.last_line()["id"]}
            written = {"subject": "About your post", "body": "Words", "not_before": later}
            insert(EMAILS, to="author@example.org", **about, **written)
        update(COMMENTS, self.bystander, score=STALE)


@pytest.fixture
def stage(thread, regular, as_moderator, as_admin, post, travel, tmp_path, settings) -> Stage:
    settings.MEDIA_ROOT = tmp_path / "media"
    milo = person("milo")
    milo.user_permissions.add(Permission.objects.get(codename="moderate"))
    stage = Stage(thread, regular, as_moderator, logged_in(milo), as_admin, post, travel, tmp_path)
    stage.bystander = post("Waits", HELD, author_key="somebody", author_name="Olaf").pk
    stage.another = post("Waits, too", HELD, author_key="somebody else", author_name="Olga").pk
    return stage


# Situations: each leaves a post with all that can be around it.


def nothing_yet(stage: Stage) -> None:
    """Prepare nothing: the action creates the post."""


def held(stage: Stage) -> None:
    """Prepare a post held by the house rules, which readers have never seen."""
    mine = rows_of(COMMENTS)[min(rows_of(COMMENTS))]
    assert mine["author_id"] == stage.author.pk
    known = {"author": stage.author, "author_name": "regina", "author_key": mine["author_key"]}
    stage.post = stage.publish(TEXT, HELD, **known).pk


def published(stage: Stage) -> None:
    held(stage)
    stage.decide("approve", by=stage.first_moderator)
    stage.report(1)


def hidden_by_reports(stage: Stage) -> None:
    published(stage)
    stage.report(2)
    stage.report(3)


def removed(stage: Stage) -> None:
    """Prepare a removed post with a pending appeal."""
    published(stage)
    stage.decide("remove", by=stage.first_moderator)
    stage.appeal()


def rejected(stage: Stage) -> None:
    """Prepare a rejected post with a pending appeal, which its author may edit."""
    hidden_by_reports(stage)
    stage.decide("reject", by=stage.first_moderator)
    stage.appeal()


def held_after_appeal(stage: Stage) -> None:
    rejected(stage)
    stage.decide("hold")


def held_of_a_guest(stage: Stage) -> None:
    stage.link = submit_comment(Client(), stage.thread, TEXT, author_name="Mira").url
    stage.post = max(rows_of(COMMENTS))


def removed_of_a_guest(stage: Stage) -> None:
    held_of_a_guest(stage)
    stage.decide("approve", by=stage.first_moderator)
    stage.decide("remove", by=stage.first_moderator)
    stage.appeal()


# Callers: each decides by the way that people take.


def in_the_queue(verb: str) -> Callable[[Stage], None]:
    return lambda stage: stage.decide(verb)


def on_its_page(verb: str) -> Callable[[Stage], None]:
    return lambda stage: stage.decide(verb, stay="1")


def of_a_selection(verb: str) -> Callable[[Stage], None]:
    return lambda stage: stage.decide(verb, stage.another)


def of_a_filter(verb: str) -> Callable[[Stage], None]:
    return lambda stage: stage.decide_about_all(verb)


def in_admin(verb: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        said = {"action": verb, "_selected_action": [stage.post], "reason": "Because"}
        assert stage.admin.post("/admin/comments/comment/", said).status_code == 302

    return act


def with_a_sanction(verb: str) -> Callable[[Stage], None]:
    assert verb == "reject"

    def act(stage: Stage) -> None:
        said = {"kind": "ban", "lasts": "good", "reason": "Spam", "rejects_held": "on"}
        address = f"/moderation/comments/{stage.post}/sanction/"
        answer = stage.moderator.post(address, said | {"nonce": uuid4()})
        assert answer.status_code == 302

    return act


def reports(stage: Stage) -> None:
    """The two that are too many."""
    stage.report(2)
    stage.report(3)


def withdrawal(stage: Stage) -> None:
    assert stage.by_author.post(f"{stage.address}delete/").status_code == 200


def edit(words: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        said = {"body": words, "author_name": "Mira" if stage.link else "regina"}
        assert stage.by_author.post(f"{stage.address}edit/", said).status_code == 302

    return act


def post_of_a_guest(stage: Stage) -> None:
    assert submit_comment(Client(), stage.thread, TEXT, author_name="Mira").status_code == 302


def post_of_a_known_member(stage: Stage) -> None:
    assert submit_comment(stage.by_author, stage.thread, TEXT).status_code == 302


def import_of_a_post(status: str) -> Callable[[Stage], None]:
    number = "" if status == "held" else "    number: 70\n"
    post = f"  - text: {TEXT}\n    author: Ida\n{number}    status: {status}\n"

    def act(stage: Stage) -> None:
        file = stage.folder / "article.md"
        text = "A *text* about threads."
        file.write_text(f"---\ntitle: On Threads\nslug: on-threads\nposts:\n{post}---\n{text}\n")
        call_command("import_article", file)

    return act


def import_from_wordpress(stage: Stage) -> None:
    call_command("import_wordpress", WORDPRESS)


def undo_of(act: Callable[[Stage], None], *named: str, hours: int = 0) -> Callable[[Stage], None]:
    """Return an act that undoes another one, which is part of the preparation."""

    def undo(stage: Stage) -> None:
        act(stage)
        if hours:
            stage.travel(hours=hours)
            call_command("send_emails")
        stage.surround()
        update(COMMENTS, stage.bystander, score=STALE)
        stage.before = snapshot()
        line = stage.last_line()
        assert line["moderator_id"]
        stage.undo(**{name: line["id" if name == "decision" else name] for name in named})

    return undo


# The table: caller, situation and verb, and what follows.


def by(verb: str) -> set[str]:
    """Whether a moderator made the line of the log."""
    return {f"{verb}, of an act of a moderator"}


OVERTAKEN, TOLD = {"waiting e-mail cancelled"}, {"author e-mailed"}
BROUGHT_BACK = {"earlier e-mail brought back"}
UPHELD, DISMISSED, REOPENED = {"reports upheld"}, {"reports dismissed"}, {"reports open again"}
RELEASED = {"claim released"}
SEEN, NUMBERED = {"version raised"}, {"number given"}
TRAINED = {"score trained", "held posts scored again"}
UNTRAINED = {"score untrained", "held posts scored again"}
RETRAINED = TRAINED | UNTRAINED  # An earlier lesson about the same words gives way, or comes back.
ANSWERED, UNANSWERED = {"appeal answered"}, {"appeal waits again"}
GONE, ERASED = {"post deleted"}, {"words erased"}
NO_REPORTS, NO_APPEAL = {"reports deleted"}, {"appeal deleted"}
MODERATORS_TOLD = {"moderators e-mailed: held"}

DECIDED = OVERTAKEN | RELEASED  # whatever the verb
REFUSED = DECIDED | UPHELD | TOLD
APPROVED = DECIDED | DISMISSED | TOLD | SEEN

BY_MODERATORS = [
    (held, "approve", APPROVED | NUMBERED | TRAINED),
    (held, "reject", REFUSED),
    (held, "spam", REFUSED | TRAINED),
    (held, "remove", REFUSED),
    (published, "approve", DECIDED | DISMISSED | SEEN | RETRAINED),
    (published, "spam", REFUSED | SEEN | RETRAINED),
    (published, "remove", REFUSED | SEEN),
    (published, "hold", DECIDED | UPHELD | SEEN),
    (hidden_by_reports, "approve", APPROVED | RETRAINED),
    (hidden_by_reports, "reject", REFUSED | SEEN),
    (hidden_by_reports, "spam", REFUSED | SEEN | RETRAINED),
    (hidden_by_reports, "remove", REFUSED | SEEN),
    (removed, "approve", APPROVED | ANSWERED | RETRAINED),
    (removed, "uphold", REFUSED | ANSWERED | SEEN),
    (rejected, "approve", APPROVED | ANSWERED | RETRAINED),
    (rejected, "spam", REFUSED | ANSWERED | SEEN | RETRAINED),
    (rejected, "hold", DECIDED | UPHELD | SEEN),
    (rejected, "uphold", REFUSED | ANSWERED | SEEN),
    (held_after_appeal, "approve", APPROVED | ANSWERED | RETRAINED),
    (held_after_appeal, "reject", REFUSED | ANSWERED | SEEN),
    (held_after_appeal, "spam", REFUSED | ANSWERED | SEEN | RETRAINED),
    (held_after_appeal, "remove", REFUSED | ANSWERED | SEEN),
    (held_of_a_guest, "approve", (APPROVED | NUMBERED | TRAINED) - TOLD),
    (held_of_a_guest, "reject", REFUSED - TOLD),
    (removed_of_a_guest, "approve", (APPROVED | ANSWERED | RETRAINED) - TOLD),
    (removed_of_a_guest, "uphold", (REFUSED | ANSWERED | SEEN) - TOLD),
]
# The other ways of moderators: the same consequences. Some of the situations are enough.
SAMPLE = {
    (held, "approve"),
    (published, "spam"),
    (published, "hold"),
    (rejected, "uphold"),
    (held_after_appeal, "reject"),
}
IN_ADMIN = {"approve", "reject", "spam", "remove", "hold"}

BY_OTHERS = [
    (published, reports, {"hold", "activity: flag", "queued as reported"} | OVERTAKEN | SEEN | MODERATORS_TOLD),
    (held, withdrawal, {"withdraw"} | OVERTAKEN | RELEASED | NO_REPORTS | GONE),
    (published, withdrawal, {"withdraw", "activity: approved"} | OVERTAKEN | NO_REPORTS | ERASED | SEEN),
    (hidden_by_reports, withdrawal, {"withdraw"} | OVERTAKEN | NO_REPORTS | ERASED | SEEN),
    (removed, withdrawal, {"withdraw", "activity: refused"} | OVERTAKEN | NO_REPORTS | NO_APPEAL | ERASED | SEEN),
    (rejected, withdrawal, {"withdraw", "activity: refused"} | OVERTAKEN | NO_REPORTS | NO_APPEAL | ERASED | SEEN),
    (held_after_appeal, withdrawal, {"withdraw"} | OVERTAKEN | NO_REPORTS | NO_APPEAL | ERASED | SEEN),
    (held_of_a_guest, withdrawal, {"withdraw"} | OVERTAKEN | RELEASED | NO_REPORTS | GONE),
    (removed_of_a_guest, withdrawal, {"withdraw", "activity: refused"} | OVERTAKEN | NO_REPORTS | NO_APPEAL | ERASED | SEEN),
    (held, edit(OTHER_TEXT), {"hold", "activity: edit", "queued as reported"} | OVERTAKEN | MODERATORS_TOLD),
    (published, edit(OTHER_TEXT), {"accept", "activity: edit", "queued as reported"} | OVERTAKEN | SEEN),
    (published, edit(LINKS), {"hold", "activity: edit", "queued as reported"} | OVERTAKEN | SEEN | MODERATORS_TOLD),
    (hidden_by_reports, edit(OTHER_TEXT), {"hold", "activity: edit"} | OVERTAKEN | SEEN | MODERATORS_TOLD),
    (rejected, edit(OTHER_TEXT), {"hold", "activity: edit", "activity: refused"} | OVERTAKEN | ANSWERED | SEEN | MODERATORS_TOLD),
    (held_after_appeal, edit(OTHER_TEXT), {"hold", "activity: edit"} | OVERTAKEN | ANSWERED | SEEN | MODERATORS_TOLD),
    (held_of_a_guest, edit(OTHER_TEXT), {"hold", "activity: edit", "queued as reported"} | OVERTAKEN | MODERATORS_TOLD),
    (nothing_yet, post_of_a_guest, {"hold", "activity: post"} | MODERATORS_TOLD),
    (nothing_yet, post_of_a_known_member, {"accept", "activity: post"} | NUMBERED | SEEN),
    (nothing_yet, import_of_a_post("published"), {"accept"} | NUMBERED | SEEN),
    (nothing_yet, import_of_a_post("removed"), {"accept", "remove"} | NUMBERED | SEEN),
    (nothing_yet, import_of_a_post("withdrawn"), {"accept", "withdraw"} | NUMBERED | SEEN),
    (nothing_yet, import_of_a_post("held"), {"hold"}),
    (nothing_yet, import_from_wordpress, {"accept", "hold"} | NUMBERED),
]  # fmt: skip

UNDONE = by("undo") | REOPENED
UNDOINGS = [
    (held, undo_of(in_the_queue("approve")), UNDONE | OVERTAKEN | SEEN | UNTRAINED),
    (held, undo_of(in_the_queue("reject")), UNDONE | OVERTAKEN),
    (held, undo_of(in_the_queue("reject"), "act"), UNDONE | OVERTAKEN),
    (held, undo_of(in_the_queue("reject"), "decision"), UNDONE | OVERTAKEN),
    (held, undo_of(of_a_selection("reject"), "act"), UNDONE | OVERTAKEN),
    (held, undo_of(of_a_filter("reject"), "act"), UNDONE | OVERTAKEN),
    (held, undo_of(with_a_sanction("reject"), "act"), UNDONE | OVERTAKEN | {"sanction lifted"}),
    (held, undo_of(in_the_queue("spam")), UNDONE | OVERTAKEN | UNTRAINED),
    (held, undo_of(in_the_queue("reject"), hours=1), UNDONE),
    (held_of_a_guest, undo_of(in_the_queue("reject")), UNDONE),
    (published, undo_of(in_the_queue("approve")), UNDONE | BROUGHT_BACK | SEEN | RETRAINED),
    (published, undo_of(in_the_queue("spam")), UNDONE | OVERTAKEN | BROUGHT_BACK | SEEN | RETRAINED),
    (published, undo_of(in_the_queue("remove")), UNDONE | OVERTAKEN | BROUGHT_BACK | SEEN),
    (published, undo_of(in_the_queue("remove"), hours=1), UNDONE | TOLD | SEEN),
    (published, undo_of(in_the_queue("hold")), UNDONE | BROUGHT_BACK | SEEN),
    (hidden_by_reports, undo_of(in_the_queue("reject")), UNDONE | OVERTAKEN | SEEN),
    (removed, undo_of(in_the_queue("approve")), UNDONE | OVERTAKEN | BROUGHT_BACK | UNANSWERED | SEEN | RETRAINED),
    (removed, undo_of(in_the_queue("approve"), hours=1), UNDONE | TOLD | UNANSWERED | SEEN | RETRAINED),
    (removed, undo_of(in_the_queue("uphold")), UNDONE | OVERTAKEN | BROUGHT_BACK | UNANSWERED | SEEN),
    (removed, undo_of(in_the_queue("uphold"), hours=1), UNDONE | UNANSWERED | SEEN),
    (rejected, undo_of(in_the_queue("hold")), UNDONE | BROUGHT_BACK | SEEN),
    (held_after_appeal, undo_of(in_the_queue("remove")), UNDONE | OVERTAKEN | UNANSWERED | SEEN),
]  # fmt: skip


def consequences(stage: Stage, before: Snapshot, after: Snapshot) -> set[str]:
    """The consequences for the post, in words; for all new posts if the action created it."""
    left = differences(before, after)
    new = {at: rows_that(came="+", of=at, left=left, rows=after) for at in after}
    gone = {at: rows_that(came="-", of=at, left=left, rows=before) for at in after}
    lines = [row for row in new[LOG] if row["comment_id"] in {stage.post, None} or not stage.post]
    about_it = {
        "post deleted": [row for row in gone[COMMENTS] if row["id"] == stage.post],
        "reports deleted": [row for row in gone[REPORTS] if row["comment_id"] == stage.post],
        "appeal deleted": [row for row in gone[APPEALS] if row["comment_id"] == stage.post],
        "claim released": [row for row in gone[CLAIMS] if row["comment_id"] == stage.post],
        "waiting e-mail cancelled": [row for row in gone[EMAILS] if row["kind"] == "decided"],
        "number given": [row for row in new[COMMENTS] if row["number"]],
        "score trained": new[LESSONS],
    }
    return (
        {words for words, rows in about_it.items() if rows}
        | {logged(line) for line in lines}
        | {sent(email, lines) for email in new[EMAILS]}
        | {f"activity: {row['kind']}" for row in new[ACTIVITY]}
        | {changed(stage, at, after[at][key], column) for at, key, column in left if key in after[at]}
        | changed_words(before[COMMENTS].get(stage.post), after[COMMENTS].get(stage.post))
    ) - {""}


def logged(line: Row) -> str:
    act = ", of an act" if line["act"] else ""
    return f"{line['verb']}{act}{' of a moderator' if line['moderator_id'] else ''}"


def sent(email: Row, lines: list[Row]) -> str:
    if email["kind"] != "decided":
        return f"moderators e-mailed: {email['kind']}"
    is_new = email["decision_id"] in {line["id"] for line in lines}
    return "author e-mailed" if is_new else "earlier e-mail brought back"


def changed(stage: Stage, at: str, row: Row, column: str) -> str:
    """The consequence behind a changed value; empty for other posts, and for other values."""
    value, reports = row.get(column), {"open": "open again"}
    words = {
        (THREADS, "version"): "version raised" if row.get("id") == stage.thread.pk else "",
        (COMMENTS, "score"): "held posts scored again" if row.get("id") == stage.bystander else "",
        (COMMENTS, "number"): "number given" if row.get("id") == stage.post else "",
        (REPORTS, "outcome"): f"reports {reports.get(str(value), value)}",
        (APPEALS, "answer_id"): "appeal answered" if value else "appeal waits again",
        (LESSONS, "unlearnt_at"): "score untrained" if value else "score trained",
        (SANCTIONS, "lifted_at"): "sanction lifted",
    }
    return words.get((at, column), "")


def changed_words(was: Row | None, now: Row | None) -> set[str]:
    if not (was and now):
        return set()
    is_reported = ["flagged" in str(row["checks"]) for row in (was, now)] == [False, True]
    return ({"queued as reported"} if is_reported else set()) | ({"words erased"} if not now["body"] else set())


def ids_of(rows: list[tuple]) -> list[str]:
    return [f"{number}-{row[0].__name__}" for number, row in enumerate(rows)]


def follows(stage: Stage, situation: Callable, act: Callable) -> set[str]:
    situation(stage)
    if stage.post:
        stage.surround()
    stage.surround_more()
    stage.before = snapshot()
    act(stage)
    return consequences(stage, stage.before, snapshot())


@pytest.mark.parametrize(("situation", "verb", "expected"), BY_MODERATORS)
def test_a_single_decision_has_its_consequences(stage, situation, verb, expected):
    assert follows(stage, situation, in_the_queue(verb)) == by(verb) | expected


@pytest.mark.parametrize("caller", [on_its_page, of_a_selection, of_a_filter, in_admin])
@pytest.mark.parametrize(("situation", "verb", "expected"), [row for row in BY_MODERATORS if row[:2] in SAMPLE])
def test_every_way_of_moderators_has_the_same(stage, caller, situation, verb, expected):
    if caller == in_admin and verb not in IN_ADMIN:
        assert f'value="{verb}"' not in text_of(stage.admin.get("/admin/comments/comment/"))
        return
    assert follows(stage, situation, caller(verb)) == by(verb) | expected


def test_those_that_a_sanction_rejects_have_the_same(stage):
    assert follows(stage, held, with_a_sanction("reject")) == by("reject") | REFUSED


@pytest.mark.parametrize(("situation", "act", "expected"), BY_OTHERS, ids=ids_of(BY_OTHERS))
def test_readers_authors_rules_and_imports_have_theirs(stage, situation, act, expected):
    assert follows(stage, situation, act) == expected


@pytest.mark.parametrize(("situation", "act", "expected"), UNDOINGS, ids=ids_of(UNDOINGS))
def test_an_undo_has_its_consequences(stage, situation, act, expected):
    assert follows(stage, situation, act) == expected


# Apply and revert: what an undo does not bring back.

CAN_DIFFER = {
    # Two lines in the log, and the version that tells caches of the change.
    (LOG, "+"),
    (THREADS, "version"),
    # A number and a path once given, with the time of the first publication.
    (COMMENTS, "number"),
    (COMMENTS, "path"),
    (COMMENTS, "published_at"),
    (THREADS, "last_number"),
    (THREADS, "last_post_at"),
    # The claim that the decision ended: it has no inverse.
    (CLAIMS, "-"),
    # Where the e-mail had gone: a correction, in the place of an earlier one that waited.
    (EMAILS, "+"),
    (EMAILS, "-"),
    # The time in the queue, which the log keeps in whole seconds.
    (COMMENTS, "held_since"),
    # The lesson stays as one taken back; sums of floating-point numbers are rounded.
    (LESSONS, "+"),
    (LESSONS, "size"),
    (MODEL, "stamp"),
    (MODEL, "saved"),
    (COMMENTS, "score"),
    (COMMENTS, "signs"),
}


def train(stage: Stage) -> None:
    """Train the spam score, and score all held posts."""
    for verb, words in (("spam", "Buy pills, no doctor needed"), ("approve", "My valve leaks")):
        stage.post = stage.publish(words, HELD, author_key=verb).pk
        stage.decide(verb, by=stage.first_moderator)
    call_command("rescore_held")


def rows_that(*, came: str, of: str, left: set, rows: Snapshot) -> list[Row]:
    """Whole rows among the differences, in the order of their keys."""
    keys = sorted(key for at, key, what in left if (at, what) == (of, came))
    return [rows[of][key] for key in keys]


def as_content(before: Snapshot) -> Snapshot:
    """With e-mails identified by their content: a restored one has a new id, and offers no
    appeal where there is one by now."""
    own = {"id", "written_at"} | ({"body"} if before[APPEALS] else set())
    rows = before[EMAILS].values()
    emails = [{name: row[name] for name in row if name not in own} for row in rows]
    by_content = {str(sorted(email.items(), key=str)): email for email in emails}
    assert len(by_content) == len(emails)
    return before | {EMAILS: by_content}


@pytest.mark.parametrize("hours", [0, 1])
@pytest.mark.parametrize(("situation", "verb", "expected"), BY_MODERATORS)
def test_after_apply_and_revert_all_is_as_before(stage, situation, verb, expected, hours):
    train(stage)
    situation(stage)
    stage.surround()
    delete(EMAILS, {key for key, row in rows_of(EMAILS).items() if row["kind"] != "decided"})
    call_command("rescore_held")
    before, was_found = as_content(snapshot()), stage.is_found()
    stage.decide(verb)
    if hours:
        stage.travel(hours=hours)
        call_command("send_emails")
    stage.undo()
    after = as_content(snapshot())
    left = differences(before, after)
    assert {(at, column) for at, _key, column in left} <= CAN_DIFFER
    assert stage.is_found() == was_found

    post, thread = stage.post, stage.thread.pk
    lines, lessons, emails = (rows_that(came="+", of=at, left=left, rows=after) for at in (LOG, LESSONS, EMAILS))
    assert [(row["comment_id"], row["verb"]) for row in lines] == [(post, verb), (post, "undo")]
    assert lines[1]["undoes_id"] == lines[0]["id"]
    assert ((THREADS, thread, "version") in left) == ("version raised" in expected)
    assert after[THREADS][thread]["version"] >= before[THREADS][thread]["version"]
    numbered = {(COMMENTS, post, name) for name in ("number", "path", "published_at")}
    numbered |= {(THREADS, thread, name) for name in ("last_number", "last_post_at")}
    assert left & numbered == (numbered if "number given" in expected else set())
    claims = rows_that(came="-", of=CLAIMS, left=left, rows=before)
    assert [row["comment_id"] for row in claims] == [post]

    had_gone = bool(hours) and "author e-mailed" in expected
    is_corrected = had_gone and verb != "uphold" and lines[1]["status_after"] != "held"
    assert [row["decision_id"] for row in emails] == [lines[1]["id"]] * is_corrected
    overtaken = rows_that(came="-", of=EMAILS, left=left, rows=before)
    assert overtaken == ([*before[EMAILS].values()] if had_gone else [])

    if (COMMENTS, post, "held_since") in left:
        later = after[COMMENTS][post]["held_since"] - before[COMMENTS][post]["held_since"]
        assert timedelta() <= later < timedelta(seconds=1)
    is_lesson = "score trained" in expected
    assert [row["comment_id"] for row in lessons] == [post] * is_lesson
    assert all(row["unlearnt_at"] for row in lessons)
    assert ((MODEL, 1, "stamp") in left) == is_lesson
    only_post = {"+", "-", "number", "path", "published_at", "held_since"}
    for at, key, column in left:
        assert at != COMMENTS or key == post or column not in only_post
        if column in {"score", "size"}:
            assert after[at][key][column] == pytest.approx(before[at][key][column], abs=1e-6)


def test_every_caller_is_in_the_table_and_every_consequence_has_a_caller():
    of_callers = [*CONSEQUENCES_BY_CALLER.values()]
    assert {*CONSEQUENCES_BY_CALLER} == {*Caller}
    assert set().union(*of_callers) == {*CONSEQUENCES, *ACTION_CONSEQUENCES}
    assert len({*CONSEQUENCES}) == len(CONSEQUENCES)


@pytest.mark.parametrize("waiting", [0, 2])
def test_an_approval_takes_so_many_queries(stage, waiting):
    """One click in the queue, about a guest's post, when the spam score knows something."""
    train(stage)
    if not waiting:
        for pk in (stage.bystander, stage.another):
            stage.post = pk
            stage.decide("reject")
    stage.post = stage.publish(TEXT, HELD, author_key="guest", author_name="Mira").pk
    seen = {"comment": [f"{stage.post}@{stage.last_line()['id']}"]}
    assert len(rows_held()) == waiting + 1
    with CaptureQueriesContext(connection) as queries:
        stage.decide("approve", **seen)
    assert rows_of(COMMENTS)[stage.post]["status"] == "published"
    assert len(queries) <= QUERIES_OF_AN_APPROVAL


def rows_held() -> list[Row]:
    return [row for row in rows_of(COMMENTS).values() if row["status"] == "held"]
