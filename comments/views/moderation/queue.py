"""The moderation queues, the page of one case, and claims."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comments.models import Claim, Comment, Decision, RejectionReason
from comments.models.accounts import get_account
from comments.moderation.author_panel import build_author_panel
from comments.moderation.case_summary import build_summaries
from comments.moderation.queue_filter import list_check_choices, list_reason_choices
from comments.moderation.queue_page import QueuePage
from comments.moderation.queues import HELD_QUEUE, QUEUES, count_queues, get_oldest_held_since
from comments.moderation.thread_context import ThreadContext
from comments.moderation.undo import find_undoable_lines
from comments.views.decorators import moderator_required
from comments.views.moderation.base import render_moderation_page


@require_safe
@moderator_required
def show_queue_page(request: HttpRequest) -> HttpResponse:
    return render_queue(request, QueuePage.from_query(request.GET))


def render_queue(request: HttpRequest, queue_page: QueuePage, **extra: Any) -> HttpResponse:
    """Render a page of a queue; also, with `reason` and `status`, after an invalid decision."""
    counts = count_queues()
    cases = build_summaries(queue_page.cases, viewer=get_account(request), case_beyond=queue_page.case_beyond)
    context = {
        "here": queue_page.queue.name,
        "counts": counts,
        "queue_count": counts.get(queue_page.queue.name),
        "oldest_held_since": get_oldest_held_since() if queue_page.queue is HELD_QUEUE else None,
        "queue_page": queue_page,
        "cases": cases,
        "has_bulk_form": len(cases) > 1,
        "back_query": get_back_query(queue_page),
        "found_count": queue_page.rows.capped_count() if queue_page.filter else None,
        "active_filters": [
            (words, get_queue_url(queue_page.with_filter(queue_page.filter.without(name))))
            for name, words in queue_page.filter.descriptions
        ],
        "orders": [(order, get_queue_url(queue_page.with_order(order))) for order in queue_page.queue.orders],
        "queues": QUEUES.values(),
        "check_choices": list_check_choices(),
        "reason_choices": list_reason_choices(),
        "rejection_reasons": [*RejectionReason.objects.offered()],
        "bulk_verbs": Decision.MODERATOR_VERBS,
        "reason": extra.get("reason", ""),
    }
    return render_moderation_page(request, "queue", context, status=extra.get("status", 200))


def get_queue_url(queue_page: QueuePage) -> str:
    page = reverse("comments:queue")
    return f"{page}?{queue_page.query}" if queue_page.query else page


def get_back_query(queue_page: QueuePage) -> str:
    """Query string for the link from a case back to the queue."""
    return f"?{urlencode({'back': queue_page.query})}" if queue_page.query else ""


@require_safe
@moderator_required
def show_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one comment in any status, with its log and neighbours. Opening it claims it."""
    if request.method == "GET" and Comment.objects.filter(pk=pk).exists():
        with suppress(OperationalError):  # A case can be read without a claim, while the database is locked.
            Claim.objects.acquire(pk, by=get_account(request))
    found = Comment.objects.for_review().filter(pk=pk).first()
    if not found:
        raise Http404
    (summary,) = build_summaries([found], viewer=get_account(request))
    queue_page = QueuePage.from_text(request.GET.get("back", ""))
    context = {
        **build_author_panel(found, moderator=get_account(request)),
        "summary": summary,
        "thread_context": ThreadContext.for_comment(found),
        "queue_page": queue_page,
        "back": get_queue_url(queue_page),
        "rejection_reasons": [*RejectionReason.objects.offered()],
        "undoable": find_undoable_lines(get_account(request), found.decisions.all()),
    }
    return render_moderation_page(request, "case", context)


@require_POST
@moderator_required
def release_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the claim and go back to the queue."""
    Claim.objects.release_own(Comment.objects.filter(pk=pk), by=get_account(request))
    return redirect(get_queue_url(QueuePage.from_text(request.POST.get("back", ""))))
