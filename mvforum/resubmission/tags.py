"""Template tag for pages of refusals: the text of the form that was refused."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mvforum.resubmission.carried_form import CARRIED_FIELD, open_form
from mvforum.resubmission.returned_form import ReturnedForm

register = template.Library()


@register.simple_tag(takes_context=True)
def carried_form(context: Context) -> SafeString:
    """Print the hidden field with the form that a log-in carries along, if it does."""
    sealed = context["request"].POST.get(CARRIED_FIELD, "")
    if not (sealed and open_form(sealed)):
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', CARRIED_FIELD, sealed)


@register.inclusion_tag("resubmission/_returned.html", takes_context=True)
def returned_form(context: Context) -> dict[str, Any]:
    """Print the text in a form that can be sent again; what another site has sent, to be copied only."""
    request = context.get("request")
    returned = context.get("returned") or (request and ReturnedForm.from_request(request))
    can_log_in = bool(request and returned and returned.listed.has_name and not request.user.is_authenticated)
    return {"returned": returned, "can_log_in": can_log_in}
