"""Validators for account names."""

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.text.normalize import get_script, to_nfkc
from comments.text.reserved_names import is_reserved_account_name


def validate_not_reserved(name: str) -> None:
    """Reject names that sound as if the site itself were speaking."""
    if is_reserved_account_name(name):
        raise ValidationError(_("This name is reserved. Please choose another one."))


def validate_plain_letters(name: str) -> None:
    """Reject compatibility characters: wide, bold or joined letters."""
    if to_nfkc(name) != name:
        raise ValidationError(_("Please use plain letters."))


def validate_single_script(name: str) -> None:
    """Reject names that mix scripts, such as Cyrillic look-alikes within a Latin name."""
    scripts = {get_script(letter) for letter in name if letter.isalpha()}
    if len(scripts) > 1:
        raise ValidationError(_("Please use letters of one script only."))


username_validators = [
    UnicodeUsernameValidator(),
    validate_not_reserved,
    validate_plain_letters,
    validate_single_script,
]
