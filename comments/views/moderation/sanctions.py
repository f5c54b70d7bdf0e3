"""Sanctions on the author of a post: impose and lift."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Sanction
from comments.models.accounts import get_account
from comments.moderation import sanctions
from comments.moderation.author_profile import AuthorProfile
from comments.moderation.forms import LiftForm, SanctionForm
from comments.views.decorators import require_post
from comments.views.moderation.base import render_moderation_page, render_refused_action
from comments.views.moderation.decisions import moderator_required


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def sanction_author(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _get_comment(pk)
    author = AuthorProfile.for_comment(comment)
    if refusal := sanctions.get_denial_reason(comment, by=get_account(request)):
        return _render_sanction_page(request, author, refusal=refusal, status=403)
    if not author.is_known:
        return _render_sanction_page(request, author, status=422 if request.method == "POST" else 200)
    seen = author.last_sanction_id
    data = request.POST if request.method == "POST" else None
    form = SanctionForm(data, by=get_account(request), seen=seen)
    if not form.is_valid():
        return _render_sanction_page(request, author, form=form, status=422 if form.is_bound else 200)
    known = form.cleaned_data["seen"] or 0
    imposed = sanctions.impose_sanction(
        comment, form.sanction_request, by=get_account(request), action_id=form.action_id, last_seen=known
    )
    if not imposed:
        author = AuthorProfile.for_comment(comment)
        form.show_conflict(author.last_sanction_id)
        return _render_sanction_page(request, author, form=form, status=409)
    _add_messages(request, imposed, rejects_held=form.sanction_request.rejects_held)
    return redirect("comments:case", comment.pk)


@require_post
@moderator_required
def lift_sanction(request: HttpRequest, pk: int, sanction_pk: int) -> HttpResponse:
    """Lift a sanction, from the page of the author of a post."""
    comment = _get_comment(pk)
    sanction = get_object_or_404(Sanction.objects.visible_for(comment), pk=sanction_pk)
    if not sanction.can_be_lifted_by(get_account(request)):
        raise PermissionDenied
    form = LiftForm(request.POST)
    if not form.is_valid():
        context = {"case": comment, "sanction": sanction, "form": form, "here": "author"}
        return render_moderation_page(request, "lift_sanction", context, status=422)
    reason = form.cleaned_data["lift_reason"]
    if not Sanction.objects.filter(pk=sanction.pk).lift(by=get_account(request), reason=reason):
        back = reverse("comments:moderation_author", args=[comment.pk])
        return render_refused_action(request, [_("That sanction had ended already. Nothing was changed.")], back=back)
    messages.success(request, _("The sanction is lifted."))
    return redirect("comments:moderation_author", comment.pk)


def _get_comment(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("thread", "author"), pk=pk)


def _render_sanction_page(
    request: HttpRequest,
    author: AuthorProfile,
    *,
    form: SanctionForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"case": author.comment, "author": author, "form": form, "refusal": refusal}
    return render_moderation_page(request, "sanction", context, status=status)


def _add_messages(request: HttpRequest, imposed: Sanction, *, rejects_held: bool) -> None:
    messages.success(request, sanctions.describe_sanction(imposed))
    if not rejects_held:
        return
    done, problems = sanctions.reject_held_comments(imposed, by=get_account(request))
    if done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
