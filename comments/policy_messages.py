"""Messages about findings of the house rules, for moderators (plain) and for authors (kind).

Each check of `policy.CHECKS` has one sentence for each, under its code. `%(fact)s` is filled from
the facts that the check found. The names of kinds of personal details are here, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.personal_info import PersonalInfoKind
from comments.policy import Outcome, Reason, codes

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MESSAGES_FOR_MODERATORS = {
    codes.NO_FLOODING: _("Too many posts or edits in a short time"),
    codes.NO_DUPLICATES: _("The same text again"),
    codes.SOMEBODY_MAY_BE_IN_DANGER: _("Somebody may be in danger"),
    codes.THREAD_MUST_BE_OPEN: _("The discussion is closed"),
    codes.GUESTS_MAY_BE_ASKED_TO_LOG_IN: _("Guests may not post"),
    codes.BANNED_AUTHORS_STAY_OUT: _("The author is banned or suspended"),
    codes.WARNINGS_ARE_READ_FIRST: _("The author has not acknowledged a warning"),
    codes.NOBODY_ANSWERS_WHAT_THEY_FLAGGED: _("The author has reported the post that it answers"),
    codes.HONEYPOT_STAYS_EMPTY: _("The trap for robots was filled in"),
    codes.NAMES_BELONG_TO_SOMEBODY: _("The name reads like somebody else’s"),
    codes.MODERATORS_PASS: _("Written by a moderator"),
    codes.WATCHED_WORDS_ARE_REFUSED: _("Watched words: %(words)s"),
    codes.WATCHED_WORDS_ARE_ASKED_ABOUT: _("Watched words, posted all the same: %(words)s"),
    codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT: "%(places)s",
    codes.WATCHED_WORDS_WAIT: _("Watched words: %(words)s"),
    codes.SAID_ELSEWHERE_WAITS: _("Said in another discussion, too"),
    codes.LOOKS_LIKE_SPAM: _("Looks like spam: %(score)s of 100"),
    codes.OFTEN_REFUSED_AUTHORS_WAIT: _("%(refused)s of %(decided)s refused in %(days)s days"),
    codes.PREMODERATED_AUTHORS_WAIT: _("The author is pre-moderated"),
    codes.EVERYBODY_WAITS_HERE: _("Everybody waits in this discussion"),
    codes.OPEN_DISCUSSIONS_TAKE_ALL: _("This discussion is open to strangers"),
    codes.FLAGGED_BY_READERS: _("Flagged by %(flags)s readers"),
    codes.FEW_LINKS: _("%(links)s links, more than %(most)s"),
    codes.KNOWN_AUTHORS_PASS: _("Known here: %(approved)s posts approved"),
    codes.STRANGERS_WAIT: _("Not known here yet"),
    codes.IMPORTED: _("Brought along from elsewhere"),
}

MESSAGES_FOR_AUTHORS = {
    codes.NO_FLOODING: _(
        "There is a limit to how often one can post. Please wait %(wait)s, then send it again:"
        " your words stay in this form."
    ),
    codes.NO_DUPLICATES: _("You have already said this here, word for word."),
    codes.SOMEBODY_MAY_BE_IN_DANGER: _(
        "It sounds as if you, or somebody near you, may be in danger. Nobody watches this page"
        " around the clock: please look where help is."
    ),
    codes.GUESTS_MAY_BE_ASKED_TO_LOG_IN: _(
        "Here only members can post. Please copy your words, log in or sign up, and send them again."
    ),
    codes.WARNINGS_ARE_READ_FIRST: _("A moderator has written to you. Please read it first; your text is kept below."),
    codes.NOBODY_ANSWERS_WHAT_THEY_FLAGGED: _(
        "The post that you answer has been reported from your account or your connection. Please"
        " leave it to the moderators; your words are kept in this form."
    ),
    codes.NAMES_BELONG_TO_SOMEBODY: _(
        "This name reads like that of somebody else here. Please choose another one, or leave it empty."
    ),
    codes.WATCHED_WORDS_ARE_REFUSED: _("With these words it cannot be posted here: %(words)s."),
    codes.WATCHED_WORDS_ARE_ASKED_ABOUT: _(
        "Please think again about these words: %(words)s. You can change them, or post it as it"
        " is; then a moderator reads it first."
    ),
    codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT: _(
        "%(places)s Everybody on the internet can read what you post, for years."
    ),
    codes.WATCHED_WORDS_WAIT: _("A moderator reads posts with these words first: %(words)s."),
    codes.SAID_ELSEWHERE_WAITS: _("You have said the same in another discussion."),
    codes.LOOKS_LIKE_SPAM: _("A moderator reads it first, since it resembles advertising."),
    codes.OFTEN_REFUSED_AUTHORS_WAIT: _("A moderator reads it first, since several of your posts were refused lately."),
    codes.PREMODERATED_AUTHORS_WAIT: _("For a time, a moderator reads your posts before they appear."),
    codes.EVERYBODY_WAITS_HERE: _("In this discussion a moderator reads every post first."),
    codes.OPEN_DISCUSSIONS_TAKE_ALL: _("This discussion is open to everybody."),
    codes.FLAGGED_BY_READERS: _("Readers have asked the moderators to look at it."),
    codes.THREAD_MUST_BE_OPEN: _("This discussion is closed. It can be read, but nothing can be added to it."),
    codes.BANNED_AUTHORS_STAY_OUT: _(
        "The moderators have stopped all writing from here. You can still read, and delete what you have written."
    ),
    codes.HONEYPOT_STAYS_EMPTY: _(
        "A field that people do not see was filled in. If you are no robot, please switch off"
        " automatic form filling for this page and post again."
    ),
    codes.MODERATORS_PASS: _("You are a moderator."),
    codes.FEW_LINKS: _("A moderator reads it first because of its links: %(links)s."),
    codes.KNOWN_AUTHORS_PASS: _("You are known here."),
    codes.STRANGERS_WAIT: _("Posts of guests, and the first ones of every account, are read by a moderator first."),
    codes.IMPORTED: _("This post was brought along from elsewhere."),
}

PERSONAL_INFO_FOR_MODERATORS = {
    PersonalInfoKind.PROFILE: _("Social media profile: “%(text)s”"),
    PersonalInfoKind.EMAIL: _("E-mail address: “%(text)s”"),
    PersonalInfoKind.ACCOUNT: _("Card or bank account: “%(text)s”"),
    PersonalInfoKind.NUMBER: _("Health, insurance or identity number: “%(text)s”"),
    PersonalInfoKind.BIRTH: _("Date of birth: “%(text)s”"),
    PersonalInfoKind.ADDRESS: _("Postal address: “%(text)s”"),
    PersonalInfoKind.PHONE: _("Phone number: “%(text)s”"),
    PersonalInfoKind.CLINICIAN: _("A clinician by name, with the place: “%(text)s”"),
}
PERSONAL_INFO_FOR_AUTHORS = {
    PersonalInfoKind.PROFILE: _("This looks like somebody’s profile in a social network: “%(text)s”."),
    PersonalInfoKind.EMAIL: _("This looks like an e-mail address: “%(text)s”."),
    PersonalInfoKind.ACCOUNT: _("This looks like the number of a card or a bank account: “%(text)s”."),
    PersonalInfoKind.NUMBER: _(
        "This looks like a number by which an office, a hospital or an insurance knows somebody: “%(text)s”."
    ),
    PersonalInfoKind.BIRTH: _("This looks like a date of birth: “%(text)s”."),
    PersonalInfoKind.ADDRESS: _("This looks like a postal address: “%(text)s”."),
    PersonalInfoKind.PHONE: _("This looks like a phone number: “%(text)s”."),
    PersonalInfoKind.CLINICIAN: _(
        "“%(text)s” looks like the name of a clinician, and you also say where they work. Together"
        " they may tell who you are."
    ),
}
PERSONAL_INFO_NAMES = {
    PersonalInfoKind.PROFILE: _("social media profile"),
    PersonalInfoKind.EMAIL: _("e-mail address"),
    PersonalInfoKind.ACCOUNT: _("card or bank account"),
    PersonalInfoKind.NUMBER: _("health, insurance or identity number"),
    PersonalInfoKind.BIRTH: _("date of birth"),
    PersonalInfoKind.ADDRESS: _("postal address"),
    PersonalInfoKind.PHONE: _("phone number"),
    PersonalInfoKind.CLINICIAN: _("a clinician by name"),
}
# In brackets and without digits, so that no detector finds them again.
REDACTION_MARKS = {
    PersonalInfoKind.PROFILE: _("[profile name removed]"),
    PersonalInfoKind.EMAIL: _("[e-mail address removed]"),
    PersonalInfoKind.ACCOUNT: _("[account number removed]"),
    PersonalInfoKind.NUMBER: _("[personal number removed]"),
    PersonalInfoKind.BIRTH: _("[date of birth removed]"),
    PersonalInfoKind.ADDRESS: _("[postal address removed]"),
    PersonalInfoKind.PHONE: _("[phone number removed]"),
    PersonalInfoKind.CLINICIAN: _("[name removed]"),
}

# Shorter times are given in the smaller unit.
MIN_SECONDS_SAID_AS_MINUTES = 90
MIN_MINUTES_SAID_AS_HOURS = 90


def messages_for_moderators(reasons: Iterable[Reason]) -> list[str]:
    """Messages about all findings, including findings in favour of the post."""
    return [_format_message(MESSAGES_FOR_MODERATORS, reason, PERSONAL_INFO_FOR_MODERATORS) for reason in reasons]


def messages_for_author(reasons: Iterable[Reason], outcome: str | None = None) -> list[str]:
    """Messages about findings that ask for `outcome`, or about all against the post."""
    against = [reason for reason in reasons if reason["outcome"] != Outcome.ACCEPT]
    chosen = [reason for reason in against if outcome in (None, reason["outcome"])]
    return [_format_message(MESSAGES_FOR_AUTHORS, reason, PERSONAL_INFO_FOR_AUTHORS) for reason in chosen]


def _format_message(wording: dict, reason: Reason, personal_info_messages: dict) -> str:
    if reason.get("broken"):
        return str(_("The rule “%(check)s” could not be applied") % reason)
    facts = _quote_lists(reason)
    if isinstance(wait := reason.get("wait"), int):
        facts["wait"] = format_duration(wait)
    facts.setdefault("words", facts.get("entries", ""))  # The log keeps only entries.
    if "kinds" in reason:
        facts["places"] = describe_personal_info(personal_info_messages, reason)
    # The code of a check that no longer exists is better than no message.
    return str(wording.get(str(reason["check"]), "%(check)s") % facts)


def _quote_lists(reason: Reason) -> dict[str, object]:
    """Replace each list by one string with its quoted items."""
    return {
        name: ", ".join(f"“{word}”" for word in fact) if isinstance(fact, list) else fact
        for name, fact in reason.items()
    }


def format_duration(seconds: int) -> str:
    """Format a duration, rounded up: "20 seconds", "9 minutes", "5 hours"."""
    if seconds < MIN_SECONDS_SAID_AS_MINUTES:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if (minutes := ceil(seconds / 60)) < MIN_MINUTES_SAID_AS_HOURS:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = ceil(seconds / 3600)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def get_redaction_marks() -> dict[PersonalInfoKind, str]:
    """Marks that replace personal details, in the language of the page."""
    return {kind: str(mark) for kind, mark in REDACTION_MARKS.items()}


def describe_personal_info(wording: Mapping[PersonalInfoKind, StrPromise], reason: Mapping[str, Any]) -> str:
    """One sentence for each personal detail, on one line. Unknown kinds are left out.

    The log has no details: for a text that has changed, only the kinds are named.
    """
    if "places" not in reason:
        named = {str(kind): str(name) for kind, name in PERSONAL_INFO_NAMES.items()}
        kinds = [named[kind] for kind in dict.fromkeys(reason["kinds"]) if kind in named]
        return str(_("Personal details: %(kinds)s") % {"kinds": ", ".join(kinds)})
    sentences = {str(kind): sentence for kind, sentence in wording.items()}
    # Authors read whole sentences.
    separator = "; " if wording is PERSONAL_INFO_FOR_MODERATORS else " "
    return separator.join(
        sentences[kind] % {"text": " ".join(text.split())}
        for kind, text in zip(reason["kinds"], reason["places"], strict=False)
        if kind in sentences
    )


def describe_match_for_author(kind: PersonalInfoKind, text: str) -> str:
    """A sentence about one personal detail, for its author, on one line."""
    return str(PERSONAL_INFO_FOR_AUTHORS[kind] % {"text": " ".join(text.split())})
