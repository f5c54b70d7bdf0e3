"""Gather the facts about a comment, on which the house rules decide.

What is found in the words is guarded: a finder that throws holds the post and never loses it.
What the database says is not: without it nothing could be stored, either.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.utils.timezone import now

from comments import personal_info
from comments.models import Comment, HouseRules
from comments.models.status import REFUSED
from comments.policy import Outcome, Rules, Submission, Verdict, codes, judge
from comments.sanitizer import count_links, seen_text
from comments.spam.scoring import spam_score
from comments.submission import compiled_list, confirmation, guest_names, queries
from comments.submission.duplicates import same_as

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from comments.submission.forms import WordsForm

Facts = dict[str, Any]  # fields of a Submission
Decided = list[tuple[str, datetime]]  # statuses, and since when
logger = logging.getLogger(__name__)


def submission_of(form: WordsForm) -> Submission:
    rules = form.rules_for(HouseRules.now().under(form.comment.thread.preset))
    found, broken = _found(form, rules, FINDERS)
    known = {**_about_the_place(form), **_about_the_author(form, rules)}
    submission = Submission(rules=rules, broken=broken, **found, **known)
    if not form.answer:
        return submission
    return replace(submission, insists=confirmation.covers(form.answer, submission.questions))


def look_over(comment: Comment) -> Verdict:
    """What the house rules find in words that wait for a moderator, brought from elsewhere: all
    of it speaks for holding them, and there is nobody to ask."""
    comment.render()
    rules = HouseRules.now()
    found, broken = _found(Brought(comment), rules, OF_WORDS)
    findings = judge(Submission(rules=rules, broken=broken, insists=True, **found)).findings
    return Verdict(Outcome.HOLD, findings)


@dataclass(frozen=True)
class Finder:
    """A finder of facts in the words, and the code by which the log names it if it fails."""

    code: str
    look: Callable[[WordsForm, Rules], Facts]

    def __call__(self, form: WordsForm, rules: Rules) -> Facts:
        return self.look(form, rules)


def finder(code: str) -> Callable[[Callable[[WordsForm, Rules], Facts]], Finder]:
    """Decorate a function as the finder with this code."""
    return partial(Finder, code)


@dataclass
class Brought:
    """The part of a form that finders of words read, for a comment that came without one."""

    comment: Comment


@finder(codes.LINKS)
def links(form: WordsForm, rules: Rules) -> Facts:
    return {"link_count": count_links(form.comment.body_html)}


@finder(codes.PERSONAL_DETAILS)
def personal_details(form: WordsForm, rules: Rules) -> Facts:
    if not rules.asks_about_personal_details:
        return {}
    return {"personal": tuple(personal_info.find(form.comment.body))}


@finder(codes.RESEMBLANCE_TO_SPAM)
def resemblance_to_spam(form: WordsForm, rules: Rules) -> Facts:
    return {"spam_score": spam_score(form.comment)}


@finder(codes.WATCHED_WORDS)
def watched_words(form: WordsForm, rules: Rules) -> Facts:
    comment = form.comment
    # Both: links are not in the text, and words that markup parts are not in the source.
    texts = (seen_text(comment.body_html), comment.body)
    name = "" if comment.author else comment.author_name
    return {"watched": compiled_list.watched_in(*texts, name)}


@finder(codes.DANGER)
def danger(form: WordsForm, rules: Rules) -> Facts:
    text = seen_text(form.comment.body_html)
    return {"is_in_danger": rules.looks_for_danger and compiled_list.sounds_like_danger(text)}


@finder(codes.TAKEN_NAMES)
def taken_names(form: WordsForm, rules: Rules) -> Facts:
    """What is there already keeps its name."""
    name = "" if form.comment.author else form.comment.author_name
    is_new = name != form.initial.get("author_name", "")
    return {"name_is_taken": is_new and guest_names.is_taken(name)}


def may_be_in_danger(form: WordsForm) -> bool:
    """Before anything is stored, for a preview. No where it cannot be found out."""
    found, _broken = _found(form, HouseRules.now(), [danger])
    return bool(found.get("is_in_danger"))


# Each looks for something in the words, or in the name above them.
OF_WORDS: list[Finder] = [links, watched_words, personal_details, danger, resemblance_to_spam]
FINDERS: list[Finder] = [*OF_WORDS, taken_names]


def _found(
    form: Any, rules: Rules, finders: list[Finder]
) -> tuple[Facts, tuple[tuple[str, str], ...]]:
    """What the finders say, and those that broke, each with its error."""
    found: Facts = {}
    broken = []
    for finder in finders:
        try:
            found |= finder(form, rules)
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("The finder %s broke: this could not be looked for.", finder.code)
            broken.append((finder.code, type(error).__name__))
    return found, tuple(broken)


def _about_the_place(form: WordsForm) -> Facts:
    thread, says_the_same = form.comment.thread, same_as(form.comment.body)
    others = [one for one in form.said if one.pk != form.comment.pk and says_the_same(one.body)]
    return {
        "thread_is_open": form.door_is_open,
        "is_duplicate": any(one.thread_id == thread.pk for one in others),
        "is_said_elsewhere": any(one.thread_id != thread.pk for one in others),
        "filled_honeypot": bool(form.cleaned_data.get("website")),
    }


def _about_the_author(form: WordsForm, rules: Rules) -> Facts:
    account, keys = form.comment.author, form.author_keys
    standing = form.find_standing()
    traces = queries.traces_of(keys, form.leaves, form.paced_within)
    decided = queries.decided_on(keys[0])
    # Even a moderator's posts wait, if an admin wants to read them first.
    moderates = bool(account and account.has_perm("comments.moderate")) and not standing.waits
    counts = account and not standing.is_distrusted
    approved = _approved(form, account, decided, traces) if account and counts else 0
    if moderates and _last_refusal(decided, traces, keys[:1]) == queries.LONG_AGO:
        approved = max(approved, rules.trusted_after)
    return {
        "author_is_banned": standing.is_barred,
        "author_is_warned": standing.is_warned,
        "author_is_premoderated": standing.is_premoderated,
        # Under the name only. Where everybody else has to wait, who does not is on the staff.
        "author_is_moderator": moderates and bool(form.comment.author_name),
        "author_has_account": bool(account),
        "author_posts_approved": approved,
        "author_posts_ago": traces.ago(queries.Kind.POST),
        "author_edits_ago": traces.ago(queries.Kind.EDIT),
        "author_flagged_the_parent": form.flagged_the_parent,
        **_record(keys[0], now() - timedelta(days=rules.refused_days), decided, traces),
    }


def _record(key: str, since: datetime, decided: Decided, traces: queries.Traces) -> Facts:
    """How many were decided lately and how many refused, those included that their author has
    taken back since. By the key of the words in question, also for accounts: what is said of a
    record must not show what its owner has posted anonymously."""
    lately = [status for status, at in decided if at > since]
    refused = sum(status in REFUSED for status in lately)
    refused += traces.since(since, queries.Kind.REFUSED, key)
    approved = lately.count(queries.PUBLISHED) + traces.since(since, queries.Kind.APPROVED, key)
    return {"author_posts_decided": approved + refused, "author_posts_refused": refused}


def _approved(
    form: WordsForm, account: AbstractBaseUser, decided: Decided, traces: queries.Traces
) -> int:
    """How many of an account's last comments were published since one was refused.

    For words under the name, only those under the name count: otherwise it would show what
    else the account has posted. A nameless one that waits looks like any guest's."""
    keys = form.author_keys
    if form.comment.author_name:
        since = _last_refusal(decided, traces, keys[:1])
        if since == queries.LONG_AGO:
            return sum(one.status == queries.PUBLISHED for one in form.said)
        return queries.approved_by_name(keys[0], since)
    everything = [*decided, *queries.decided_on(keys[1])]
    return queries.approved(account, _last_refusal(everything, traces, keys))


def _last_refusal(decided: Decided, traces: queries.Traces, keys: list[str]) -> datetime:
    refused = [at for status, at in decided if status in REFUSED]
    return max([*refused, traces.last_refusal(keys)])
