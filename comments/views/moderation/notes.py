"""Notes of moderators on posts and on their authors."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from comments.models import Comment, ModeratorNote
from comments.models.accounts import get_account
from comments.moderation.author_profile import AuthorProfile
from comments.moderation.forms import NoteForm
from comments.views.decorators import require_post
from comments.views.moderation.base import render_moderation_page
from comments.views.moderation.decisions import moderator_required


@require_post
@moderator_required
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.select_related("thread"), pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid() and form.is_about_the_author and not AuthorProfile.for_comment(comment).is_known:
        form.add_error(None, _("The author of this post is not known any more."))
    if not form.is_valid():
        context = {"case": comment, "note_form": form, "at": request.POST.get("at", "")}
        return render_moderation_page(request, "note", context, status=422)
    words, on_author = form.cleaned_data["words"], form.is_about_the_author
    ModeratorNote.objects.add(comment, words, by=get_account(request), on_author=on_author)
    messages.success(request, _("Noted."))
    return _redirect_back(request, comment.pk)


@require_post
@moderator_required
def delete_note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Delete a note, from the page of a post or of its author."""
    note = ModeratorNote.objects.filter(pk=note_pk).first()
    if note and not note.can_be_deleted_by(get_account(request)):
        raise PermissionDenied
    if note:
        note.delete()
        messages.success(request, _("The note is deleted."))
    return _redirect_back(request, pk)


def _redirect_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the page with the form."""
    is_author_page = request.POST.get("at") == "author"
    return redirect("comments:moderation_author" if is_author_page else "comments:case", pk)
