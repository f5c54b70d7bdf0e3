"""What the house rules' reasons say to people: plainly to moderators, kindly to authors.

Two sentences for each check of `policy.CHECKS`, under its name. `%(fact)s` is filled from
the facts that the check found.
"""

from collections.abc import Iterable
from math import ceil

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import personal_wording
from comments.policy import Outcome, Reason

TO_MODERATORS = {
    "no_flooding": _("Too many posts or edits in a short time"),
    "no_duplicates": _("The same text again"),
    "somebody_may_be_in_danger": _("Somebody may be in danger"),
    "thread_must_be_open": _("The discussion is closed"),
    "guests_may_be_asked_to_log_in": _("Guests may not post"),
    "banned_authors_stay_out": _("The author is banned or suspended"),
    "warnings_are_read_first": _("The author has not acknowledged a warning"),
    "nobody_answers_what_they_flagged": _("The author has reported the post that it answers"),
    "honeypot_stays_empty": _("The trap for robots was filled in"),
    "names_belong_to_somebody": _("The name reads like somebody else’s"),
    "moderators_pass": _("Written by a moderator"),
    "watched_words_are_refused": _("Watched words: %(words)s"),
    "watched_words_are_asked_about": _("Watched words, posted all the same: %(words)s"),
    "personal_details_are_asked_about": "%(places)s",
    "watched_words_wait": _("Watched words: %(words)s"),
    "said_elsewhere_waits": _("Said in another discussion, too"),
    "looks_like_spam": _("Looks like spam: %(score)s of 100"),
    "often_refused_authors_wait": _("%(refused)s of %(decided)s refused in %(days)s days"),
    "premoderated_authors_wait": _("The author is pre-moderated"),
    "everybody_waits_here": _("Everybody waits in this discussion"),
    "open_discussions_take_all": _("This discussion is open to strangers"),
    "flagged_by_readers": _("Flagged by %(flags)s readers"),
    "few_links": _("%(links)s links, more than %(most)s"),
    "known_authors_pass": _("Known here: %(approved)s posts approved"),
    "strangers_wait": _("Not known here yet"),
    "imported": _("Brought along from elsewhere"),
}

TO_AUTHORS = {
    "no_flooding": _(
        "There is a limit to how often one can post. Please wait %(wait)s, then send it again:"
        " your words stay in this form."
    ),
    "no_duplicates": _("You have already said this here, word for word."),
    "somebody_may_be_in_danger": _(
        "It sounds as if you, or somebody near you, may be in danger. Nobody watches this page"
        " around the clock: please look where help is."
    ),
    "guests_may_be_asked_to_log_in": _(
        "Here only members can post. Please copy your words, log in or sign up, and send them"
        " again."
    ),
    "warnings_are_read_first": _(
        "A moderator has written to you. Please read it first; your text is kept below."
    ),
    "nobody_answers_what_they_flagged": _(
        "The post that you answer has been reported from your account or your connection. Please"
        " leave it to the moderators; your words are kept in this form."
    ),
    "names_belong_to_somebody": _(
        "This name reads like that of somebody else here. Please choose another one, or leave it"
        " empty."
    ),
    "watched_words_are_refused": _("With these words it cannot be posted here: %(words)s."),
    "watched_words_are_asked_about": _(
        "Please think again about these words: %(words)s. You can change them, or post it as it"
        " is; then a moderator reads it first."
    ),
    "personal_details_are_asked_about": _(
        "%(places)s Everybody on the internet can read what you post, for years."
    ),
    "watched_words_wait": _("A moderator reads posts with these words first: %(words)s."),
    "said_elsewhere_waits": _("You have said the same in another discussion."),
    "looks_like_spam": _("A moderator reads it first, since it resembles advertising."),
    "often_refused_authors_wait": _(
        "A moderator reads it first, since several of your posts were refused lately."
    ),
    "premoderated_authors_wait": _("For a time, a moderator reads your posts before they appear."),
    "everybody_waits_here": _("In this discussion a moderator reads every post first."),
    "open_discussions_take_all": _("This discussion is open to everybody."),
    "flagged_by_readers": _("Readers have asked the moderators to look at it."),
    "thread_must_be_open": _(
        "This discussion is closed. It can be read, but nothing can be added to it."
    ),
    "banned_authors_stay_out": _(
        "The moderators have stopped all writing from here. You can still read, and delete what"
        " you have written."
    ),
    "honeypot_stays_empty": _(
        "A field that people do not see was filled in. If you are no robot, please switch off"
        " automatic form filling for this page and post again."
    ),
    "moderators_pass": _("You are a moderator."),
    "few_links": _("A moderator reads it first because of its links: %(links)s."),
    "known_authors_pass": _("You are known here."),
    "strangers_wait": _(
        "Posts of guests, and the first ones of every account, are read by a moderator first."
    ),
    "imported": _("This post was brought along from elsewhere."),
}

MINUTES_FROM, HOURS_FROM = 90, 90  # of the smaller ones; up to there they are said


def to_moderators(reasons: Iterable[Reason]) -> list[str]:
    """All findings, those that let the post pass included."""
    return [_words(TO_MODERATORS, reason, personal_wording.TO_MODERATORS) for reason in reasons]


def to_author(reasons: Iterable[Reason], outcome: str | None = None) -> list[str]:
    """The findings that ask for `outcome`, or all that speak against the post."""
    against = [reason for reason in reasons if reason["outcome"] != Outcome.ACCEPT]
    chosen = [reason for reason in against if outcome in (None, reason["outcome"])]
    return [_words(TO_AUTHORS, reason, personal_wording.TO_AUTHORS) for reason in chosen]


def _words(wording: dict, reason: Reason, of_places: dict) -> str:
    if reason.get("broken"):
        return str(_("The rule “%(check)s” could not be applied") % reason)
    facts = _listed(reason)
    if isinstance(wait := reason.get("wait"), int):
        facts["wait"] = span(wait)
    facts.setdefault("words", facts.get("entries", ""))  # The log keeps nothing of the author's.
    if "kinds" in reason:
        facts["places"] = personal_wording.details(of_places, reason)
    # A rule that has been renamed or taken back since: its name says more than nothing.
    return str(wording.get(str(reason["check"]), "%(check)s") % facts)


def _listed(reason: Reason) -> dict[str, object]:
    """With “quoted, lists” in the place of lists."""
    return {
        name: ", ".join(f"“{word}”" for word in fact) if isinstance(fact, list) else fact
        for name, fact in reason.items()
    }


def span(seconds: int) -> str:
    """Never less than that: "20 seconds", "9 minutes", "5 hours"."""
    if seconds < MINUTES_FROM:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if (minutes := ceil(seconds / 60)) < HOURS_FROM:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = ceil(seconds / 3600)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
