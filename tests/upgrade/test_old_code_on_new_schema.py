"""The code of one release back runs on the new schema, while a deploy is under way."""

from dataclasses import dataclass

import pytest

from tests.upgrade.databases import FOLDER, ROOT, Database, missing_commit, report_of
from tests.upgrade.differences import RENAMED_MODELS

SCRIPT = FOLDER / "visit_site.py"
# Columns that acts like those of the script change in rows that were there before.
CHANGED_BY_ACTS = {
    "accounts_user": {"last_login"},
    "comments_claim": {"moderator_id", "until"},
    "comments_comment": {"turn", "score", "signs"},  # of what waits, when the score has learnt
    "comments_spammemory": {"saved", "stamp", "spam_lessons", "ham_lessons", "last_scored"},
    "comments_thread": {"last_number", "last_post_at", "post_count", "version"},
}


@dataclass
class Run:
    """A run of the old code on the new schema: its report, and the rows before it."""

    database: Database
    before: dict[str, list[str]]
    report: dict


def rows_of(database: Database) -> dict[str, list[str]]:
    """Return all rows of all tables, without the columns that the acts change."""
    return {
        table: database.rows(table, sorted({*database.columns(table)} - CHANGED_BY_ACTS.get(table, set())))
        for table in database.tables()
    }


@pytest.fixture(scope="module")
def run(databases, upgraded, old_code) -> Run:
    database = databases.new(upgraded)
    before = rows_of(database)
    report = report_of(database.python(SCRIPT, "act", "root", "abel", code=old_code))
    return Run(database, before, report)


def test_it_reads_all_pages(run):
    pages = run.report["pages"]
    assert len(pages) > 20
    assert {path: status for path, status in pages.items() if status != 200} == {}


def test_it_posts_decides_and_undoes(run):
    assert run.report["acts"] == {
        "guest": 302,
        "other": 302,
        "member": 302,
        "approved": "published",
        "member approved": "published",
        "rejected": "rejected",
        "undone": 302,
        "after undo": "held",
        "rejected again": "rejected",
        "flagged": 302,
        "form of admin": True,
        "reason added": 302,
    }
    assert run.report["shown"] == ["guest", "member"]


def test_nothing_is_lost(run):
    after = rows_of(run.database)
    assert len(run.before) > 40
    lost = {table: {*rows} - {*after[table]} for table, rows in run.before.items()}
    assert {table: rows for table, rows in lost.items() if rows} == {}


def test_each_act_has_its_line_in_the_log(run):
    before, after = (len(rows["comments_decision"]) for rows in (run.before, rows_of(run.database)))
    # Three posts come in; three decisions, an undo, and one decision more.
    assert after - before == 3 + 5


def test_admin_pages_are_there_for_superusers(run):
    pages = run.report["admin"]["root"]
    assert len(pages) > 15
    assert {model: statuses for model, statuses in pages.items() if statuses != [200, 200]} == {}


def test_members_of_the_admin_group_lose_only_the_pages_of_renamed_models(run, fresh_report):
    """The old code asks for permissions by the old names of models.

    Until its processes are replaced, it refuses these pages (403) to all but superusers.
    The upgrade notes of the release must say so.
    """
    lost = {
        model
        for model, statuses in fresh_report["admin"]["abel"].items()
        if statuses != run.report["admin"]["abel"][model]
    }
    with_pages = {model for model, statuses in fresh_report["admin"]["abel"].items() if 200 in statuses}
    assert "comments.ground" in with_pages
    assert lost == {*RENAMED_MODELS} & with_pages
    assert {run.report["admin"]["abel"][model][0] for model in lost} <= {403}


@pytest.fixture(scope="module")
def fresh_report(databases, original, old_code) -> dict:
    """Report of the old code on its own schema."""
    return report_of(databases.new(original).python(SCRIPT, "abel", code=old_code))


def test_admin_log_lines_of_renamed_models_get_a_content_type_of_the_old_name(run, upgraded):
    """The old code logs what admins save under the old name of the model, and Django makes a
    content type for it. The line is kept; the history of the renamed model does not show it.
    The upgrade notes of the release must say so.
    """
    before, after = upgraded.content_types(), run.database.content_types()
    came = {model for key, model in after.items() if key not in before}
    assert came == {"comments.ground", "comments.dangerphrase", "comments.letter"}


def test_a_clone_without_the_commit_is_skipped_with_a_reason(monkeypatch):
    monkeypatch.setattr("tests.upgrade.databases.COMMIT", "0" * 40)
    assert "git fetch --unshallow" in missing_commit()


def test_the_new_code_goes_on_with_what_the_old_code_wrote(run):
    report = report_of(run.database.python(SCRIPT, code=ROOT))
    assert report["shown"] == ["guest", "member"]
    assert {path: status for path, status in report["pages"].items() if status != 200} == {}
