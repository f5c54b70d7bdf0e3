"""The page about the author of a post, for moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.models.accounts import get_account
from comments.moderation.author_panel import build_author_panel
from comments.moderation.author_profile import AuthorProfile
from comments.moderation.forms import LiftForm
from comments.views.moderation.base import render_moderation_page
from comments.views.moderation.decisions import moderator_required
from comments.web.cursor_pagination import get_cursor_page, parse_cursor


@require_safe
@moderator_required
def show_author(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.select_related("thread", "author"), pk=pk)
    panel = build_author_panel(comment, moderator=get_account(request))
    author: AuthorProfile = panel["author"]
    latest = author.posts.newest_first(parse_cursor(request.GET, "before"))
    posts, last = get_cursor_page(latest.select_related("thread"))
    context = {
        "here": "author",
        "record": author.record,
        "lately": author.recent_outcomes(),
        "flags": author.flag_record(),
        "posts": posts,
        "last": last,
        "lift_form": LiftForm(auto_id=False),
    }
    return render_moderation_page(request, "author", panel | context)
