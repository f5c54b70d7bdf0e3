"""Crisis phrases that admins had added, changed, switched off or deleted count after patterns have replaced the list."""

import json

import pytest

CHANGES = """
    INSERT INTO comments_dangerphrase (phrase, language, is_harmless, is_in_use) VALUES
        ('the old clock has stopped', 'en', false, true), ('quiet as a mouse', 'en', true, true),
        ('pump alarm', 'en', false, false);
    UPDATE comments_dangerphrase SET is_in_use = false WHERE phrase IN ('kill myself', 'i''m not … suicidal');
    UPDATE comments_dangerphrase SET is_harmless = true WHERE phrase = 'hang myself';
    UPDATE comments_dangerphrase SET phrase = 'wish i were gone' WHERE phrase = 'wish i were dead';
    DELETE FROM comments_dangerphrase WHERE phrase = 'shoot myself'
"""
OFF_IN_THE_DUMP = {"alle tabletten … auf einmal": (False, False)}
LOOK = """
import json, sys, django
django.setup()
from comments.submission.compiled_list import has_crisis_phrase
print(json.dumps({text: has_crisis_phrase(text) for text in json.load(sys.stdin)}))
"""
TEXTS = {
    "Listen, the old clock has stopped.": True,  # added
    "I wish I were gone": True,  # changed
    "kill myself": False,  # switched off
    "hang myself": False,  # marked harmless
    "shoot myself": False,  # deleted
    "I'm not suicidal": True,  # an exception that was switched off
    "my pump alarm beeps": False,  # added, and switched off
    "I want to end my life": True,  # all others
    "He is not suicidal": False,
}


@pytest.fixture(scope="module")
def changed(databases):
    """The dump, with rows that admins have changed, after all migrations."""
    database = databases.from_dump()
    for statement in CHANGES.split(";"):
        database.query(statement)
    database.migrate()
    return database


def rows_of(database) -> dict[str, tuple[bool, bool]]:
    found = database.query("SELECT phrase, is_harmless, is_in_use FROM comments_dangerphrase")
    return {phrase: (bool(is_harmless), bool(is_in_use)) for phrase, is_harmless, is_in_use in found}


def test_rows_that_admins_changed_are_left(changed):
    assert rows_of(changed) == OFF_IN_THE_DUMP | {
        "the old clock has stopped": (False, True),
        "quiet as a mouse": (True, True),
        "pump alarm": (False, False),
        "kill myself": (False, False),
        "i'm not … suicidal": (True, False),
        "hang myself": (True, True),
        "wish i were gone": (False, True),
        "wish i were dead": (False, False),
        "shoot myself": (False, False),
    }


def test_rows_that_nobody_changed_are_patterns_now(upgraded, fresh):
    assert rows_of(upgraded) == OFF_IN_THE_DUMP
    assert rows_of(fresh) == {}


def test_the_detector_does_what_the_rows_say(changed):
    code = LOOK.replace("json.load(sys.stdin)", json.dumps([*TEXTS]))
    assert json.loads(changed.python("-c", code)) == TEXTS
