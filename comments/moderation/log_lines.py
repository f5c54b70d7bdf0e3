"""Texts of log lines, for moderators and for the author of the comment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments import policy_messages
from comments.models import Comment, Decision
from comments.personal_info import find_personal_info
from comments.policy import Reason


def describe_line(line: Decision) -> str:
    """Name the decision, the actor and the reason in a few words."""
    facts = {"deed": line.past_tense, "actor": line.actor, "why": line.reason}
    if line.reason:
        return _("%(deed)s by %(actor)s: %(why)s") % facts
    return _("%(deed)s by %(actor)s") % facts


def list_reasons_for_moderators(line: Decision) -> list[str]:
    """Findings, rejection reason and message. For anonymous authors, findings in their favour are
    left out: they would reveal the account."""
    is_nameless = not (line.comment and line.comment.author_name)
    shown = [reason for reason in _locate_personal_info(line) if not (is_nameless and reason["outcome"] == "accept")]
    rejection_reason = str(line.rejection_reason) if line.rejection_reason else ""
    return [*policy_messages.messages_for_moderators(shown), *filter(None, [rejection_reason, line.reason])]


def list_reasons_for_author(line: Decision) -> list[str]:
    rejection_reason = line.rejection_reason.text if line.rejection_reason else ""
    return [
        *policy_messages.messages_for_author(_locate_personal_info(line)),
        *filter(None, [rejection_reason, line.reason]),
    ]


def _locate_personal_info(line: Decision) -> list[Reason]:
    """Add the personal details that were found. The log does not keep them, so search the text
    again, as long as it is the same."""
    comment = line.comment
    if not comment or comment.revision != line.revision:
        return line.reasons
    return [_add_places(reason, comment) if "kinds" in reason else reason for reason in line.reasons]


def _add_places(reason: Reason, comment: Comment) -> Reason:
    found = find_personal_info(comment.body)
    kinds = [str(place.kind) for place in found]
    return reason | {"kinds": kinds, "places": [place.text for place in found]}
