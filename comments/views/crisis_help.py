"""Page with helplines for people in danger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Helpline
from comments.web.public_cache import public_page


@require_safe
@public_page()
@conditional_page
def crisis_help(request: HttpRequest) -> HttpResponse:
    return render(request, "comments/crisis_help.html", {"helplines": [*Helpline.objects.visible()]})
