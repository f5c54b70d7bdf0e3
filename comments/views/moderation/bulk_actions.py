"""Bulk actions on all posts that a filter finds."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from comments.models import Decision
from comments.models.accounts import get_account
from comments.moderation.bulk_action import BulkAction
from comments.moderation.decisions import apply_decisions
from comments.moderation.forms import BulkActionForm
from comments.moderation.queue_page import QueuePage
from comments.views.decorators import moderator_required
from comments.views.moderation.base import render_moderation_page, render_refused_action
from comments.views.moderation.queue import get_queue_url
from comments.web.cursor_pagination import parse_cursor


@require_POST
@moderator_required
def apply_bulk_action(request: HttpRequest) -> HttpResponse:
    """Ask for confirmation with the number of posts, and again if it has changed. Then run one step
    and link to the next one."""
    queue_page = QueuePage.from_text(request.POST.get("back", ""))
    form = BulkActionForm(request.POST)
    if not form.is_valid():
        return render_refused_action(request, form.list_errors(), back=get_queue_url(queue_page), status=422)
    action = BulkAction(queue_page, form.cleaned_data["verb"], parse_cursor(request.POST, "start") or 0)
    number, expected = action.rows.count(), parse_cursor(request.POST, "number")
    if not number or number != expected:
        return _render_bulk_action(request, form, action, number=number, has_changed=expected is not None)
    return _apply_step(request, form, action)


def _apply_step(request: HttpRequest, form: BulkActionForm, action: BulkAction) -> HttpResponse:
    keys = action.get_next_ids()
    cases, action_id = [(pk, None) for pk in keys], uuid4()
    done, problems = apply_decisions(cases, by=get_account(request), action_id=action_id, **form.get_decision())
    # Another moderator may have decided about all of them meanwhile.
    remaining = BulkAction(action.queue_page, action.verb, keys[-1] if keys else action.start)
    return _render_bulk_action(
        request, form, remaining, number=remaining.rows.count(), done=done, problems=problems, is_begun=True
    )


def _render_bulk_action(
    request: HttpRequest, form: BulkActionForm, action: BulkAction, **extra: object
) -> HttpResponse:
    context = {
        "carried_values": form.carried_values,
        "rejection_reason": form.cleaned_data["ground"],
        "start": action.start,
        "verb": Decision.Verb(action.verb),
        "queue_page": action.queue_page,
        "active_filters": [words for _name, words in action.queue_page.filter.descriptions],
        "back": get_queue_url(action.queue_page),
        **extra,
    }
    status = 409 if extra.get("has_changed") else 200
    return render_moderation_page(request, "bulk_action", context, status=status)
