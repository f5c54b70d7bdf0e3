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
from comments.models.status import REFUSED_STATUSES
from comments.policy import Outcome, Rules, Submission, Verdict, codes, judge
from comments.sanitizer import count_links, extract_visible_text
from comments.spam.scoring import score_comment
from comments.submission import compiled_list, confirmation, guest_names, queries
from comments.submission.duplicates import build_duplicate_test

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from comments.submission.forms import BaseCommentForm

Facts = dict[str, Any]  # fields of a Submission
DecidedStatuses = list[tuple[str, datetime]]  # statuses, and since when
logger = logging.getLogger(__name__)


def gather_submission(form: BaseCommentForm) -> Submission:
    rules = form.adapt_rules(HouseRules.current().for_preset(form.comment.thread.preset))
    found, broken = _run_finders(form, rules, FACT_FINDERS)
    known = {**_gather_thread_facts(form), **_gather_author_facts(form, rules)}
    submission = Submission(rules=rules, failed_facts=broken, **found, **known)
    if not form.confirmation_token:
        return submission
    return replace(
        submission,
        is_confirmed=confirmation.confirms_all_questions(
            form.confirmation_token, submission.questions
        ),
    )


def judge_imported(comment: Comment) -> Verdict:
    """What the house rules find in words that wait for a moderator, brought from elsewhere: all
    of it speaks for holding them, and there is nobody to ask."""
    comment.render()
    rules = HouseRules.current()
    found, broken = _run_finders(ImportedDraft(comment), rules, TEXT_FINDERS)
    findings = judge(
        Submission(rules=rules, failed_facts=broken, is_confirmed=True, **found)
    ).findings
    return Verdict(Outcome.HOLD, findings)


@dataclass(frozen=True)
class Finder:
    """A finder of facts in the words, and the code by which the log names it if it fails."""

    code: str
    look: Callable[[BaseCommentForm, Rules], Facts]

    def __call__(self, form: BaseCommentForm, rules: Rules) -> Facts:
        return self.look(form, rules)


def finder(code: str) -> Callable[[Callable[[BaseCommentForm, Rules], Facts]], Finder]:
    """Decorate a function as the finder with this code."""
    return partial(Finder, code)


@dataclass
class ImportedDraft:
    """The part of a form that finders of words read, for a comment that came without one."""

    comment: Comment


@finder(codes.LINKS)
def links(form: BaseCommentForm, rules: Rules) -> Facts:
    return {"link_count": count_links(form.comment.body_html)}


@finder(codes.PERSONAL_DETAILS)
def personal_details(form: BaseCommentForm, rules: Rules) -> Facts:
    if not rules.asks_about_personal_details:
        return {}
    return {"personal_info": tuple(personal_info.find_personal_info(form.comment.body))}


@finder(codes.RESEMBLANCE_TO_SPAM)
def resemblance_to_spam(form: BaseCommentForm, rules: Rules) -> Facts:
    return {"spam_score": score_comment(form.comment)}


@finder(codes.WATCHED_WORDS)
def watched_words(form: BaseCommentForm, rules: Rules) -> Facts:
    comment = form.comment
    # Both: links are not in the text, and words that markup parts are not in the source.
    texts = (extract_visible_text(comment.body_html), comment.body)
    name = "" if comment.author else comment.author_name
    return {"watched_matches": compiled_list.find_watched_words(*texts, name)}


@finder(codes.DANGER)
def danger(form: BaseCommentForm, rules: Rules) -> Facts:
    text = extract_visible_text(form.comment.body_html)
    return {"has_crisis_phrase": rules.looks_for_danger and compiled_list.has_crisis_phrase(text)}


@finder(codes.TAKEN_NAMES)
def taken_names(form: BaseCommentForm, rules: Rules) -> Facts:
    """What is there already keeps its name."""
    name = "" if form.comment.author else form.comment.author_name
    is_new = name != form.initial.get("author_name", "")
    return {"is_name_taken": is_new and guest_names.is_guest_name_taken(name)}


def has_crisis_signs(form: BaseCommentForm) -> bool:
    """Before anything is stored, for a preview. No where it cannot be found out."""
    found, _broken = _run_finders(form, HouseRules.current(), [danger])
    return bool(found.get("has_crisis_phrase"))


# Each looks for something in the words, or in the name above them.
TEXT_FINDERS: list[Finder] = [links, watched_words, personal_details, danger, resemblance_to_spam]
FACT_FINDERS: list[Finder] = [*TEXT_FINDERS, taken_names]


def _run_finders(
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


def _gather_thread_facts(form: BaseCommentForm) -> Facts:
    thread, is_duplicate = form.comment.thread, build_duplicate_test(form.comment.body)
    others = [
        recent
        for recent in form.recent_comments
        if recent.pk != form.comment.pk and is_duplicate(recent.body)
    ]
    return {
        "thread_is_open": form.accepts_posts,
        "is_duplicate": any(recent.thread_id == thread.pk for recent in others),
        "is_repeated_elsewhere": any(recent.thread_id != thread.pk for recent in others),
        "has_filled_honeypot": bool(form.cleaned_data.get("website")),
    }


def _gather_author_facts(form: BaseCommentForm, rules: Rules) -> Facts:
    account, keys = form.comment.author, form.author_keys
    active = form.load_active_sanctions()
    history = queries.get_activity_history(keys, form.activity_kind, form.rate_limit_window)
    decided = queries.get_decided_statuses(keys[0])
    # Even a moderator's posts wait, if an admin wants to read them first.
    is_moderator = (
        bool(account and account.has_perm("comments.moderate")) and not active.is_held_for_review
    )
    is_trusted = account and not active.is_held_for_other_identity
    approved = _count_approved(form, account, decided, history) if account and is_trusted else 0
    if is_moderator and _get_last_refusal(decided, history, keys[:1]) == queries.EPOCH:
        approved = max(approved, rules.trusted_after)
    return {
        "author_is_banned": active.is_blocked,
        "author_is_warned": active.is_warned,
        "author_is_premoderated": active.is_premoderated,
        # Under the name only. Where everybody else has to wait, who does not is on the staff.
        "author_is_moderator": is_moderator and bool(form.comment.author_name),
        "author_has_account": bool(account),
        "author_posts_approved": approved,
        "author_post_ages": history.get_ages(queries.ActivityKind.POST),
        "author_edit_ages": history.get_ages(queries.ActivityKind.EDIT),
        "author_flagged_the_parent": form.has_flagged_parent,
        **_count_outcomes(keys[0], now() - timedelta(days=rules.refused_days), decided, history),
    }


def _count_outcomes(
    key: str, since: datetime, decided: DecidedStatuses, history: queries.ActivityHistory
) -> Facts:
    """How many were decided lately and how many refused, those included that their author has
    taken back since. By the key of the words in question, also for accounts: what is said of a
    record must not show what its owner has posted anonymously."""
    lately = [status for status, at in decided if at > since]
    refused = sum(status in REFUSED_STATUSES for status in lately)
    refused += history.count_since(since, queries.ActivityKind.REFUSED, key)
    approved = lately.count(queries.PUBLISHED) + history.count_since(
        since, queries.ActivityKind.APPROVED, key
    )
    return {"author_posts_decided": approved + refused, "author_posts_refused": refused}


def _count_approved(
    form: BaseCommentForm,
    account: AbstractBaseUser,
    decided: DecidedStatuses,
    history: queries.ActivityHistory,
) -> int:
    """How many of an account's last comments were published since one was refused.

    For words under the name, only those under the name count: otherwise it would show what
    else the account has posted. A nameless one that waits looks like any guest's."""
    keys = form.author_keys
    if form.comment.author_name:
        since = _get_last_refusal(decided, history, keys[:1])
        if since == queries.EPOCH:
            return sum(recent.status == queries.PUBLISHED for recent in form.recent_comments)
        return queries.count_approved_by_key(keys[0], since)
    everything = [*decided, *queries.get_decided_statuses(keys[1])]
    return queries.count_approved(account, _get_last_refusal(everything, history, keys))


def _get_last_refusal(
    decided: DecidedStatuses, history: queries.ActivityHistory, keys: list[str]
) -> datetime:
    refused = [at for status, at in decided if status in REFUSED_STATUSES]
    return max([*refused, history.get_last_refusal(keys)])
