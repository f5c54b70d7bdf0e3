"""What the house rules' reasons say to people: plainly to moderators, kindly to authors.

Two sentences for each check of `policy.CHECKS`, under its name. `%(fact)s` is filled from
the facts that the check found.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from comments.policy import Outcome, Reason

TO_MODERATORS = {
    "thread_must_be_open": _("The discussion is closed"),
    "banned_authors_stay_out": _("The author is banned"),
    "honeypot_stays_empty": _("The trap for robots was filled in"),
    "no_flooding": _("%(acts)s posts or edits within a minute"),
    "no_duplicates": _("The same text again"),
    "moderators_pass": _("Written by a moderator"),
    "few_links": _("%(links)s links, more than %(most)s"),
    "known_authors_pass": _("Known here: %(approved)s posts approved"),
    "strangers_wait": _("Not known here yet"),
    "imported": _("Brought along from elsewhere"),
}

TO_AUTHORS = {
    "thread_must_be_open": _(
        "This discussion is closed. It can be read, but nothing can be added to it."
    ),
    "banned_authors_stay_out": _(
        "Posting from here has been stopped for a time by the moderators. You can still read."
    ),
    "honeypot_stays_empty": _(
        "A field that people do not see was filled in. If you are no robot, please switch off"
        " automatic form filling for this page and post again."
    ),
    "no_flooding": _(
        "That was quick. Please wait a minute, then send it again: your text is kept."
    ),
    "no_duplicates": _("You have already said this here, word for word."),
    "moderators_pass": _("You are a moderator."),
    "few_links": _("Posts with more than %(most)s link are read by a moderator first."),
    "known_authors_pass": _("You are known here."),
    "strangers_wait": _(
        "Posts of guests, and the first two of every account, are read by a moderator first."
    ),
    "imported": _("This post was brought along from elsewhere."),
}


def to_moderators(reasons: Iterable[Reason]) -> list[str]:
    """All findings, those that let the post pass included."""
    return [_words(TO_MODERATORS, reason) for reason in reasons]


def to_author(reasons: Iterable[Reason], outcome: str | None = None) -> list[str]:
    """The findings that ask for `outcome`, or all that speak against the post."""
    against = [reason for reason in reasons if reason["outcome"] != Outcome.ACCEPT]
    chosen = [reason for reason in against if outcome in (None, reason["outcome"])]
    return [_words(TO_AUTHORS, reason) for reason in chosen]


def _words(wording: dict, reason: Reason) -> str:
    if reason.get("broken"):
        return str(_("The rule “%(check)s” could not be applied") % reason)
    # A rule that has been renamed or taken back since: its name says more than nothing.
    return str(wording.get(str(reason["check"]), "%(check)s") % reason)
