"""For readers: post a comment, in place or on a page of its own."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Comment, Footprint, Ground, HouseRules, Thread
from comments.notifications import moderators
from comments.policy import Outcome, judge
from comments.submission import queries, thank_you
from comments.submission.forms import CommentForm
from comments.views.responses import form_target, status_of, told_to_wait
from comments.web.not_found import NotHere
from comments.web.public_cache import only, same_for_all_guests


@never_cache
@form_target
def post_comment(request: HttpRequest, thread_id: int) -> HttpResponse:
    thread = _thread(thread_id)
    form = CommentForm(request.POST, thread=thread, request=request)
    if not form.is_valid():
        return _compose(request, form, status=422)
    if "take_out" in request.POST:
        form.look_over()
        return _compose(request, form, status=200 if form.take_out() else 422)
    if "preview" in request.POST:
        form.look_over()
        return _compose(request, form)
    with transaction.atomic():
        # One person twice at once: the second finds what the first has said.
        Footprint.objects.take_turns(form.author_keys)
        thread.lock()
        if twin := queries.twin_of(form.comment, form.said):
            return _receipt(request, twin)
        form.acknowledge()
        verdict = judge(form.submission())
        moderators.tell_admins(verdict, request)
        if verdict.outcome not in {Outcome.REJECT, Outcome.ASK}:
            comment = form.post(verdict)
            moderators.tell_moderators(comment, request)
            return _receipt(request, comment)
    form.refuse(verdict)
    return told_to_wait(_compose(request, form, status=status_of(verdict)), verdict)


@require_safe
@same_for_all_guests(only("to"))
def reply(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The form on a page of its own, with the post it answers above it."""
    thread = _thread(thread_id)
    form = CommentForm(thread=thread, request=request)
    if number := request.GET.get("to"):
        form.comment.parent = queries.post_named(thread, number)
        if not form.parent:
            sentence = _("The post that you want to answer is not shown (any more).")
            raise NotHere(sentence, thread.get_absolute_url())
    return _compose(request, form)


@require_safe
@same_for_all_guests()
@conditional_page
def latest(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The number of the latest post, for a page that asks whether there are new ones."""
    return JsonResponse({"last": _thread(thread_id).last_number})


@require_safe
@same_for_all_guests()
@conditional_page
def house_rules(request: HttpRequest) -> HttpResponse:
    context = {"rules": HouseRules.now(), "grounds": [*Ground.objects.offered()]}
    return render(request, "comments/house_rules.html", context)


def _thread(pk: int) -> Thread:
    if thread := Thread.objects.shown_as(pk):
        return thread
    raise Http404


def _compose(request: HttpRequest, form: CommentForm, *, status: int = 200) -> HttpResponse:
    if status != 200:
        form.fields["body"].widget.attrs["autofocus"] = True
    thread, is_member = form.comment.thread, request.user.is_authenticated
    takes_posts = thread.is_open and (is_member or HouseRules.now().guests_may_post)
    context = {"form": form, "thread": thread, "takes_posts": takes_posts}
    context["previews"] = status == 200
    return render(request, "comments/compose.html", context, status=status)


def _receipt(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Where the author sees what became of the comment. A guest gets the manage link here,
    and here only; of a double click the last one counts, which is the one that is seen."""
    if not comment.author:
        secret = comment.fresh_secret or comment.new_secret()
        return redirect("comments:manage", secret)
    if comment.number:
        return redirect(thank_you.address_of(comment))
    return redirect("comments:manage_own", comment.pk)
