"""Account pages of members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.views.decorators import require_post
from mvforum.accounts.models import User


@require_safe
@never_cache
@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/my_account.html")


@never_cache
@require_post
@login_required
def email_preferences(request: HttpRequest) -> HttpResponse:
    """Switch e-mails about decisions on or off."""
    wants = request.POST.get("wants_letters") == "yes"
    get_object_or_404(User, pk=request.user.pk).set_wants_emails(wants)
    told = _("You get letters about your posts.") if wants else _("You get no more such letters.")
    messages.success(request, told)
    return redirect("my_account")
