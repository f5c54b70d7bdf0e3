"""Decisions of moderators, and their log."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Decision, RejectionReason
from comments.models.accounts import get_account
from comments.moderation.case_summary import build_summaries
from comments.moderation.decisions import Caller, SeenComment, apply_decisions
from comments.moderation.forms import DecisionForm
from comments.moderation.queue_page import QueuePage
from comments.moderation.undo import find_undoable_lines
from comments.views.decorators import moderator_required
from comments.views.messages import add_result_messages
from comments.views.moderation.base import render_moderation_page, render_refused_action
from comments.views.moderation.queue import get_back_query, get_queue_url, render_queue
from comments.web.cursor_pagination import get_cursor_page, parse_cursor

__all__ = ["decisions", "moderator_required"]


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the log (GET), or decide (POST)."""
    return _decide(request) if request.method == "POST" else _render_log(request)


def _render_log(request: HttpRequest) -> HttpResponse:
    lines = Decision.objects.newest_first().before_pk(parse_cursor(request.GET, "before"))
    page, last = get_cursor_page(lines.select_related("thread", "comment", "moderator", "rejection_reason"))
    undoable = find_undoable_lines(get_account(request), page)
    context = {"here": "log", "decisions": page, "last": last, "undoable": undoable}
    return render_moderation_page(request, "log", context)


def _decide(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    queue_page = QueuePage.from_text(request.POST.get("back", ""))
    if not form.is_valid():
        for error in form.list_errors():
            messages.error(request, error)
        return render_queue(request, queue_page, reason=request.POST.get("reason", ""), status=422)
    cases, action_id = form.get_cases(), uuid4()
    caller = Caller.SINGLE_DECISION if len(cases) == 1 else Caller.BULK_ACTION
    done, problems = apply_decisions(
        cases, by=get_account(request), action_id=action_id, caller=caller, **form.get_decision()
    )
    if "stay" in request.POST and Comment.objects.filter(pk=cases[0][0]).exists():
        # The page of the case keeps its link back.
        back = reverse("comments:case", args=[cases[0][0]]) + get_back_query(queue_page)
    else:
        # Back to the same page of the queue, at the next case.
        following = parse_cursor(request.POST, "next")
        back = get_queue_url(queue_page) + (f"#case-{following}" if following else "")
    changed = _find_changed(cases) if problems else []
    if problems and not (done or changed):
        return render_refused_action(request, problems, back=back)
    add_result_messages(request, done, problems, action_id=action_id, back=back)
    return _render_changed(request, changed, queue_page) if changed else redirect(back)


def _find_changed(cases: list[SeenComment]) -> list[Comment]:
    """Comments whose text has changed since the moderator saw it."""
    lines = Decision.objects.in_bulk([seen for _pk, seen in cases if seen])
    seen = {pk: lines[line].revision for pk, line in cases if line in lines}
    rows = Comment.objects.for_review().filter(pk__in=seen)
    return [comment for comment in rows if comment.revision != seen[comment.pk]]


def _render_changed(request: HttpRequest, changed: list[Comment], queue_page: QueuePage) -> HttpResponse:
    """Show the new texts again, with the moderator's message kept."""
    context = {
        "cases": build_summaries(changed, viewer=get_account(request)),
        "queue_page": queue_page,
        "back": get_queue_url(queue_page),
        "reason": request.POST.get("reason", ""),
        "rejection_reasons": [*RejectionReason.objects.offered()],
        "chosen": parse_cursor(request.POST, "ground"),
    }
    return render_moderation_page(request, "text_changed", context, status=409)
