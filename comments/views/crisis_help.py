"""Where somebody in danger finds help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from comments.models import HelpLine
from comments.web.public_cache import same_for_all_guests


@require_safe
@same_for_all_guests()
@conditional_page
def where_help_is(request: HttpRequest) -> HttpResponse:
    return render(request, "comments/help.html", {"help_lines": [*HelpLine.objects.shown()]})
