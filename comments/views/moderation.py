"""For moderators: the queue, one case with all that is known, decisions and their log."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.bulk import Case, decide_all
from comments.forms import DecisionForm
from comments.keyset import page_of, start_of
from comments.models import Comment, Decision
from comments.models.comment_set import CommentQuerySet, Record

View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Log in first; who then has no right to decide is told so (403)."""
    may_moderate = permission_required("comments.moderate", raise_exception=True)
    return never_cache(login_required(may_moderate(view)))


@require_safe
@moderator_required
def queue(request: HttpRequest) -> HttpResponse:
    return _queue(request, request.GET)


@require_safe
@moderator_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment, in whatever status, with its whole story."""
    comment = get_object_or_404(Comment.objects.as_cases(), pk=pk)
    _add_records([comment])
    return render(request, "comments/moderation/case.html", {"case": comment})


@require_http_methods(["GET", "HEAD", "POST"])
@moderator_required
def decisions(request: HttpRequest) -> HttpResponse:
    """Read the log, or add to it by deciding."""
    return _decide(request) if request.method == "POST" else _log(request)


def _log(request: HttpRequest) -> HttpResponse:
    lines = Decision.objects.newest_first().before(start_of(request.GET, "before"))
    page, last = page_of(lines.select_related("thread", "comment", "moderator"))
    return render(
        request, "comments/moderation/log.html", {"here": "log", "decisions": page, "last": last}
    )


def _decide(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        for error in form.problems():
            messages.error(request, error)
        return _queue(request, request.POST, status=422)
    done, problems = decide_all(form.cases(), by=request.user, **form.cleaned_data)
    if done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
    if "stay" in request.POST:
        return redirect("comments:case", form.cases()[0][0])
    return redirect(_next_case(form.cases(), request.POST))


def _next_case(cases: list[Case], where: QueryDict) -> str:
    """Where the moderator was: the same page of the queue, at what follows."""
    following = _held(where).after(max(pk for pk, _seen in cases)).first()
    page = reverse("comments:queue")
    if place := {name: key for name in ("thread", "after") if (key := start_of(where, name))}:
        page = f"{page}?{urlencode(place)}"
    return f"{page}#case-{following.pk}" if following else page


def _held(where: QueryDict) -> CommentQuerySet:
    """The whole queue, or that of one thread."""
    held, thread = Comment.objects.held(), start_of(where, "thread")
    return held.filter(thread=thread) if thread else held


def _queue(request: HttpRequest, where: QueryDict, status: int = 200) -> HttpResponse:
    held, start = _held(where), start_of(where, "after")
    cases, last = page_of(held.after(start).as_cases())
    _add_records(cases)
    context = {
        "here": "queue",
        "cases": cases,
        "last": last,
        "start": start,
        "total": held.tally(),
        "thread_key": start_of(where, "thread"),
        "reason": where.get("reason", ""),
        "verbs": [verb for verb in Decision.OF_MODERATORS if verb != Decision.Verb.HOLD],
    }
    return render(request, "comments/moderation/queue.html", context, status=status)


def _add_records(cases: list[Comment]) -> None:
    records = Comment.objects.records_of(case.author_key for case in cases)
    for case in cases:
        case.record = records.get(case.author_key, Record())
