"""For moderators: the queues, one case with all that is known, and who is reading it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comments.models import Claim, Comment, Decision, Ground
from comments.moderation.author_panel import aside
from comments.moderation.case_summary import add_dossiers
from comments.moderation.queue_filter import checks_in_words, grounds_in_words
from comments.moderation.queue_page import Listing
from comments.moderation.queues import HELD, QUEUES, longest_wait, tallies
from comments.moderation.thread_context import Surroundings
from comments.moderation.undo import undoable_by
from comments.views.decorators import moderator_required
from comments.views.moderation.base import desk_page


@require_safe
@moderator_required
def queue(request: HttpRequest) -> HttpResponse:
    return show_queue(request, Listing.from_query(request.GET))


def show_queue(request: HttpRequest, listing: Listing, **more: Any) -> HttpResponse:
    """Also with what somebody tried to do, if that makes no sense: `reason`, `status`."""
    add_dossiers(listing.cases, reader=request.user, beyond=listing.beyond)
    counts = tallies()
    context = {
        "here": listing.queue.name,
        "counts": counts,
        "tally": counts.get(listing.queue.name),
        "oldest": longest_wait() if listing.queue is HELD else None,
        "listing": listing,
        "cases": listing.cases,
        "back_query": way_back(listing),
        "found": listing.rows.tally() if listing.filter else None,
        "chips": [
            (words, address_of(listing.filtered(listing.filter.without(name))))
            for name, words in listing.filter.in_words
        ],
        "orders": [(order, address_of(listing.ordered(order))) for order in listing.queue.orders],
        "queues": QUEUES.values(),
        "checks": checks_in_words(),
        "ground_names": grounds_in_words(),
        "grounds": [*Ground.objects.offered()],
        "bulk_verbs": Decision.OF_MODERATORS,
        "reason": more.get("reason", ""),
    }
    return desk_page(request, "queue", context, status=more.get("status", 200))


def address_of(listing: Listing) -> str:
    page = reverse("comments:queue")
    return f"{page}?{listing.query}" if listing.query else page


def way_back(listing: Listing) -> str:
    """What the address of a case says of where the moderator came from."""
    return f"?{urlencode({'back': listing.query})}" if listing.query else ""


@require_safe
@moderator_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment, in whatever status, with its whole story and its neighbours. Who opens it is
    seen to be reading it."""
    if request.method == "GET" and Comment.objects.filter(pk=pk).exists():
        Claim.objects.take(pk, by=request.user)
    found = Comment.objects.as_cases().filter(pk=pk).first()
    if not found:
        raise Http404
    add_dossiers([found], reader=request.user)
    listing = Listing.from_text(request.GET.get("back", ""))
    context = {
        **aside(found, moderator=request.user),
        "around": Surroundings.of(found),
        "listing": listing,
        "back": address_of(listing),
        "grounds": [*Ground.objects.offered()],
        "undoable": undoable_by(request.user, found.decisions.all()),
    }
    return desk_page(request, "case", context)


@require_POST
@moderator_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the queue; others need not think any more that it is being read."""
    Claim.objects.leave(Comment.objects.filter(pk=pk), by=request.user)
    return redirect(address_of(Listing.from_text(request.POST.get("back", ""))))
