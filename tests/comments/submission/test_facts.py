"""Facts are gathered from drafts, and nothing is written while they are gathered."""

from dataclasses import FrozenInstanceError

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import ActivityRecord, Comment, Decision, OutgoingEmail
from comments.policy import Outcome, RuleSettings
from comments.submission import queries
from comments.submission.active_sanctions import ActiveSanctions
from comments.submission.draft import Draft
from comments.submission.facts import FACT_FINDERS, gather_submission
from comments.submission.submit import import_held_comment


def draft_of(comment: Comment, **fields: object) -> Draft:
    draft = Draft.from_comment(comment)
    values = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    return Draft(**values | {"author_keys": (comment.author_key,)} | fields)


def test_a_draft_does_not_change(post):
    draft = draft_of(post("Hello"))
    with pytest.raises(FrozenInstanceError):
        draft.body = "Other words"


def test_a_draft_of_a_stored_comment_is_an_edit(post, thread):
    assert draft_of(post("Hello")).is_edit
    assert not draft_of(Comment(thread=thread, body="Hello", author_key="ada")).is_edit


def test_gathering_facts_writes_nothing(post, thread):
    comment = Comment(thread=thread, body="See https://example.org/", author_key="ada")
    comment.derive_html()
    recent = queries.get_recent_comments("ada")
    with CaptureQueriesContext(connection) as captured:
        submission = gather_submission(draft_of(comment), ActiveSanctions(), recent)
    assert submission.link_count == 1
    assert captured.captured_queries
    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}
    assert (comment.score, comment.score_explanation, comment.failed_checks) == (None, None, None)
    assert not ActivityRecord.objects.exists()


@pytest.mark.parametrize("finder", FACT_FINDERS, ids=lambda finder: finder.code)
def test_each_finder_reads_a_draft_without_a_form(post, finder):
    facts = finder(draft_of(post("Hello")), RuleSettings())
    assert facts


def test_an_import_is_held_and_leaves_no_trace_of_a_visitor(thread):
    comment = import_held_comment(thread, Comment(body="From elsewhere", author_name="Nora"))
    line = Decision.objects.get(comment_id=comment.pk)
    assert (comment.status, line.verb) == ("held", Outcome.HOLD)
    assert [reason["check"] for reason in line.reasons] == ["strangers_wait"]
    assert not ActivityRecord.objects.exists()
    assert not OutgoingEmail.objects.exists()
