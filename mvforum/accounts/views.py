"""For members: what belongs to one's account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/my_account.html")
