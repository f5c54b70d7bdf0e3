"""Views for readers: report a post to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment, Thread
from comments.moderation import flags
from comments.moderation.flags import FlagForm
from comments.submission import queries
from comments.threads.paging import PagePosition, PositionNotFound
from comments.views.decorators import require_post
from comments.views.discussion import get_thread_or_404
from comments.web.not_found import PageNotFound
from comments.web.public_cache import public_page, query_param


@require_safe
@public_page(query_param("post"))
def flag_form(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Show the report form below the post that it is about."""
    thread = get_thread_or_404(thread_id)
    comment = queries.get_visible_comment(thread, request.GET.get("post", ""))
    if not (comment and thread.accepts_flags):
        sentence = _("There is no such post here that could be reported.")
        raise PageNotFound(sentence, thread.get_absolute_url())
    return _render_flag_page(request, FlagForm(initial={"post": comment.number}), thread, comment)


@never_cache
@require_post
def flag_post(request: HttpRequest, thread_id: int) -> HttpResponse:
    thread = get_thread_or_404(thread_id)
    form = FlagForm(request.POST)
    is_understood = form.is_valid()
    comment = thread.comments.visible().filter(number=form.cleaned_data.get("post")).first()
    if not comment:
        raise PageNotFound(_("There is no such post here."), thread.get_absolute_url())
    if not is_understood:
        return _render_flag_page(request, form, thread, comment, status=422)
    try:
        flags.submit_flag(form.build_flag(), comment, request)
    except flags.FlagRefused as refusal:
        form.add_error(None, str(refusal.sentence))
        response = _render_flag_page(request, form, thread, comment, status=refusal.http_status)
        if refusal.wait_seconds:
            response["Retry-After"] = str(refusal.wait_seconds)
        return response
    thanks = reverse("comments:flagged", args=[thread.pk])
    return redirect(f"{thanks}?{PagePosition(post=comment.number).query}")


@require_safe
@public_page(query_param("post"))
def flag_received(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Thank the reader. The text is always the same: it must not show whether the flag counts."""
    thread = get_thread_or_404(thread_id)
    try:
        number = PagePosition.from_query(request.GET).post
    except PositionNotFound:
        number = None
    back = thread.get_post_url(number) if number else thread.get_absolute_url()
    return render(request, "comments/flagged.html", {"thread": thread, "back": back})


def _render_flag_page(
    request: HttpRequest, form: FlagForm, thread: Thread, comment: Comment, status: int = 200
) -> HttpResponse:
    context = {"form": form, "thread": thread, "comment": comment}
    return render(request, "comments/flag.html", context, status=status)
