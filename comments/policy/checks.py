"""Checks of the house rules, and the order in which they count."""

from comments.policy import codes
from comments.policy.rate_limits import MAX_EDITS_PER_MINUTE, seconds_to_wait
from comments.policy.submission import Submission, WatchedWordMatch
from comments.policy.verdict import Check, Fact, Opinion, Outcome, check


@check(codes.NO_FLOODING)
def no_flooding(submission: Submission) -> Opinion:
    limits = submission.rules.post_limits(is_member=submission.author_has_account)
    wait = max(
        seconds_to_wait(submission.author_post_ages, limits),
        seconds_to_wait(submission.author_edit_ages, [(MAX_EDITS_PER_MINUTE, 60)]),
    )
    return (Outcome.REJECT, {"wait": wait}) if wait else None


@check(codes.NO_DUPLICATES)
def no_duplicates(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.is_duplicate else None


@check(codes.SOMEBODY_MAY_BE_IN_DANGER)
def somebody_may_be_in_danger(submission: Submission) -> Opinion:
    if not submission.has_crisis_phrase or submission.author_is_moderator:
        return None
    # Do not ask where the author could not post anyway.
    is_shut = (
        not submission.thread_is_open
        or submission.author_is_banned
        or guests_may_be_asked_to_log_in(submission) is not None
    )
    return Outcome.HOLD if submission.is_confirmed or is_shut else Outcome.ASK


@check(codes.THREAD_MUST_BE_OPEN)
def thread_must_be_open(submission: Submission) -> Opinion:
    return None if submission.thread_is_open else Outcome.REJECT


@check(codes.GUESTS_MAY_BE_ASKED_TO_LOG_IN)
def guests_may_be_asked_to_log_in(submission: Submission) -> Opinion:
    may_post = submission.author_has_account or submission.rules.guests_may_post
    return None if may_post else Outcome.REJECT


@check(codes.BANNED_AUTHORS_STAY_OUT)
def banned_authors_stay_out(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.author_is_banned else None


@check(codes.WARNINGS_ARE_READ_FIRST)
def warnings_are_read_first(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.author_is_warned else None


@check(codes.NOBODY_ANSWERS_WHAT_THEY_FLAGGED)
def nobody_answers_what_they_flagged(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.author_flagged_the_parent else None


@check(codes.HONEYPOT_STAYS_EMPTY)
def honeypot_stays_empty(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.has_filled_honeypot else None


@check(codes.NAMES_BELONG_TO_SOMEBODY)
def names_belong_to_somebody(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.is_name_taken else None


@check(codes.MODERATORS_PASS)
def moderators_pass(submission: Submission) -> Opinion:
    return Outcome.ACCEPT if submission.author_is_moderator else None


@check(codes.WATCHED_WORDS_ARE_REFUSED)
def watched_words_are_refused(submission: Submission) -> Opinion:
    matches = submission.matches_for("reject")
    return (Outcome.REJECT, _describe_matches(matches)) if matches else None


@check(codes.WATCHED_WORDS_ARE_ASKED_ABOUT)
def watched_words_are_asked_about(submission: Submission) -> Opinion:
    matches = submission.matches_for("ask")
    return (_ask_or_hold(submission), _describe_matches(matches)) if matches else None


@check(codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT)
def personal_details_are_asked_about(submission: Submission) -> Opinion:
    if not submission.personal_info or not submission.rules.asks_about_personal_details:
        return None
    places: dict[str, Fact] = {
        "kinds": [str(place.kind) for place in submission.personal_info],
        "places": [place.text for place in submission.personal_info],
    }
    return _ask_or_hold(submission), places


@check(codes.WATCHED_WORDS_WAIT)
def watched_words_wait(submission: Submission) -> Opinion:
    matches = submission.matches_for("hold")
    return (Outcome.HOLD, _describe_matches(matches)) if matches else None


@check(codes.FEW_LINKS)
def few_links(submission: Submission) -> Opinion:
    most = submission.rules.max_links
    if submission.link_count <= most:
        return None
    return Outcome.HOLD, {"links": submission.link_count, "most": most}


@check(codes.SAID_ELSEWHERE_WAITS)
def said_elsewhere_waits(submission: Submission) -> Opinion:
    return Outcome.HOLD if submission.is_repeated_elsewhere else None


@check(codes.OFTEN_REFUSED_AUTHORS_WAIT)
def often_refused_authors_wait(submission: Submission) -> Opinion:
    rules = submission.rules
    decided, refused = submission.author_posts_decided, submission.author_posts_refused
    if decided < rules.refused_of or refused * 100 <= rules.refused_share * decided:
        return None
    return Outcome.HOLD, {"refused": refused, "decided": decided, "days": rules.refused_days}


@check(codes.PREMODERATED_AUTHORS_WAIT)
def premoderated_authors_wait(submission: Submission) -> Opinion:
    return Outcome.HOLD if submission.author_is_premoderated else None


@check(codes.EVERYBODY_WAITS_HERE)
def everybody_waits_here(submission: Submission) -> Opinion:
    return Outcome.HOLD if submission.rules.holds_everyone else None


@check(codes.LOOKS_LIKE_SPAM)
def looks_like_spam(submission: Submission) -> Opinion:
    score = submission.spam_score
    if score is None or score * 100 <= submission.rules.spam_threshold:
        return None
    return Outcome.HOLD, {"score": round(score * 100)}


@check(codes.KNOWN_AUTHORS_PASS)
def known_authors_pass(submission: Submission) -> Opinion:
    if not submission.author_is_trusted:
        return None
    return Outcome.ACCEPT, {"approved": submission.author_posts_approved}


@check(codes.OPEN_DISCUSSIONS_TAKE_ALL)
def open_discussions_take_all(submission: Submission) -> Opinion:
    return None if submission.rules.holds_strangers else Outcome.ACCEPT


@check(codes.STRANGERS_WAIT)
def strangers_wait(submission: Submission) -> Opinion:
    waits = submission.rules.holds_strangers and not submission.author_is_trusted
    return Outcome.HOLD if waits else None


def _describe_matches(matches: list[WatchedWordMatch]) -> dict[str, Fact]:
    """The matches, for the author, and the entries of the list, for the log."""
    entries = [*dict.fromkeys(match.entry for match in matches)]
    return {"words": [match.text for match in matches], "entries": entries}


def _ask_or_hold(submission: Submission) -> Outcome:
    return Outcome.HOLD if submission.is_confirmed else Outcome.ASK


CHECKS: list[Check] = [
    # Too many, or the same again. The author can send it later, or with changes.
    no_flooding,
    no_duplicates,
    # The author may need help. Nothing below refuses the post: a moderator reads it.
    somebody_may_be_in_danger,
    # Refusals. The author reads why; nothing is stored.
    thread_must_be_open,
    guests_may_be_asked_to_log_in,
    banned_authors_stay_out,
    warnings_are_read_first,
    nobody_answers_what_they_flagged,
    honeypot_stays_empty,
    names_belong_to_somebody,
    # Authors whose posts always pass.
    moderators_pass,
    # Text that never passes, and text that the author may want to change.
    watched_words_are_refused,
    watched_words_are_asked_about,
    personal_details_are_asked_about,
    # Content that a moderator reads first, by any author.
    watched_words_wait,
    few_links,
    said_elsewhere_waits,
    looks_like_spam,
    # Authors and discussions whose posts a moderator reads first.
    often_refused_authors_wait,
    premoderated_authors_wait,
    everybody_waits_here,
    # All others.
    known_authors_pass,
    open_discussions_take_all,
    strangers_wait,
]
