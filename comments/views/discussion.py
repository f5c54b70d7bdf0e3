"""Views for readers: post a comment below the page, or on a page with the form only."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from comments.models import Comment, HouseRules, RejectionReason, Thread
from comments.submission import queries, thank_you
from comments.submission.forms import CommentForm
from comments.submission.submit import SubmissionResult, preview_submission, submit_comment
from comments.views.decorators import limit_attempts, require_post
from comments.views.responses import add_retry_after, get_refusal_status
from comments.web.not_found import PageNotFound
from comments.web.public_cache import public_page, query_param


@never_cache
@require_post
@limit_attempts
def post_comment(request: HttpRequest, thread_id: int) -> HttpResponse:
    thread = get_thread_or_404(thread_id)
    form = CommentForm(request.POST, thread=thread, request=request)
    if not form.is_valid():
        return _render_compose_page(request, form, status=422)
    if {"preview", "take_out"} & request.POST.keys():
        result = preview_submission(form, redacts=request.POST.get("take_out", ""))
        return _render_compose_page(request, form, result, status=422 if form.errors else 200)
    result = submit_comment(form, request)
    if result.comment:
        return _redirect_to_receipt(result, result.comment)
    status = get_refusal_status(result.verdict)
    page = _render_compose_page(request, form, result, status=status)
    return add_retry_after(page, result.verdict)


@require_safe
@public_page(query_param("to"))
def reply_form(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Show the form on a page with the comment that is replied to."""
    thread = get_thread_or_404(thread_id)
    form = CommentForm(thread=thread, request=request)
    if number := request.GET.get("to"):
        form.comment.parent = queries.get_visible_comment(thread, number)
        if not form.parent:
            sentence = _("The post that you want to answer is not shown (any more).")
            raise PageNotFound(sentence, thread.get_absolute_url())
    return _render_compose_page(request, form)


@require_safe
@public_page()
@conditional_page
def latest_number(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Return the number of the latest post, for a page that polls for new ones."""
    return JsonResponse({"last": get_thread_or_404(thread_id).last_number})


@require_safe
@public_page()
@conditional_page
def house_rules(request: HttpRequest) -> HttpResponse:
    context = {"rules": HouseRules.current(), "rejection_reasons": [*RejectionReason.objects.offered()]}
    return render(request, "comments/house_rules.html", context)


def get_thread_or_404(pk: int) -> Thread:
    if thread := Thread.objects.get_visible(pk):
        return thread
    raise Http404


def _render_compose_page(
    request: HttpRequest, form: CommentForm, result: SubmissionResult | None = None, *, status: int = 200
) -> HttpResponse:
    if status != 200:
        form.fields["body"].widget.attrs["autofocus"] = True
    thread, is_member = form.comment.thread, request.user.is_authenticated
    accepts_posts = thread.is_open and (is_member or HouseRules.current().guests_may_post)
    context = {
        "form": form,
        "result": result,
        "thread": thread,
        "accepts_posts": accepts_posts,
        "previews": status == 200,
    }
    return render(request, "comments/compose.html", context, status=status)


def _redirect_to_receipt(result: SubmissionResult, comment: Comment) -> HttpResponse:
    """Redirect to the page that shows the state of the comment: a guest by the manage link."""
    if result.manage_secret:
        return redirect("comments:guest_post_manage", result.manage_secret)
    if comment.number:
        return redirect(thank_you.get_thank_you_url(comment))
    return redirect("comments:own_post_manage", comment.pk)
