"""For moderators: decisions and their log."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comments.bulk import Case, decide_all
from comments.desk.dossier import add_dossiers
from comments.desk.listing import Listing
from comments.forms import DecisionForm
from comments.keyset import page_of, start_of
from comments.models import Comment, Decision
from comments.views.desk import address_of, show_queue
from comments.views.gates import moderator_required

__all__ = ["decisions", "moderator_required"]


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def decisions(request: HttpRequest) -> HttpResponse:
    """Read the log, or add to it by deciding."""
    return _decide(request) if request.method == "POST" else _log(request)


def _log(request: HttpRequest) -> HttpResponse:
    lines = Decision.objects.newest_first().before(start_of(request.GET, "before"))
    page, last = page_of(lines.select_related("thread", "comment", "moderator"))
    return render(
        request, "comments/moderation/log.html", {"here": "log", "decisions": page, "last": last}
    )


def _decide(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    listing = Listing.from_text(request.POST.get("back", ""))
    if not form.is_valid():
        for error in form.problems():
            messages.error(request, error)
        return show_queue(request, listing, reason=request.POST.get("reason", ""), status=422)
    done, problems = decide_all(form.cases(), by=request.user, **form.cleaned_data)
    if done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
    if problems and (changed := _changed(form.cases())):
        return _show_changed(request, changed, listing)
    if "stay" in request.POST:
        return redirect("comments:case", form.cases()[0][0])
    # Where the moderator was: the same page, at what follows.
    following = start_of(request.POST, "next")
    return redirect(address_of(listing) + (f"#case-{following}" if following else ""))


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
    }
    return render(request, "comments/moderation/changed.html", context, status=409)
