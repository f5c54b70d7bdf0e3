"""Triggers that guard the log and keep the full-text indexes: no migration loses one.

SQLite drops them without an error whenever Django rebuilds a table.
"""

import pytest

from tests.upgrade.differences import CHANGED_TRIGGERS, NEW_TRIGGERS

TRIGGERS = {
    "sqlite": {
        "articles_article": {
            "articles_search_changes",
            "articles_search_comes",
            "articles_search_goes",
            "articles_title_search_changes",
            "articles_title_search_comes",
            "articles_title_search_goes",
        },
        "comments_comment": {"comments_search_changes", "comments_search_comes", "comments_search_goes"},
        "comments_decision": {"decisions_are_never_changed", "decisions_keep_to_their_comment"},
    },
    "postgresql": {
        "articles_article": {
            "articles_search_changes",
            "articles_search_comes",
            "articles_search_empties",
            "articles_search_goes",
            "articles_title_search_changes",
            "articles_title_search_comes",
            "articles_title_search_empties",
            "articles_title_search_goes",
        },
        "comments_comment": {
            "comments_search_changes",
            "comments_search_comes",
            "comments_search_empties",
            "comments_search_goes",
        },
        "comments_decision": {
            "decisions_are_never_changed",
            "decisions_are_never_deleted",
            "decisions_keep_to_their_comment",
        },
    },
}
CARELESS = ["rebuild", "drop"]  # the last steps of steps.py, which lose triggers on purpose


def expected(engine: str, done: set[str] | None = None) -> set[tuple[str, str]]:
    """Return the triggers that must be there after these migrations, or after all."""
    old = {(table, name) for table, names in TRIGGERS[engine].items() for name in names}
    return old | {trigger for trigger, migration in NEW_TRIGGERS[engine].items() if done is None or migration in done}


def losses(engine: str, steps: list[tuple[str, set]]) -> dict[str, set[tuple[str, str]]]:
    """Return the triggers that are missing after each step, for steps that lack some."""
    lost: dict[str, set[tuple[str, str]]] = {}
    done: set[str] = set()
    for step, present in steps:
        done.add(step)
        if missing := expected(engine, done) - present:
            lost[step] = missing
    return lost


@pytest.mark.parametrize("name", ["original", "fresh", "upgraded"])
def test_a_database_has_exactly_these_triggers(databases, request, name):
    database = request.getfixturevalue(name)
    wanted = expected(database.engine, set() if name == "original" else None)
    assert {*database.triggers()} == wanted


def test_no_single_step_loses_a_trigger(stepped):
    database, steps = stepped
    names = [step for step, _present in steps]
    assert names[0] == "before"
    assert names[-2:] == CARELESS
    assert losses(database.engine, steps[:-2]) == {}


def test_the_steps_are_all_migrations_that_the_dump_does_not_have(databases, original, upgraded, stepped):
    migrations = "SELECT app, name FROM django_migrations"
    since = {*upgraded.query(migrations)} - {*original.query(migrations)}
    assert {step for step, _present in stepped[1][1:-2]} == {".".join(row) for row in since}


def test_a_step_that_loses_triggers_is_seen(stepped):
    database, steps = stepped
    lost = losses(database.engine, steps)
    dropped = {("articles_article", "articles_search_comes")}
    rebuilt = {(table, name) for table, name in expected("sqlite") if table == "comments_decision"}
    if database.engine == "sqlite":
        assert lost == {"rebuild": rebuilt, "drop": rebuilt | dropped}
    else:
        assert lost == {"drop": dropped}


def test_triggers_say_what_they_said_before(original, upgraded):
    before, after = original.triggers(), upgraded.triggers()
    assert before
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    assert changed == CHANGED_TRIGGERS
