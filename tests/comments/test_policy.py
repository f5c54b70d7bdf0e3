"""The house rules are pure: no database is needed to test them."""

import pytest

from comments import wording
from comments.policy import CHECKS, Outcome, Submission, judge

KNOWN = {"author_has_account": True, "author_posts_approved": 2}


@pytest.mark.parametrize(
    ("facts", "outcome", "checks"),
    [
        ({}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_has_account": True, "author_posts_approved": 1}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_posts_approved": 9}, Outcome.HOLD, ["strangers_wait"]),
        (KNOWN, Outcome.ACCEPT, ["known_authors_pass"]),
        (KNOWN | {"link_count": 1}, Outcome.ACCEPT, ["known_authors_pass"]),
        (KNOWN | {"link_count": 2}, Outcome.HOLD, ["few_links", "known_authors_pass"]),
        ({"link_count": 2}, Outcome.HOLD, ["few_links", "strangers_wait"]),
        (
            {"author_is_moderator": True, "link_count": 3},
            Outcome.ACCEPT,
            ["moderators_pass", "few_links", "known_authors_pass"],
        ),
        (KNOWN | {"thread_is_open": False}, Outcome.REJECT, ["thread_must_be_open", "known_authors_pass"]),
        (KNOWN | {"author_is_banned": True}, Outcome.REJECT, ["banned_authors_stay_out", "known_authors_pass"]),
        ({"filled_honeypot": True}, Outcome.REJECT, ["honeypot_stays_empty", "strangers_wait"]),
        ({"is_duplicate": True}, Outcome.REJECT, ["no_duplicates", "strangers_wait"]),
        ({"author_posts_last_minute": 2}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_posts_last_minute": 3}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        ({"author_edits_last_minute": 5}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_edits_last_minute": 6}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        (
            {"thread_is_open": False, "author_is_banned": True, "is_duplicate": True},
            Outcome.REJECT,
            ["thread_must_be_open", "banned_authors_stay_out", "no_duplicates", "strangers_wait"],
        ),
    ],
)  # fmt: skip
def test_judge_keeps_every_finding_and_the_first_decides(facts, outcome, checks):
    verdict = judge(Submission(**facts))
    assert verdict.outcome == outcome
    assert [finding.check for finding in verdict.findings] == checks


def a_broken_check(submission):
    raise ZeroDivisionError


@pytest.mark.parametrize("position", range(len(CHECKS) + 1))
def test_a_check_that_fails_holds_the_comment(position, caplog):
    checks = [*CHECKS[:position], a_broken_check, *CHECKS[position:]]
    verdict = judge(Submission(**KNOWN), checks)
    assert verdict.outcome == Outcome.HOLD
    assert verdict.found("a_broken_check")
    assert "a_broken_check broke" in caplog.text


def test_a_check_that_fails_never_opens_a_shut_door(caplog):
    verdict = judge(Submission(author_is_banned=True), [*CHECKS, a_broken_check])
    assert verdict.outcome == Outcome.REJECT


def test_without_any_finding_the_comment_is_held():
    assert judge(Submission(), []).outcome == Outcome.HOLD


@pytest.mark.parametrize("check", [check.__name__ for check in CHECKS])
@pytest.mark.parametrize("words", [wording.TO_MODERATORS, wording.TO_AUTHORS])
def test_every_check_has_words_for_moderators_and_for_authors(check, words):
    facts = {"acts": 3, "links": 2, "most": 1, "approved": 2}
    assert words[check] % facts


def test_a_broken_rule_and_a_forgotten_one_have_words_too():
    broken = {"check": "few_links", "outcome": "hold", "broken": True}
    forgotten = {"check": "no_shouting", "outcome": "hold"}
    assert wording.to_moderators([broken, forgotten]) == [
        "The rule “few_links” could not be applied",
        "no_shouting",
    ]
