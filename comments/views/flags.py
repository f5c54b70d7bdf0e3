"""For readers: ask the moderators for a look at a post."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment, Thread
from comments.moderation.flags import FlagForm, Refused, take
from comments.submission import queries
from comments.threads.paging import NoSuchPlace, Place
from comments.views.responses import form_target
from comments.web.not_found import NotHere
from comments.web.public_cache import only, same_for_all_guests


@require_safe
@same_for_all_guests(only("post"))
def flag(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The form, below the post that it is about."""
    thread = _thread(thread_id)
    comment = queries.post_named(thread, request.GET.get("post", ""))
    if not (comment and thread.takes_flags):
        sentence = _("There is no such post here that could be reported.")
        raise NotHere(sentence, thread.get_absolute_url())
    return _page(request, FlagForm(initial={"post": comment.number}), thread, comment)


@never_cache
@form_target
def flags(request: HttpRequest, thread_id: int) -> HttpResponse:
    thread = _thread(thread_id)
    form = FlagForm(request.POST)
    is_understood = form.is_valid()
    comment = thread.comments.shown().filter(number=form.cleaned_data.get("post")).first()
    if not comment:
        raise NotHere(_("There is no such post here."), thread.get_absolute_url())
    if not is_understood:
        return _page(request, form, thread, comment, status=422)
    try:
        take(form.flag(), comment, request)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        response = _page(request, form, thread, comment, status=refusal.http_status)
        if refusal.wait:
            response["Retry-After"] = str(refusal.wait)
        return response
    thanks = reverse("comments:flagged", args=[thread.pk])
    return redirect(f"{thanks}?{Place(post=comment.number).query}")


@require_safe
@same_for_all_guests(only("post"))
def flagged(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Thanks, in the same words for everybody: whether the flag counts is nobody's business."""
    thread = _thread(thread_id)
    try:
        number = Place.from_query(request.GET).post
    except NoSuchPlace:
        number = None
    back = thread.url_of(number) if number else thread.get_absolute_url()
    return render(request, "comments/flagged.html", {"thread": thread, "back": back})


def _thread(pk: int) -> Thread:
    if thread := Thread.objects.shown_as(pk):
        return thread
    raise Http404


def _page(
    request: HttpRequest, form: FlagForm, thread: Thread, comment: Comment, status: int = 200
) -> HttpResponse:
    context = {"form": form, "thread": thread, "comment": comment}
    return render(request, "comments/flag.html", context, status=status)
