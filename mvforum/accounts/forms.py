"""allauth's forms in this site's words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

# What stands for a trap in the page; allauth's own wears a style that our policy forbids.
TRAP = settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD


class PlainLabels(forms.Form):
    """Labels that stay where they are while one writes, instead of placeholders."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainLabels, AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name or e-mail address")
        self.fields["remember"].label = _("Stay logged in on this device")


class SignupForm(PlainLabels, AllauthSignupForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name")
        self.fields["username"].help_text = _(
            "Readers see it beside your posts. It need not be your real one."
        )
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("Nobody sees it. We send a code there to confirm it.")
        self.fields[TRAP].label = _("Leave this empty")
        self.fields[TRAP].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}


class ResetPasswordForm(PlainLabels, AllauthResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
