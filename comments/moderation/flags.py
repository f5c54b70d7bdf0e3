"""Flags: the form of readers, rate limits, and hiding a post when enough readers flag it."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments import policy_messages
from comments.models import ActivityRecord, Comment, Decision, Flag, HouseRules, Sanction, Thread
from comments.models.flag import MAX_FLAG_CHARS
from comments.models.path import DIGITS_PER_LEVEL
from comments.moderation.decisions import Caller, apply_decision
from comments.notifications import moderators
from comments.policy import Reason, RuleSettings, codes, has_reached_hide_threshold, seconds_to_wait
from comments.submission import queries
from comments.submission.author_keys import get_account_key, get_guest_key, get_reader_key
from comments.submission.form_fields import MultilineTextField
from comments.web.locks import acquire_advisory_lock

NOT_VISIBLE_MESSAGE = _("This post is not shown any more: a moderator looks after it already, or its author has.")
ARCHIVED_MESSAGE = _("This discussion is archived. It can be read, but nothing in it changes any more.")
RATE_LIMIT_MESSAGE = _(
    "You have reported several posts already. Please wait a little (%(wait)s seconds), then send"
    " it again: your words are kept."
)


class FlagRefused(Exception):
    """The flag was refused, with a sentence for the reader."""

    def __init__(self, sentence: object, *, status: int, wait_seconds: int = 0):
        super().__init__(sentence)
        self.sentence = sentence
        self.http_status = status
        self.wait_seconds = wait_seconds  # for a reader above the rate limit


class FlagForm(forms.Form):
    """The reason and the text of a flag."""

    post = forms.IntegerField(min_value=1, max_value=10**DIGITS_PER_LEVEL - 1, widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes closest.")},
    )
    words = MultilineTextField(
        label=_("In your own words (optional)"),
        required=False,
        max_length=MAX_FLAG_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only moderators read it. Leave out who you are."),
        error_messages={
            "max_length": _("That is more than fits: %(show_value)d characters, and there is room for %(limit_value)d.")
        },
    )

    def build_flag(self) -> Flag:
        return Flag(reason=self.cleaned_data["why"], words=self.cleaned_data["words"].strip())


@transaction.atomic
def submit_flag(flag: Flag, comment: Comment, request: HttpRequest) -> None:
    """Store a reader's flag. Raises FlagRefused.

    A second flag of the same reader is ignored silently, since several people may share one
    connection.
    """
    flag.author_key = get_reader_key(request)
    flag.is_by_guest = not request.user.is_authenticated
    acquire_advisory_lock(flag.author_key)
    comment.thread.lock()
    if queries.has_flagged(flag.author_key, comment):
        return
    comment.refresh_from_db(from_queryset=Comment.objects.select_related("thread", "author"))
    _require_flaggable(comment, comment.thread, request, flag.author_key)
    ActivityRecord.objects.create(author_key=flag.author_key, kind=ActivityRecord.Kind.FLAG)
    add_flag(flag, comment, HouseRules.current().for_preset(comment.thread.preset))
    moderators.notify_moderators(comment)


@transaction.atomic
def add_flag(flag: Flag, comment: Comment, rules: RuleSettings) -> None:
    """Store a flag of a published comment. If the open ones weigh enough, hold the comment until a
    moderator has read it. Call under the thread's lock."""
    comment.add_flag(flag)
    against = comment.sum_open_flag_weights()
    if has_reached_hide_threshold(rules, against) and not comment.is_exempt_from_flags:
        reason: Reason = {"check": codes.FLAGGED_BY_READERS, "outcome": "hold", "flags": comment.flag_count or 0}
        apply_decision(comment, Decision.Verb.HOLD, caller=Caller.REPORTS, reasons=[reason])


def _require_flaggable(comment: Comment, thread: Thread, request: HttpRequest, reader_key: str) -> None:
    if not comment.is_published:
        raise FlagRefused(NOT_VISIBLE_MESSAGE, status=409)
    if not thread.accepts_flags:
        raise FlagRefused(ARCHIVED_MESSAGE, status=409)
    if _is_banned(request):
        raise FlagRefused(policy_messages.MESSAGES_FOR_AUTHORS[codes.BANNED_AUTHORS_STAY_OUT], status=403)
    paces = HouseRules.current().flag_limits()
    if wait := seconds_to_wait(queries.get_flag_ages(reader_key), paces):
        raise FlagRefused(RATE_LIMIT_MESSAGE % {"wait": wait}, status=429, wait_seconds=wait)


def _is_banned(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        found = queries.get_sanction_kinds(None, [get_guest_key(request)])
    else:
        account = request.user
        keys = [get_account_key(account.pk, anonymously=way) for way in (False, True)]
        found = queries.get_sanction_kinds(account, keys)
    return bool(found & {Sanction.Kind.BAN, Sanction.Kind.SUSPENSION})
