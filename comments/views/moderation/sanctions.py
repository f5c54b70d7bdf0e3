"""For moderators: give the author of a post a sanction, and lift one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.models import Author, Comment, Sanction
from comments.moderation import sanctions
from comments.moderation.sanction_forms import LiftForm, SanctionForm
from comments.views.moderation.base import desk_page
from comments.views.moderation.decisions import moderator_required
from comments.views.responses import form_target


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def sanction(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _post(pk)
    author = Author.of(comment)
    if refusal := sanctions.objection(comment, by=request.user):
        return _page(request, author, refusal=refusal, status=403)
    if not author.is_known:
        return _page(request, author, status=422 if request.method == "POST" else 200)
    seen = author.last_sanction
    data = request.POST if request.method == "POST" else None
    form = SanctionForm(data, by=request.user, seen=seen)
    if not form.is_valid():
        return _page(request, author, form=form, status=422 if form.is_bound else 200)
    known = form.cleaned_data["seen"] or 0
    given = sanctions.give(comment, form.measure, by=request.user, act=form.act, seen=known)
    if not given:
        author = Author.of(comment)
        form.show_what_came_meanwhile(author.last_sanction)
        return _page(request, author, form=form, status=409)
    _tell(request, given, rejects_held=form.measure.rejects_held)
    return redirect("comments:case", comment.pk)


@form_target
@moderator_required
def lift(request: HttpRequest, pk: int, sanction_pk: int) -> HttpResponse:
    """A sanction on the author of a post, from the page of that author."""
    comment = _post(pk)
    sanction = get_object_or_404(Sanction.objects.about(comment), pk=sanction_pk)
    if not sanction.may_be_lifted_by(request.user):
        raise PermissionDenied
    form = LiftForm(request.POST)
    if not form.is_valid():
        context = {"case": comment, "sanction": sanction, "form": form, "here": "author"}
        return desk_page(request, "lift", context, status=422)
    reason = form.cleaned_data["lift_reason"]
    if Sanction.objects.filter(pk=sanction.pk).lift(by=request.user, reason=reason):
        messages.success(request, _("The sanction is lifted."))
    else:
        messages.warning(request, _("That sanction had ended already. Nothing was changed."))
    return redirect("comments:author", comment.pk)


def _post(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("thread", "author"), pk=pk)


def _page(
    request: HttpRequest,
    author: Author,
    *,
    form: SanctionForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"case": author.comment, "author": author, "form": form, "refusal": refusal}
    return desk_page(request, "sanction", context, status=status)


def _tell(request: HttpRequest, given: Sanction, *, rejects_held: bool) -> None:
    messages.success(request, sanctions.done_in_words(given))
    if not rejects_held:
        return
    done, problems = sanctions.reject_held(given)
    if done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
