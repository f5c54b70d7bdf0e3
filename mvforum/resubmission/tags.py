"""Template tag for pages of refusals: the text of the form that was refused."""

from typing import Any

from django import template
from django.template.context import Context

from mvforum.resubmission.returned_form import ReturnedForm

register = template.Library()


@register.inclusion_tag("resubmission/_returned.html", takes_context=True)
def returned_form(context: Context) -> dict[str, Any]:
    """Print the text in a form that can be sent again; what another site has sent, to be copied only."""
    request = context.get("request")
    returned = context.get("returned") or (request and ReturnedForm.from_request(request))
    return {"returned": returned, "user": request and request.user}
