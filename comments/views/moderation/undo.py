"""Undo your own action or, with permission, another moderator's."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from comments.models.accounts import get_account
from comments.moderation.undo import undo_action, undo_decision, undo_latest
from comments.views.decorators import require_post
from comments.views.messages import add_result_messages
from comments.views.moderation.base import render_refused_action
from comments.views.moderation.decisions import moderator_required

MAX_KEY = 2**63 - 1


class UndoForm(forms.Form):
    """An action or a decision; without either, your latest action."""

    act = forms.UUIDField(required=False)
    decision = forms.IntegerField(required=False, min_value=1, max_value=MAX_KEY)


@require_post
@moderator_required
def undo_decisions(request: HttpRequest) -> HttpResponse:
    form, moderator = UndoForm(request.POST), get_account(request)
    if not form.is_valid():
        errors = [str(error) for errors in form.errors.values() for error in errors]
        return render_refused_action(request, errors, back=_get_next_url(request), status=422)
    if action_id := form.cleaned_data["act"]:
        done, problems = undo_action(action_id, by=moderator)
    elif key := form.cleaned_data["decision"]:
        done, problems = undo_decision(key, by=moderator)
    else:
        done, problems = undo_latest(by=moderator)
    if problems and not done:
        return render_refused_action(request, problems, back=_get_next_url(request))
    add_result_messages(request, done, problems)
    return redirect(_get_next_url(request))


def _get_next_url(request: HttpRequest) -> str:
    """The page to return to, if it is a moderation page."""
    queue_url, wanted = reverse("comments:queue"), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith(queue_url)
    return wanted if is_ours else queue_url
