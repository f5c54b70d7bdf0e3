"""What personal details are called: to moderators, to authors, and in the place of what was
taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comments.personal_info import PersonalInfoKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

PERSONAL_INFO_FOR_MODERATORS = {
    PersonalInfoKind.EMAIL: _("E-mail address: “%(text)s”"),
    PersonalInfoKind.ACCOUNT: _("Card or bank account: “%(text)s”"),
    PersonalInfoKind.NUMBER: _("Health, insurance or identity number: “%(text)s”"),
    PersonalInfoKind.BIRTH: _("Date of birth: “%(text)s”"),
    PersonalInfoKind.ADDRESS: _("Postal address: “%(text)s”"),
    PersonalInfoKind.PHONE: _("Phone number: “%(text)s”"),
    PersonalInfoKind.CLINICIAN: _("A clinician by name, with the place: “%(text)s”"),
}
PERSONAL_INFO_FOR_AUTHORS = {
    PersonalInfoKind.EMAIL: _("This looks like an e-mail address: “%(text)s”."),
    PersonalInfoKind.ACCOUNT: _(
        "This looks like the number of a card or a bank account: “%(text)s”."
    ),
    PersonalInfoKind.NUMBER: _(
        "This looks like a number by which an office, a hospital or an insurance knows somebody:"
        " “%(text)s”."
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
    PersonalInfoKind.EMAIL: _("e-mail address"),
    PersonalInfoKind.ACCOUNT: _("card or bank account"),
    PersonalInfoKind.NUMBER: _("health, insurance or identity number"),
    PersonalInfoKind.BIRTH: _("date of birth"),
    PersonalInfoKind.ADDRESS: _("postal address"),
    PersonalInfoKind.PHONE: _("phone number"),
    PersonalInfoKind.CLINICIAN: _("a clinician by name"),
}
# A few words in brackets, without digits: so they are not taken for something personal again.
REDACTION_MARKS = {
    PersonalInfoKind.EMAIL: _("[e-mail address removed]"),
    PersonalInfoKind.ACCOUNT: _("[account number removed]"),
    PersonalInfoKind.NUMBER: _("[personal number removed]"),
    PersonalInfoKind.BIRTH: _("[date of birth removed]"),
    PersonalInfoKind.ADDRESS: _("[postal address removed]"),
    PersonalInfoKind.PHONE: _("[phone number removed]"),
    PersonalInfoKind.CLINICIAN: _("[name removed]"),
}


def get_redaction_marks() -> dict[PersonalInfoKind, str]:
    """For `take_out`, in the language of the page."""
    return {kind: str(mark) for kind, mark in REDACTION_MARKS.items()}


def describe_personal_info(
    wording: Mapping[PersonalInfoKind, StrPromise], reason: Mapping[str, Any]
) -> str:
    """One sentence for each place, on one line. Kinds that are no more are passed over. The log
    keeps no places: of a text that has changed, only the kinds are told."""
    if "places" not in reason:
        named = {str(kind): str(name) for kind, name in PERSONAL_INFO_NAMES.items()}
        kinds = [named[kind] for kind in dict.fromkeys(reason["kinds"]) if kind in named]
        return str(_("Personal details: %(kinds)s") % {"kinds": ", ".join(kinds)})
    sentences = {str(kind): sentence for kind, sentence in wording.items()}
    between = (
        "; " if wording is PERSONAL_INFO_FOR_MODERATORS else " "
    )  # Authors read whole sentences.
    return between.join(
        sentences[kind] % {"text": " ".join(text.split())}
        for kind, text in zip(reason["kinds"], reason["places"], strict=False)
        if kind in sentences
    )


def describe_match_for_author(kind: PersonalInfoKind, text: str) -> str:
    """About one place, for its author, on one line."""
    return str(PERSONAL_INFO_FOR_AUTHORS[kind] % {"text": " ".join(text.split())})
