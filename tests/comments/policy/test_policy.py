"""The house rules, tested without a database."""

import pytest

from comments import policy_messages
from comments.policy import CHECKS, Outcome, RuleSettings, Submission, WatchedWordMatch, judge
from comments.policy.verdict import check


class PHONE:
    kind = "phone"
    text = "0170 555 01"


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
        (
            KNOWN | {"author_flagged_the_parent": True},
            Outcome.REJECT,
            ["nobody_answers_what_they_flagged", "known_authors_pass"],
        ),
        ({"has_filled_honeypot": True}, Outcome.REJECT, ["honeypot_stays_empty", "strangers_wait"]),
        ({"is_duplicate": True}, Outcome.REJECT, ["no_duplicates", "strangers_wait"]),
        ({"author_post_ages": (21,)}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_post_ages": (19,)}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        (KNOWN | {"author_post_ages": (19,)}, Outcome.ACCEPT, ["known_authors_pass"]),
        (KNOWN | {"author_post_ages": (18, 19)}, Outcome.REJECT, ["no_flooding", "known_authors_pass"]),
        ({"author_post_ages": (30, 60, 90, 120)}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_post_ages": (30, 60, 90, 120, 599)}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        ({"author_post_ages": (700,) * 19}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_post_ages": (700,) * 20}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        (KNOWN | {"author_post_ages": (700,) * 39}, Outcome.ACCEPT, ["known_authors_pass"]),
        (KNOWN | {"author_post_ages": (700,) * 40}, Outcome.REJECT, ["no_flooding", "known_authors_pass"]),
        ({"author_edit_ages": (50,) * 5}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_edit_ages": (60,) * 6}, Outcome.HOLD, ["strangers_wait"]),
        ({"author_edit_ages": (59,) * 6}, Outcome.REJECT, ["no_flooding", "strangers_wait"]),
        (
            {"thread_is_open": False, "author_is_banned": True, "is_duplicate": True},
            Outcome.REJECT,
            ["no_duplicates", "thread_must_be_open", "banned_authors_stay_out", "strangers_wait"],
        ),
        ({"has_crisis_phrase": True}, Outcome.ASK, ["somebody_may_be_in_danger", "strangers_wait"]),
        ({"has_crisis_phrase": True, "is_confirmed": True}, Outcome.HOLD, ["somebody_may_be_in_danger", "strangers_wait"]),
        (
            KNOWN | {"has_crisis_phrase": True, "author_is_banned": True},
            Outcome.HOLD,
            ["somebody_may_be_in_danger", "banned_authors_stay_out", "known_authors_pass"],
        ),
        (
            {"has_crisis_phrase": True, "is_confirmed": True, "watched_matches": (WatchedWordMatch("reject", "pills"),)},
            Outcome.HOLD,
            ["somebody_may_be_in_danger", "watched_words_are_refused", "strangers_wait"],
        ),
        (
            {"has_crisis_phrase": True, "rules": RuleSettings(guests_may_post=False)},
            Outcome.HOLD,
            ["somebody_may_be_in_danger", "guests_may_be_asked_to_log_in", "strangers_wait"],
        ),
        (
            {"rules": RuleSettings(guests_may_post=False)},
            Outcome.REJECT,
            ["guests_may_be_asked_to_log_in", "strangers_wait"],
        ),
        (KNOWN | {"rules": RuleSettings(guests_may_post=False)}, Outcome.ACCEPT, ["known_authors_pass"]),
        (KNOWN | {"author_is_warned": True}, Outcome.REJECT, ["warnings_are_read_first", "known_authors_pass"]),
        ({"is_name_taken": True}, Outcome.REJECT, ["names_belong_to_somebody", "strangers_wait"]),
        (
            KNOWN | {"watched_matches": (WatchedWordMatch("reject", "pills"),)},
            Outcome.REJECT,
            ["watched_words_are_refused", "known_authors_pass"],
        ),
        (
            KNOWN | {"watched_matches": (WatchedWordMatch("ask", "idiot"),)},
            Outcome.ASK,
            ["watched_words_are_asked_about", "known_authors_pass"],
        ),
        (
            KNOWN | {"watched_matches": (WatchedWordMatch("ask", "idiot"),), "is_confirmed": True},
            Outcome.HOLD,
            ["watched_words_are_asked_about", "known_authors_pass"],
        ),
        (
            KNOWN | {"watched_matches": (WatchedWordMatch("hold", "forum"),)},
            Outcome.HOLD,
            ["watched_words_wait", "known_authors_pass"],
        ),
        (KNOWN | {"personal_info": (PHONE,)}, Outcome.ASK, ["personal_details_are_asked_about", "known_authors_pass"]),
        (
            KNOWN | {"personal_info": (PHONE,), "is_confirmed": True},
            Outcome.HOLD,
            ["personal_details_are_asked_about", "known_authors_pass"],
        ),
        (
            KNOWN | {"personal_info": (PHONE,), "rules": RuleSettings(asks_about_personal_details=False)},
            Outcome.ACCEPT,
            ["known_authors_pass"],
        ),
        (KNOWN | {"is_repeated_elsewhere": True}, Outcome.HOLD, ["said_elsewhere_waits", "known_authors_pass"]),
        (KNOWN | {"spam_score": 0.91}, Outcome.HOLD, ["looks_like_spam", "known_authors_pass"]),
        (KNOWN | {"spam_score": 0.9}, Outcome.ACCEPT, ["known_authors_pass"]),
        (
            KNOWN | {"author_posts_decided": 5, "author_posts_refused": 2},
            Outcome.HOLD,
            ["often_refused_authors_wait", "known_authors_pass"],
        ),
        (
            KNOWN | {"author_posts_decided": 4, "author_posts_refused": 4},
            Outcome.ACCEPT,
            ["known_authors_pass"],
        ),
        (
            KNOWN | {"author_posts_decided": 10, "author_posts_refused": 3},
            Outcome.ACCEPT,
            ["known_authors_pass"],
        ),
        (
            KNOWN | {"author_is_premoderated": True},
            Outcome.HOLD,
            ["premoderated_authors_wait", "known_authors_pass"],
        ),
        (
            KNOWN | {"rules": RuleSettings().for_preset("premoderated")},
            Outcome.HOLD,
            ["everybody_waits_here", "known_authors_pass"],
        ),
        (
            KNOWN | {"rules": RuleSettings().for_preset("sensitive"), "link_count": 1},
            Outcome.HOLD,
            ["few_links", "everybody_waits_here", "known_authors_pass"],
        ),
        ({"rules": RuleSettings().for_preset("open")}, Outcome.ACCEPT, ["open_discussions_take_all"]),
        ({"rules": RuleSettings().for_preset("open"), "link_count": 2}, Outcome.HOLD, ["few_links", "open_discussions_take_all"]),
    ],
)  # fmt: skip
def test_judge_keeps_every_finding_and_the_first_decides(facts, outcome, checks):
    verdict = judge(Submission(**facts))
    assert verdict.outcome == outcome
    assert [finding.check for finding in verdict.findings] == checks


@pytest.mark.parametrize(
    ("facts", "check", "data"),
    [
        ({"author_edit_ages": (50,) * 6}, "no_flooding", {"wait": 10}),
        ({"author_post_ages": (5,), "author_edit_ages": (50,) * 6}, "no_flooding", {"wait": 15}),
        ({"link_count": 3}, "few_links", {"links": 3, "most": 1}),
        ({"spam_score": 0.91}, "looks_like_spam", {"score": 91}),
        (
            {"author_posts_decided": 5, "author_posts_refused": 2},
            "often_refused_authors_wait",
            {"refused": 2, "decided": 5, "days": 7},
        ),
        (KNOWN, "known_authors_pass", {"approved": 2}),
        (
            {"personal_info": (PHONE,)},
            "personal_details_are_asked_about",
            {"kinds": ["phone"], "places": ["0170 555 01"]},
        ),
        (
            {"watched_matches": (WatchedWordMatch("hold", "Pills", "pill*"),) * 2},
            "watched_words_wait",
            {"words": ["Pills", "Pills"], "entries": ["pill*"]},
        ),
    ],
)
def test_a_reason_has_the_numbers_and_words_of_its_message(facts, check, data):
    (reason,) = [one for one in judge(Submission(**facts)).reasons if one["check"] == check]
    assert {name: reason[name] for name in reason if name not in {"check", "outcome"}} == data


def test_every_check_has_its_row():
    marks = test_judge_keeps_every_finding_and_the_first_decides.pytestmark
    decisive = {checks[0] for _facts, _outcome, checks in marks[0].args[1]}
    assert {check.code for check in CHECKS} <= decisive


def test_a_fact_that_could_not_be_found_out_holds_the_comment():
    verdict = judge(Submission(**KNOWN, failed_facts=(("personal_details", "KeyError"),)))
    assert verdict.outcome == Outcome.HOLD
    assert verdict.reasons[-1] == {"check": "personal_details", "outcome": "hold", "error": "KeyError", "broken": True}


def test_questions_are_what_the_author_is_asked_about():
    watched = (WatchedWordMatch("ask", "idiot"), WatchedWordMatch("hold", "forum"))
    facts = {"personal_info": (PHONE,), "watched_matches": watched, "has_crisis_phrase": True}
    assert Submission(**facts).questions == ["danger", "watched idiot", "phone 0170 555 01"]
    quiet = RuleSettings(asks_about_personal_details=False)
    assert Submission(**facts, rules=quiet).questions == ["danger", "watched idiot"]
    assert Submission(**facts, author_is_moderator=True).questions == []


@check("a_broken_check")
def a_broken_check(submission):
    raise ZeroDivisionError


@pytest.mark.parametrize("position", range(len(CHECKS) + 1))
def test_a_check_that_fails_holds_the_comment(position, caplog):
    checks = [*CHECKS[:position], a_broken_check, *CHECKS[position:]]
    verdict = judge(Submission(**KNOWN), checks)
    assert verdict.outcome == Outcome.HOLD
    assert verdict.has_finding("a_broken_check")
    assert "a_broken_check broke" in caplog.text


def test_a_check_that_fails_does_not_lift_a_rejection(caplog):
    verdict = judge(Submission(author_is_banned=True), [*CHECKS, a_broken_check])
    assert verdict.outcome == Outcome.REJECT


def test_codes_are_those_of_the_log():
    """A changed code would lose its message in every line of the log that has it."""
    assert [check.code for check in CHECKS] == [
        "no_flooding",
        "no_duplicates",
        "somebody_may_be_in_danger",
        "thread_must_be_open",
        "guests_may_be_asked_to_log_in",
        "banned_authors_stay_out",
        "warnings_are_read_first",
        "nobody_answers_what_they_flagged",
        "honeypot_stays_empty",
        "names_belong_to_somebody",
        "moderators_pass",
        "watched_words_are_refused",
        "watched_words_are_asked_about",
        "personal_details_are_asked_about",
        "watched_words_wait",
        "few_links",
        "said_elsewhere_waits",
        "looks_like_spam",
        "often_refused_authors_wait",
        "premoderated_authors_wait",
        "everybody_waits_here",
        "known_authors_pass",
        "open_discussions_take_all",
        "strangers_wait",
    ]


def test_without_any_finding_the_comment_is_held():
    assert judge(Submission(), []).outcome == Outcome.HOLD


@pytest.mark.parametrize("check", [check.code for check in CHECKS])
@pytest.mark.parametrize("words", [policy_messages.MESSAGES_FOR_MODERATORS, policy_messages.MESSAGES_FOR_AUTHORS])
def test_every_check_has_words_for_moderators_and_for_authors(check, words):
    facts = {"links": 2, "most": 1, "approved": 2, "wait": 20, "words": "“a”", "places": "“b”"}
    facts |= {"score": 97, "refused": 2, "decided": 5, "days": 7}
    assert words[check] % facts


def test_a_broken_rule_and_a_forgotten_one_have_words_too():
    broken = {"check": "few_links", "outcome": "hold", "broken": True}
    forgotten = {"check": "no_shouting", "outcome": "hold"}
    assert policy_messages.messages_for_moderators([broken, forgotten]) == [
        "The rule “few_links” could not be applied",
        "no_shouting",
    ]
