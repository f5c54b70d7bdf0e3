"""Views for authors: see the state of a comment, edit it, delete it, appeal a refusal.

A guest uses a manage link with a secret. A member is logged in and uses the primary key.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import AlreadyDecided, AppealNotAllowed, Comment, Helpline, TextHasChanged
from comments.models.appeal import DAY
from comments.moderation.appeals import AppealForm
from comments.moderation.decisions import withdraw_comment
from comments.submission.forms import EditForm
from comments.submission.submit import SubmissionResult, preview_submission, submit_edit
from comments.views.decorators import WrongLink, limit_attempts, limit_wrong_links, require_post
from comments.views.responses import add_retry_after, get_refusal_status, render_refused
from comments.web.cursor_pagination import get_cursor_page, parse_cursor

PostKey = str | int  # a guest's secret, or the primary key of a member's own post


@require_safe
@never_cache
@login_required
def my_posts(request: HttpRequest) -> HttpResponse:
    mine = Comment.objects.by_account(request.user).newest_first(parse_cursor(request.GET, "before"))
    comments, last = get_cursor_page(mine.for_authors())
    return render(request, "comments/my_posts.html", {"comments": comments, "last": last})


@require_safe
@never_cache
@limit_wrong_links
def manage_post(request: HttpRequest, key: PostKey) -> HttpResponse:
    """Show the state of a comment, with all reasons, and what its author can do."""
    comment = _get_own_comment(request, key)
    comment.mark_manage_link_seen()
    return _render_manage_page(request, AppealForm(comment=comment), key)


@never_cache
@require_post
@limit_wrong_links
def file_appeal(request: HttpRequest, key: PostKey) -> HttpResponse:
    """File an appeal: one for each refusal, which another moderator answers."""
    form = AppealForm(request.POST, comment=_get_own_comment(request, key))
    try:
        if not form.comment.is_appealable:
            raise AppealNotAllowed(form.comment)
        if not (form.is_valid() and form.save(request)):
            return _render_manage_page(request, form, key, status=429 if form.has_reached_daily_limit else 422)
    except AppealNotAllowed:  # A decision or an appeal came first, and counts.
        sentence = _("You can’t appeal this decision any more: there is a newer one, or you have appealed already.")
        return render_refused(request, sentence, back=_get_urls(key)["manage_url"])
    return redirect(_get_urls(key)["manage_url"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limit_wrong_links
@limit_attempts
def edit_post(request: HttpRequest, key: PostKey) -> HttpResponse:
    comment = _get_own_comment(request, key)
    # In an archived discussion, a sent form comes back with the reason.
    if not (comment.accepts_edits or (request.method == "POST" and comment.is_editable)):
        return _refuse_edit(request, key)
    form = EditForm(request.POST or None, comment=comment, request=request)
    if not form.is_valid():
        return _render_edit_page(request, form, key, status=422 if form.is_bound else 200)
    if {"preview", "take_out"} & request.POST.keys():
        result = preview_submission(form, redacts=request.POST.get("take_out", ""))
        return _render_edit_page(request, form, key, result, status=422 if form.errors else 200)
    if form.has_changed():
        try:
            result = submit_edit(form, request)
        except AlreadyDecided:
            return _refuse_edit(request, key)
        except TextHasChanged:
            form.show_conflict()
            return _render_edit_page(request, form, key, status=409)
        if not result.comment:
            status = get_refusal_status(result.verdict)
            page = _render_edit_page(request, form, key, result, status=status)
            return add_retry_after(page, result.verdict)
    return redirect(_get_urls(key)["manage_url"])


@never_cache
@require_post
@limit_wrong_links
def delete_post(request: HttpRequest, key: PostKey) -> HttpResponse:
    with transaction.atomic():
        _get_own_comment(request, key).thread.lock()
        comment = _get_own_comment(request, key)  # Whatever was decided just now: the author's word is last.
        withdraw_comment(comment)
    return render(request, "comments/deleted.html", {"comment": comment})


def _refuse_edit(request: HttpRequest, key: PostKey) -> HttpResponse:
    """Show the state of a post that can no longer be edited; a new text comes back."""
    manage_url = _get_urls(key)["manage_url"]
    if request.method != "POST":
        return redirect(manage_url)
    sentence = _("Your post can’t be edited any more: it was removed or deleted in the meantime.")
    return render_refused(request, sentence, back=manage_url)


def _get_own_comment(request: HttpRequest, key: PostKey) -> Comment:
    """Get a comment of the visitor. Comments of others answer 404."""
    comments = Comment.objects.for_authors()
    mine = comments.with_secret(key) if isinstance(key, str) else comments.by_account(request.user, key)
    if comment := mine.first():
        return comment
    raise WrongLink(_("There is no post under this link. It may have been deleted."))


def _get_urls(key: PostKey) -> dict[str, Any]:
    """URLs to manage a comment, by a guest or by a member, for the template."""
    is_guest = isinstance(key, str)
    prefix = "comments:guest_post" if is_guest else "comments:own_post"
    return {
        "is_guest": is_guest,
        "manage_url": reverse(f"{prefix}_manage", args=[key]),
        "edit_url": reverse(f"{prefix}_edit", args=[key]),
        "delete_url": reverse(f"{prefix}_delete", args=[key]),
        "appeal_url": reverse(f"{prefix}_appeal", args=[key]),
    }


def _render_manage_page(request: HttpRequest, form: AppealForm, key: PostKey, status: int = 200) -> HttpResponse:
    addresses = _get_urls(key)
    link = request.build_absolute_uri(addresses["manage_url"])
    context = {"comment": form.comment, "form": form, "private_link": link, **addresses}
    if form.comment.is_urgent:
        context["helplines"] = [*Helpline.objects.visible()]
    response = render(request, "comments/manage.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(int(DAY.total_seconds()))
    return response


def _render_edit_page(
    request: HttpRequest, form: EditForm, key: PostKey, result: SubmissionResult | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "result": result,
        "comment": form.comment,
        "previews": status == 200,
        "stored_html": form.stored_html if status == 409 else "",
        **_get_urls(key),
    }
    return render(request, "comments/edit.html", context, status=status)
