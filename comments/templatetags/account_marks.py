"""Hidden field that says for whom a form was made. Django's `csrf_token` writes it, too.

This library is built in for all templates (`TEMPLATES` in the settings): the forms of allauth and of Django
admin, whose templates are not ours, have the field as well.
"""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.web.account_mark import ACCOUNT_MARK_FIELD, get_account_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def account_mark(context: Context) -> SafeString:
    """Print the hidden field for the account that is logged in, or for a guest."""
    if not (request := context.get("request")):
        return SafeString("")
    mark = get_account_mark(request.user)
    return format_html('<input type="hidden" name="{}" value="{}">', ACCOUNT_MARK_FIELD, mark)


class MarkedCsrfTokenNode(CsrfTokenNode):
    """Django's token against forged requests, with the account mark behind it."""

    def render(self, context: Context) -> SafeString:
        return SafeString(super().render(context) + account_mark(context))


@register.tag
def csrf_token(parser: Parser, token: Token) -> Any:
    return MarkedCsrfTokenNode()
