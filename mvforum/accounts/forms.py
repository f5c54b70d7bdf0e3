"""Forms of allauth with the texts of this site."""

from hashlib import sha256
from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import is_member_name
from comments.text.confusables import build_skeleton
from mvforum.accounts.models import CONFIRMATION_SECONDS

MAX_PASSWORD_CHARS = 1000

# Honeypot field; allauth's own has an inline style, which our CSP forbids.
HONEYPOT_FIELD = settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD

LABELS = {
    "login": _("Name or e-mail address"),
    "remember": _("Stay logged in on this device"),
    "email": _("E-mail address"),
    "username": _("Name"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    HONEYPOT_FIELD: _("Leave this empty"),
}


class LabelsMixin(forms.Form):
    """Visible labels instead of placeholders, which vanish while a person types."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(MAX_PASSWORD_CHARS))


class LoginForm(LabelsMixin, allauth.LoginForm):
    """Log-in form that shows a wrong name or password at both fields: it tells not which is wrong."""

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except forms.ValidationError as error:
            if not str(error.code).endswith("_password_mismatch"):
                raise
            self.add_error("login", error)
            self.fields["password"].widget.attrs |= {"aria-invalid": "true", "aria-describedby": "id_login_error"}
            return self.cleaned_data


class SignupForm(LabelsMixin, allauth.SignupForm):
    """Sign-up form that answers in the same way, and as slowly, for known and unknown addresses."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Readers see it beside your posts. It need not be your real one.")
        self.fields["email"].help_text = _("Nobody sees it. We send a code there to confirm it.")
        self.fields[HONEYPOT_FIELD].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}

    def clean_username(self) -> str:
        name = super().clean_username()
        if cache.get(_build_signup_cache_key(name)) or is_member_name(name):
            raise get_adapter().validation_error("username_taken")
        return name

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # for the time that it takes
            # The name looks taken, as it is where the address was not known.
            cache.set(_build_signup_cache_key(self.cleaned_data["username"]), True, CONFIRMATION_SECONDS)
        return super().try_save(request)


def _build_signup_cache_key(name: str) -> str:
    return f"name-asked-for:{sha256(build_skeleton(name).encode()).hexdigest()}"


class ConfirmCodeForm(LabelsMixin, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ReauthenticateForm(LabelsMixin, allauth.ReauthenticateForm):
    pass


class AddEmailForm(LabelsMixin, allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ForgottenPasswordForm(LabelsMixin, allauth.ResetPasswordForm):
    pass


class NewPasswordMixin(LabelsMixin):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, once more")


class ChangePasswordForm(NewPasswordMixin, allauth.ChangePasswordForm):
    pass


class ChooseNewPasswordForm(NewPasswordMixin, allauth.ResetPasswordKeyForm):
    pass
