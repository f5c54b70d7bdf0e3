"""For authors: see what became of a post, change it, take it back, ask for a second look.

A guest comes with the secret of a manage link, a member with an account and the post's key.
"""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import (
    AlreadyDecided,
    Comment,
    Footprint,
    HelpLine,
    NothingToAppeal,
    TextHasChanged,
)
from comments.models.appeal import DAY
from comments.moderation.appeals import AppealForm
from comments.notifications import moderators
from comments.policy import Outcome, Verdict, judge
from comments.submission.forms import EditForm
from comments.views.responses import form_target, status_of, told_to_wait
from comments.web.cursor_pagination import page_of, start_of
from comments.web.not_found import NotHere

Key = str | int  # a guest's secret, or the primary key of a member's own post


@require_safe
@never_cache
@login_required
def my_posts(request: HttpRequest) -> HttpResponse:
    mine = Comment.objects.of(request.user).newest_first(start_of(request.GET, "before"))
    comments, last = page_of(mine.for_authors())
    return render(request, "comments/my_posts.html", {"comments": comments, "last": last})


@require_safe
@never_cache
def manage(request: HttpRequest, key: Key) -> HttpResponse:
    """The state of one's post, with all reasons, and what one can do."""
    comment = _mine(request, key)
    comment.note_use_of_link()
    return _manage_page(request, AppealForm(comment=comment), key)


@never_cache
@form_target
def appeal(request: HttpRequest, key: Key) -> HttpResponse:
    """Ask, once, that another moderator looks again at a refusal."""
    form = AppealForm(request.POST, comment=_mine(request, key))
    # What came first counts: the page says what that is.
    with suppress(NothingToAppeal):
        if form.comment.is_appealable and not (form.is_valid() and form.make(request)):
            return _manage_page(request, form, key, status=429 if form.is_too_much else 422)
    return redirect(_addresses(key)["manage_url"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: HttpRequest, key: Key) -> HttpResponse:
    comment = _mine(request, key)
    # Of an archived discussion, what is sent comes back with the reason.
    if not (comment.takes_edits or (request.method == "POST" and comment.is_editable)):
        return redirect(_addresses(key)["manage_url"])
    form = EditForm(request.POST or None, comment=comment, request=request)
    if not form.is_valid():
        return _edit_page(request, form, key, status=422 if form.is_bound else 200)
    if "take_out" in request.POST:
        form.look_over()
        return _edit_page(request, form, key, status=200 if form.take_out() else 422)
    if "preview" in request.POST:
        form.look_over()
        return _edit_page(request, form, key)
    if form.has_changed():
        try:
            verdict = _save(request, form)
        except AlreadyDecided:
            return redirect(_addresses(key)["manage_url"])
        except TextHasChanged:
            form.ask_again()
            return _edit_page(request, form, key, status=409)
        if verdict.outcome in {Outcome.REJECT, Outcome.ASK}:
            form.refuse(verdict)
            page = _edit_page(request, form, key, status=status_of(verdict))
            return told_to_wait(page, verdict)
    return redirect(_addresses(key)["manage_url"])


@transaction.atomic
def _save(request: HttpRequest, form: EditForm) -> Verdict:
    """Judge the new words and, unless they are refused, put them in place."""
    Footprint.objects.take_turns(form.author_keys)
    form.comment.thread.lock()
    form.comment.refresh_from_db(fields=["status", "revision", "number", "path", "flag_count"])
    if not form.comment.is_editable:
        raise AlreadyDecided(form.comment)
    if form.leaves_the_words and form.door_is_open:
        form.comment.set_unlisted(form.cleaned_data["is_unlisted"])
        return Verdict(Outcome.ACCEPT)
    form.acknowledge()
    verdict = judge(form.submission())
    moderators.tell_admins(verdict, request)
    if verdict.outcome not in {Outcome.REJECT, Outcome.ASK}:
        form.save(verdict)
        moderators.tell_moderators(form.comment, request)
    return verdict


@never_cache
@form_target
def delete(request: HttpRequest, key: Key) -> HttpResponse:
    with transaction.atomic():
        _mine(request, key).thread.lock()
        comment = _mine(request, key)  # Whatever was decided just now: the author's word is last.
        comment.withdraw()
    return render(request, "comments/deleted.html", {"comment": comment})


def _mine(request: HttpRequest, key: Key) -> Comment:
    """The comment that the visitor may manage; 404 for everybody else's."""
    comments = Comment.objects.for_authors()
    mine = comments.with_secret(key) if isinstance(key, str) else comments.of(request.user, key)
    if comment := mine.first():
        return comment
    raise NotHere(_("There is no post under this link. It may have been deleted."))


def _addresses(key: Key) -> dict[str, Any]:
    """Where one's post is managed, changed and deleted: by a guest, or by a member."""
    is_guest = isinstance(key, str)
    end = "" if is_guest else "_own"
    return {
        "is_guest": is_guest,
        "manage_url": reverse(f"comments:manage{end}", args=[key]),
        "edit_url": reverse(f"comments:edit{end}", args=[key]),
        "delete_url": reverse(f"comments:delete{end}", args=[key]),
        "appeal_url": reverse(f"comments:appeal{end}", args=[key]),
    }


def _manage_page(
    request: HttpRequest, form: AppealForm, key: Key, status: int = 200
) -> HttpResponse:
    addresses = _addresses(key)
    link = request.build_absolute_uri(addresses["manage_url"])
    context = {"comment": form.comment, "form": form, "private_link": link, **addresses}
    if form.comment.is_urgent:
        context["help_lines"] = [*HelpLine.objects.shown()]
    response = render(request, "comments/manage.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(int(DAY.total_seconds()))
    return response


def _edit_page(request: HttpRequest, form: EditForm, key: Key, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "comment": form.comment,
        "previews": status == 200,
        "stored_html": form.stored_html if status == 409 else "",
        **_addresses(key),
    }
    return render(request, "comments/edit.html", context, status=status)
