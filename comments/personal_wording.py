"""What personal details are called: to moderators, to authors, and in the place of what was
taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comments.personal_info import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

TO_MODERATORS = {
    Kind.EMAIL: _("E-mail address: “%(text)s”"),
    Kind.ACCOUNT: _("Card or bank account: “%(text)s”"),
    Kind.NUMBER: _("Health, insurance or identity number: “%(text)s”"),
    Kind.BIRTH: _("Date of birth: “%(text)s”"),
    Kind.ADDRESS: _("Postal address: “%(text)s”"),
    Kind.PHONE: _("Phone number: “%(text)s”"),
    Kind.CLINICIAN: _("A clinician by name, with the place: “%(text)s”"),
}
TO_AUTHORS = {
    Kind.EMAIL: _("This looks like an e-mail address: “%(text)s”."),
    Kind.ACCOUNT: _("This looks like the number of a card or a bank account: “%(text)s”."),
    Kind.NUMBER: _(
        "This looks like a number by which an office, a hospital or an insurance knows somebody:"
        " “%(text)s”."
    ),
    Kind.BIRTH: _("This looks like a date of birth: “%(text)s”."),
    Kind.ADDRESS: _("This looks like a postal address: “%(text)s”."),
    Kind.PHONE: _("This looks like a phone number: “%(text)s”."),
    Kind.CLINICIAN: _(
        "“%(text)s” looks like the name of a clinician, and you also say where they work. Together"
        " they may tell who you are."
    ),
}
NAMES = {
    Kind.EMAIL: _("e-mail address"),
    Kind.ACCOUNT: _("card or bank account"),
    Kind.NUMBER: _("health, insurance or identity number"),
    Kind.BIRTH: _("date of birth"),
    Kind.ADDRESS: _("postal address"),
    Kind.PHONE: _("phone number"),
    Kind.CLINICIAN: _("a clinician by name"),
}
# A few words in brackets, without digits: so they are not taken for something personal again.
MARKS = {
    Kind.EMAIL: _("[e-mail address removed]"),
    Kind.ACCOUNT: _("[account number removed]"),
    Kind.NUMBER: _("[personal number removed]"),
    Kind.BIRTH: _("[date of birth removed]"),
    Kind.ADDRESS: _("[postal address removed]"),
    Kind.PHONE: _("[phone number removed]"),
    Kind.CLINICIAN: _("[name removed]"),
}


def marks() -> dict[Kind, str]:
    """For `take_out`, in the language of the page."""
    return {kind: str(mark) for kind, mark in MARKS.items()}


def details(wording: Mapping[Kind, StrPromise], reason: Mapping[str, Any]) -> str:
    """One sentence for each place, on one line. Kinds that are no more are passed over. The log
    keeps no places: of a text that has changed, only the kinds are told."""
    if "places" not in reason:
        named = {str(kind): str(name) for kind, name in NAMES.items()}
        kinds = [named[kind] for kind in dict.fromkeys(reason["kinds"]) if kind in named]
        return str(_("Personal details: %(kinds)s") % {"kinds": ", ".join(kinds)})
    sentences = {str(kind): sentence for kind, sentence in wording.items()}
    between = "; " if wording is TO_MODERATORS else " "  # Authors read whole sentences.
    return between.join(
        sentences[kind] % {"text": " ".join(text.split())}
        for kind, text in zip(reason["kinds"], reason["places"], strict=False)
        if kind in sentences
    )


def sentence_about(kind: Kind, text: str) -> str:
    """About one place, for its author, on one line."""
    return str(TO_AUTHORS[kind] % {"text": " ".join(text.split())})
