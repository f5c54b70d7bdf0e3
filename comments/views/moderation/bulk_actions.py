"""For moderators: one decision about all that a filter finds."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from comments.models import Decision
from comments.moderation.bulk_action import Errand
from comments.moderation.decisions import decide_all
from comments.moderation.forms import ErrandForm
from comments.moderation.queue_page import Listing
from comments.views.decorators import moderator_required
from comments.views.moderation.base import desk_page
from comments.views.moderation.queue import address_of
from comments.web.cursor_pagination import start_of


@require_POST
@moderator_required
def decide_about_all(request: HttpRequest) -> HttpResponse:
    """Asks first, with the number; asks again if there are others now; then does one step, and
    leads to the next one."""
    listing = Listing.from_text(request.POST.get("back", ""))
    form = ErrandForm(request.POST)
    if not form.is_valid():
        for error in form.problems():
            messages.error(request, error)
        return redirect(address_of(listing))
    errand = Errand(listing, form.cleaned_data["verb"], start_of(request.POST, "start") or 0)
    number, expected = errand.rows.count(), start_of(request.POST, "number")
    if not number or number != expected:
        return _show(request, form, errand, number=number, has_changed=expected is not None)
    return _step(request, form, errand)


def _step(request: HttpRequest, form: ErrandForm, errand: Errand) -> HttpResponse:
    keys = errand.next_keys()
    cases, act = [(pk, None) for pk in keys], uuid4()
    done, problems = decide_all(cases, by=request.user, act=act, **form.cleaned_data)
    # Somebody else may have decided about all of them since they were counted.
    rest = Errand(errand.listing, errand.verb, keys[-1] if keys else errand.start)
    return _show(
        request, form, rest, number=rest.rows.count(), done=done, problems=problems, is_begun=True
    )


def _show(request: HttpRequest, form: ErrandForm, errand: Errand, **more: object) -> HttpResponse:
    context = {
        "kept": form.kept,
        "ground": form.cleaned_data["ground"],
        "start": errand.start,
        "verb": Decision.Verb(errand.verb),
        "listing": errand.listing,
        "chips": [words for _name, words in errand.listing.filter.in_words],
        "back": address_of(errand.listing),
        **more,
    }
    return desk_page(request, "errand", context)
