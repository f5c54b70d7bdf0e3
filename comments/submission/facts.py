"""Gather the facts about a draft, on which the house rules decide.

Finders read the text. They are guarded: a post is held, and never lost, if one of them fails.
Queries are not guarded: if the database fails, nothing could be stored, either.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.utils.timezone import now

from comments import personal_info
from comments.models import HouseRules
from comments.models.accounts import Account
from comments.models.status import REFUSED_STATUSES
from comments.policy import RuleSettings, Submission, codes
from comments.sanitizer import count_links, drop_quotations, extract_visible_text
from comments.spam.scoring import score_text
from comments.submission import compiled_list, confirmation, guest_names, queries
from comments.submission.active_sanctions import ActiveSanctions
from comments.submission.draft import Draft
from comments.submission.duplicates import build_duplicate_test
from comments.submission.queries import RecentComment

Facts = dict[str, Any]  # fields of a Submission
DecidedStatuses = list[tuple[str, datetime]]  # statuses, and since when
_MARK_IN_WORD = re.compile(r"(?<=\w)[*_]+(?=\w)")
logger = logging.getLogger(__name__)


def gather_submission(draft: Draft, sanctions: ActiveSanctions, recent: list[RecentComment]) -> Submission:
    """Gather all facts about a draft, its thread and its author."""
    rules = HouseRules.current().for_preset(draft.thread.preset)
    if draft.is_edit:
        rules = replace(rules, guests_may_post=True)  # Guests may go on editing their posts.
    found, failed = _run_finders(draft, rules, FACT_FINDERS)
    known = {**_gather_thread_facts(draft, recent), **_gather_author_facts(draft, rules, sanctions, recent)}
    submission = Submission(rules=rules, failed_facts=failed, **found, **known)
    if not draft.confirmation_token:
        return submission
    is_confirmed = confirmation.confirms_all_questions(draft.confirmation_token, submission.questions)
    return replace(submission, is_confirmed=is_confirmed)


def gather_imported_submission(draft: Draft) -> Submission:
    """Gather the facts about the text only. The author of an import is unknown."""
    rules = HouseRules.current()
    found, failed = _run_finders(draft, rules, TEXT_FINDERS)
    return Submission(rules=rules, failed_facts=failed, is_confirmed=True, **found)


def has_crisis_signs(draft: Draft) -> bool:
    """Whether the author may be in danger, for a preview. False if the finder fails."""
    found, _failed = _run_finders(draft, HouseRules.current(), [danger])
    return bool(found.get("has_crisis_phrase"))


@dataclass(frozen=True)
class Finder:
    """A finder of facts in the text, and the code by which the log names it if it fails."""

    code: str
    look: Callable[[Draft, RuleSettings], Facts]

    def __call__(self, draft: Draft, rules: RuleSettings) -> Facts:
        return self.look(draft, rules)


def finder(code: str) -> Callable[[Callable[[Draft, RuleSettings], Facts]], Finder]:
    """Decorate a function as the finder with this code."""
    return partial(Finder, code)


@finder(codes.LINKS)
def links(draft: Draft, rules: RuleSettings) -> Facts:
    return {"link_count": count_links(draft.body_html)}


@finder(codes.PERSONAL_DETAILS)
def personal_details(draft: Draft, rules: RuleSettings) -> Facts:
    if not rules.asks_about_personal_details:
        return {}
    return {"personal_info": tuple(personal_info.find_personal_info(draft.body))}


@finder(codes.RESEMBLANCE_TO_SPAM)
def resemblance_to_spam(draft: Draft, rules: RuleSettings) -> Facts:
    scored = score_text(draft)
    return {
        "spam_score": scored.score if scored.is_reliable else None,
        "stored_score": scored.score,
        "score_explanation": scored.explanation,
    }


@finder(codes.WATCHED_WORDS)
def watched_words(draft: Draft, rules: RuleSettings) -> Facts:
    # Both: the visible text lacks the URLs of links, and in the source markup may split a word.
    visible = extract_visible_text(draft.body_html)
    # Signs within a word are no markup, and hide it from the list only: ci*al*is.
    texts = (visible, _MARK_IN_WORD.sub("", visible), draft.body)
    name = "" if draft.account else draft.author_name
    return {"watched_matches": compiled_list.find_watched_words(*texts, name)}


@finder(codes.DANGER)
def danger(draft: Draft, rules: RuleSettings) -> Facts:
    text = extract_visible_text(drop_quotations(draft.body_html))
    return {"has_crisis_phrase": rules.looks_for_danger and compiled_list.has_crisis_phrase(text)}


@finder(codes.TAKEN_NAMES)
def taken_names(draft: Draft, rules: RuleSettings) -> Facts:
    """An edit may keep the name that it has."""
    name = "" if draft.account else draft.author_name
    is_new = name != draft.stored_name
    return {"is_name_taken": is_new and guest_names.is_guest_name_taken(name, draft.thread.pk)}


# Each reads the text, or the name above it.
TEXT_FINDERS: list[Finder] = [links, watched_words, personal_details, danger, resemblance_to_spam]
FACT_FINDERS: list[Finder] = [*TEXT_FINDERS, taken_names]


def _run_finders(draft: Draft, rules: RuleSettings, finders: list[Finder]) -> tuple[Facts, tuple[tuple[str, str], ...]]:
    """The facts that were found, and the finders that failed, each with its error."""
    found: Facts = {}
    failed = []
    for finder in finders:
        try:
            found |= finder(draft, rules)
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("The finder %s broke: this could not be looked for.", finder.code)
            failed.append((finder.code, type(error).__name__))
    return found, tuple(failed)


def _gather_thread_facts(draft: Draft, recent: list[RecentComment]) -> Facts:
    thread_id, is_duplicate = draft.thread.pk, build_duplicate_test(draft.body)
    others = [one for one in recent if one.pk != draft.comment_id and is_duplicate(one.body)]
    return {
        "thread_is_open": draft.is_accepted_by_thread,
        "is_duplicate": any(other.thread_id == thread_id for other in others),
        "is_repeated_elsewhere": any(other.thread_id != thread_id for other in others),
        "has_filled_honeypot": draft.has_filled_honeypot,
    }


def _gather_author_facts(
    draft: Draft, rules: RuleSettings, sanctions: ActiveSanctions, recent: list[RecentComment]
) -> Facts:
    account, keys = draft.account, draft.author_keys
    history = queries.get_activity_history(keys, draft.activity_kind, draft.rate_limit_window)
    decided = queries.get_decided_statuses(keys[0])
    # Even a moderator's posts wait, if an admin wants to read them first.
    is_moderator = bool(account and account.has_perm("comments.moderate")) and not sanctions.is_held_for_review
    approved = 0
    if account and not sanctions.is_held_for_other_identity:
        approved = _count_approved(draft, account, decided, history, recent)
    if is_moderator and _get_last_refusal(decided, history, keys[:1]) == queries.EPOCH:
        approved = max(approved, rules.trusted_after)
    return {
        "author_is_banned": sanctions.is_blocked,
        "author_is_warned": sanctions.is_warned,
        "author_is_premoderated": sanctions.is_premoderated,
        # Under the name only: where everybody else waits, a post at once would reveal staff.
        "author_is_moderator": is_moderator and bool(draft.author_name),
        "author_has_account": bool(account),
        "author_posts_approved": approved,
        "author_post_ages": history.get_ages(queries.ActivityKind.POST),
        "author_edit_ages": history.get_ages(queries.ActivityKind.EDIT),
        "author_flagged_the_parent": _has_flagged_parent(draft),
        **_count_outcomes(keys[0], now() - timedelta(days=rules.refused_days), decided, history),
    }


def _has_flagged_parent(draft: Draft) -> bool:
    if draft.is_edit or not draft.parent:
        return False
    return queries.has_flagged(draft.reader_key, draft.parent)


def _count_outcomes(key: str, since: datetime, decided: DecidedStatuses, history: queries.ActivityHistory) -> Facts:
    """Count the author's decided and refused comments of the last days, withdrawn ones included.

    They are counted by the key of this text, also for accounts: the reason in the log must not
    show what an account has posted anonymously.
    """
    lately = [status for status, at in decided if at > since]
    refused = sum(status in REFUSED_STATUSES for status in lately)
    refused += history.count_since(since, queries.ActivityKind.REFUSED, key)
    approved = lately.count(queries.PUBLISHED) + history.count_since(since, queries.ActivityKind.APPROVED, key)
    return {"author_posts_decided": approved + refused, "author_posts_refused": refused}


def _count_approved(
    draft: Draft,
    account: Account,
    decided: DecidedStatuses,
    history: queries.ActivityHistory,
    recent: list[RecentComment],
) -> int:
    """Count how many of the account's last comments were published since a refusal.

    For a text under the name, only comments under the name count: otherwise it would show what
    else the account has posted. A nameless text that waits looks like any guest's.
    """
    keys = draft.author_keys
    if draft.author_name:
        since = _get_last_refusal(decided, history, keys[:1])
        if since == queries.EPOCH:
            return sum(one.status == queries.PUBLISHED for one in recent)
        return queries.count_approved_by_key(keys[0], since)
    everything = [*decided, *queries.get_decided_statuses(keys[1])]
    return queries.count_approved(account, _get_last_refusal(everything, history, keys))


def _get_last_refusal(decided: DecidedStatuses, history: queries.ActivityHistory, keys: Sequence[str]) -> datetime:
    refused = [at for status, at in decided if status in REFUSED_STATUSES]
    return max([*refused, history.get_last_refusal(keys)])
