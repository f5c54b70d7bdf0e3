"""For moderators: decisions and their log."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments.models import Appeal, Comment, Decision, Ground
from comments.moderation.case_summary import add_dossiers
from comments.moderation.decisions import Case, decide_all
from comments.moderation.forms import DecisionForm
from comments.moderation.queue_page import Listing
from comments.moderation.undo import undoable_by
from comments.views.decorators import moderator_required
from comments.views.messages import tell
from comments.views.moderation.base import desk_page
from comments.views.moderation.queue import address_of, show_queue, way_back
from comments.web.cursor_pagination import page_of, start_of

__all__ = ["decisions", "moderator_required"]


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def decisions(request: HttpRequest) -> HttpResponse:
    """Read the log, or add to it by deciding."""
    return _decide(request) if request.method == "POST" else _log(request)


def _log(request: HttpRequest) -> HttpResponse:
    lines = Decision.objects.newest_first().before(start_of(request.GET, "before"))
    page, last = page_of(lines.select_related("thread", "comment", "moderator", "ground"))
    undoable = undoable_by(request.user, page)
    context = {"here": "log", "decisions": page, "last": last, "undoable": undoable}
    return desk_page(request, "log", context)


def _decide(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    listing = Listing.from_text(request.POST.get("back", ""))
    if not form.is_valid():
        for error in form.problems():
            messages.error(request, error)
        return show_queue(request, listing, reason=request.POST.get("reason", ""), status=422)
    cases, act = form.cases(), uuid4()
    if len(cases) == 1:
        Appeal.objects.let_in(request.user, cases[0][0])
    done, problems = decide_all(cases, by=request.user, act=act, **form.cleaned_data)
    if "stay" in request.POST and Comment.objects.filter(pk=cases[0][0]).exists():
        # The case still leads back to where the moderator came from.
        back = reverse("comments:case", args=[cases[0][0]]) + way_back(listing)
    else:
        # Where the moderator was: the same page, at what follows.
        following = start_of(request.POST, "next")
        back = address_of(listing) + (f"#case-{following}" if following else "")
    tell(request, done, problems, act=act, back=back)
    if problems and (changed := _changed(cases)):
        return _show_changed(request, changed, listing)
    return redirect(back)


def _changed(cases: list[Case]) -> list[Comment]:
    """Those whose text is another one than the moderator has seen."""
    lines = Decision.objects.in_bulk([seen for _pk, seen in cases if seen])
    seen = {pk: lines[line].revision for pk, line in cases if line in lines}
    rows = Comment.objects.as_cases().filter(pk__in=seen)
    return [comment for comment in rows if comment.revision != seen[comment.pk]]


def _show_changed(request: HttpRequest, changed: list[Comment], listing: Listing) -> HttpResponse:
    """The new texts, to decide about; what was to be said to the author is kept."""
    add_dossiers(changed, reader=request.user)
    context = {
        "cases": changed,
        "listing": listing,
        "back": address_of(listing),
        "reason": request.POST.get("reason", ""),
        "grounds": [*Ground.objects.offered()],
        "chosen": start_of(request.POST, "ground"),
    }
    return desk_page(request, "changed", context, status=409)
