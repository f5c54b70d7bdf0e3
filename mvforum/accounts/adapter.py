"""Adapter of allauth: its e-mails go into the outbox, like all others."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.utils.translation import gettext_lazy as _

from comments.models import OutgoingEmail


class AccountAdapter(DefaultAccountAdapter):
    # No answer reveals whether the name or the password was wrong.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "email_password_mismatch": _("Name or password is not right."),
        "username_password_mismatch": _("Name or password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code that we sent last."),
        "too_many_login_attempts": _("There were too many attempts. Please wait some minutes and try again."),
        "username_taken": _("Somebody has this name already."),
        "rate_limited": _("That was too often. Please wait a little and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue an e-mail: a dead mail server neither slows a log-in nor loses the e-mail."""
        context = {"request": self.request, "email": email, "current_site": get_current_site(self.request), **context}
        mail = self.render_mail(template_prefix, email, context)
        kind = template_prefix.rpartition("/")[2]
        OutgoingEmail.objects.create(kind=kind, to=email, subject=mail.subject, body=mail.body)
