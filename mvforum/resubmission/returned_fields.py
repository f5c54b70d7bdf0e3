"""List of the fields that come back, for each form of the site.

Only what is listed comes back: never a password, a code, a key or a file. A form of Django admin gives back
its text, apart from fields whose names speak of secrets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.urls import ResolverMatch
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class ReturnedFields:
    """The fields of one form that come back after a refusal."""

    texts: Mapping[str, Label] = field(default_factory=dict)  # what a person has typed: shown, and can be changed
    choices: tuple[str, ...] = ()  # what belongs to the form or was chosen: sent again as it is
    buttons: tuple[str, ...] = ()  # what was pressed: sent again only by the account that has pressed it
    needs_account: bool = False  # No guest can send it.
    belongs_to_account: bool = False  # No other account can send it, either.
    has_name: bool = False  # Its text is published under a name.
    has_private_link: bool = False  # The link in its address says who sends it.


COMMENT_TEXTS = {"body": _("Your text"), "author_name": _("Name (optional)")}
COMMENT_BUTTONS = ("anonymously", "preview", "take_out", "insist", "has_read")
EDIT = ReturnedFields(
    texts=COMMENT_TEXTS, choices=("is_unlisted", "revision"), buttons=COMMENT_BUTTONS, has_private_link=True
)
OWN_EDIT = ReturnedFields(
    texts={"body": _("Your text")},
    choices=("is_unlisted", "revision", "anonymously"),
    buttons=("preview", "take_out", "insist", "has_read"),
    needs_account=True,
    belongs_to_account=True,
)
WORDS = {"words": _("Your text")}
REASON = {"reason": _("Message to the author")}
NOTHING = ReturnedFields()
CASES = ("comment", "verb", "ground", "back", "next", "stay")

RETURNED_FIELDS: dict[str, ReturnedFields] = {
    # Readers and authors
    "comments:post": ReturnedFields(
        texts=COMMENT_TEXTS, choices=("reply_to", "is_unlisted"), buttons=COMMENT_BUTTONS, has_name=True
    ),
    "comments:flags": ReturnedFields(texts=WORDS, choices=("post", "why")),
    "comments:guest_post_edit": EDIT,
    "comments:guest_post_appeal": ReturnedFields(texts=WORDS, has_private_link=True),
    "comments:guest_post_delete": NOTHING,
    "comments:own_post_edit": OWN_EDIT,
    "comments:own_post_appeal": ReturnedFields(texts=WORDS, needs_account=True, belongs_to_account=True),
    "comments:own_post_delete": NOTHING,
    # Moderators
    "comments:decisions": ReturnedFields(needs_account=True, texts=REASON, choices=CASES),
    "comments:bulk_action": ReturnedFields(
        needs_account=True, texts=REASON, choices=("verb", "ground", "back", "number", "start")
    ),
    "comments:add_note": ReturnedFields(
        needs_account=True, texts={"words": _("Note, for moderators only")}, choices=("about", "at")
    ),
    "comments:delete_note": NOTHING,
    "comments:sanction": ReturnedFields(
        needs_account=True, texts=REASON, choices=("kind", "lasts", "until", "rejects_held", "seen", "nonce")
    ),
    "comments:lift_sanction": ReturnedFields(
        needs_account=True, texts={"lift_reason": _("Why it is lifted, for moderators")}
    ),
    "comments:release_claim": NOTHING,
    "comments:undo": NOTHING,
    # Accounts: names and addresses only
    "account_login": ReturnedFields(texts={"login": _("Name or e-mail address")}),
    "account_signup": ReturnedFields(texts={"username": _("Name"), "email": _("E-mail address")}),
    "account_reset_password": ReturnedFields(texts={"email": _("E-mail address")}),
    "account_email": ReturnedFields(
        texts={"email": _("New e-mail address")}, needs_account=True, belongs_to_account=True
    ),
    "account_change_password": NOTHING,
    "account_reset_password_from_key": NOTHING,
    "account_reauthenticate": NOTHING,
    "account_email_verification_sent": NOTHING,
    "account_logout": NOTHING,
    "email_preferences": NOTHING,
}

ADMIN_FORM = re.compile(r"admin:\w+_(add|change|many|try)")
FREE_ADMIN_TEXTS = {"text", "words", "note"}  # of forms without a model
SECRET_NAME = re.compile(r"pass|secret|token|code|key|otp|csrf|account_mark", re.IGNORECASE)


def find_returned_fields(match: ResolverMatch, sent: Mapping[str, object]) -> ReturnedFields:
    """Return the list for the form at an address."""
    if not ADMIN_FORM.fullmatch(match.view_name) or "password" in match.view_name:
        return RETURNED_FIELDS.get(match.view_name, NOTHING)
    model_admin = getattr(match.func, "model_admin", None)
    columns = {column.name: column for column in model_admin.opts.fields} if model_admin else {}
    names = [name for name in sent if not SECRET_NAME.search(name)]
    texts = {name: _get_label(name, columns.get(name)) for name in names if _is_text(name, columns.get(name))}
    buttons = tuple(name for name in names if name.startswith("_"))
    choices = tuple(name for name in names if name not in texts and name not in buttons)
    return ReturnedFields(texts=texts, choices=choices, buttons=buttons, needs_account=True)


def _is_text(name: str, column: models.Field | None) -> bool:
    """Whether a person types it. A field without a column belongs to the form, unless its name is that of
    a row of a form set."""
    if column is None:
        return name in FREE_ADMIN_TEXTS
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def _get_label(name: str, column: models.Field | None) -> Label:
    return capfirst(column.verbose_name) if column else name.capitalize()
