"""Validators for account names."""

import unicodedata

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.text.reserved_names import is_reserved_name

RESERVED_ACCOUNT_NAMES = frozenset(
    {
        "admin", "administrator", "anonymous", "editor", "guest", "house rules", "info",
        "mail", "me", "mod", "moderation", "moderator", "mvforum", "root", "staff", "support",
        "system", "team", "webmaster",
    }
)  # fmt: skip


def validate_not_reserved(name: str) -> None:
    """Reject names that sound as if the site itself were speaking."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip("._-+@0123456789")
    if plain in RESERVED_ACCOUNT_NAMES or is_reserved_name(name):
        raise ValidationError(_("This name is reserved. Please choose another one."))


def validate_plain_letters(name: str) -> None:
    """Reject compatibility characters: wide, bold or joined letters."""
    if unicodedata.normalize("NFKC", name) != name:
        raise ValidationError(_("Please use plain letters."))


def validate_single_script(name: str) -> None:
    """Reject names that mix scripts, such as Cyrillic look-alikes within a Latin name."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    if len(scripts) > 1:
        raise ValidationError(_("Please use letters of one script only."))


username_validators = [
    UnicodeUsernameValidator(),
    validate_not_reserved,
    validate_plain_letters,
    validate_single_script,
]
