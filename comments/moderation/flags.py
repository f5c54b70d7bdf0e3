"""A reader flags a post: the form, who may, how often, and what comes of it."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments import policy_messages
from comments.models import Comment, Flag, Footprint, HouseRules, Sanction, Thread
from comments.models.flag import MAX_WORDS
from comments.models.path import DIGITS
from comments.notifications import moderators
from comments.policy import codes, seconds_to_wait
from comments.submission import queries
from comments.submission.author_keys import key_of_account, key_of_guest, key_of_reader
from comments.submission.forms import WordsField

GONE = _("This post is not shown any more: a moderator looks after it already, or its author has.")
ARCHIVED = _("This discussion is archived. It can be read, but nothing in it changes any more.")
ENOUGH = _(
    "You have reported several posts already. Please wait a little (%(wait)s seconds), then send"
    " it again: your words are kept."
)


class Refused(Exception):
    """The flag is not taken; says why in a sentence, for readers."""

    def __init__(self, sentence: object, *, status: int, wait: int = 0):
        super().__init__(sentence)
        self.sentence = sentence
        self.http_status = status
        self.wait = wait  # seconds, for somebody who was too quick


class FlagForm(forms.Form):
    """Why a reader asks for a look."""

    post = forms.IntegerField(min_value=1, max_value=10**DIGITS - 1, widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes closest.")},
    )
    words = WordsField(
        label=_("In your own words (optional)"),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only moderators read it. Leave out who you are."),
        error_messages={
            "max_length": _(
                "That is more than fits: %(show_value)d characters, and there is room for"
                " %(limit_value)d."
            ),
        },
    )

    def flag(self) -> Flag:
        return Flag(why=self.cleaned_data["why"], words=self.cleaned_data["words"].strip())


@transaction.atomic
def take(flag: Flag, comment: Comment, request: HttpRequest) -> None:
    """Keep the flag of whoever asks. Who has flagged the post before, or has just clicked
    twice, is not told so, since several people may have one connection. Raises Refused."""
    flag.author_key = key_of_reader(request)
    flag.is_by_guest = not request.user.is_authenticated
    Footprint.objects.take_turns([flag.author_key])
    comment.thread.lock()
    if queries.has_flagged(flag.author_key, comment):
        return
    comment.refresh_from_db(from_queryset=Comment.objects.select_related("thread", "author"))
    _guard(comment, comment.thread, request, flag.author_key)
    Footprint.objects.create(author_key=flag.author_key, kind=Footprint.Kind.FLAG)
    comment.take(flag, HouseRules.now().under(comment.thread.preset))
    moderators.tell_moderators(comment, request)


def _guard(comment: Comment, thread: Thread, request: HttpRequest, reader_key: str) -> None:
    if not comment.is_published:
        raise Refused(GONE, status=409)
    if not thread.takes_flags:
        raise Refused(ARCHIVED, status=409)
    if _is_banned(request):
        raise Refused(policy_messages.TO_AUTHORS[codes.BANNED_AUTHORS_STAY_OUT], status=403)
    paces = HouseRules.now().paces_of_flags()
    if wait := seconds_to_wait(queries.flags_ago(reader_key), paces):
        raise Refused(ENOUGH % {"wait": wait}, status=429, wait=wait)


def _is_banned(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        found = queries.sanctions_on(None, [key_of_guest(request)])
    else:
        account = request.user
        keys = [key_of_account(account.pk, anonymously=way) for way in (False, True)]
        found = queries.sanctions_on(account, keys)
    return bool(found & {Sanction.Kind.BAN, Sanction.Kind.SUSPENSION})
