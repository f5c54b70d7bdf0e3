"""Adapter of allauth: its e-mails go into the outbox, like all others."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import OutgoingEmail
from comments.web.absolute_urls import build_site_url
from mvforum.proxy_headers import read_client


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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client, for rate limits and author keys."""
        client = read_client(request.META, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
        if not client.address:
            raise PermissionDenied("The server gave no address.")
        return client.address

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue an e-mail: a dead mail server neither slows a log-in nor loses the e-mail."""
        domain = urlsplit(settings.SITE_ADDRESS).netloc
        site = SimpleNamespace(domain=domain, name=domain)
        context = self._link_to_site(context) | {"request": self.request, "email": email, "current_site": site}
        mail = self.render_mail(template_prefix, email, context)
        kind = template_prefix.rpartition("/")[2]
        OutgoingEmail.objects.create(kind=kind, to=email, subject=mail.subject, body=mail.body)

    def _link_to_site(self, context: dict[str, Any]) -> dict[str, Any]:
        """The context with links that begin with SITE_ADDRESS. allauth builds them from the request,
        which can name another host or port."""
        host = self.request.get_host()
        return {name: _replace_host(value, host) for name, value in context.items()}


def _replace_host(value: Any, host: str) -> Any:
    if not isinstance(value, str) or not value.startswith((f"http://{host}/", f"https://{host}/")):
        return value
    return build_site_url(urlsplit(value)._replace(scheme="", netloc="").geturl())
