"""For moderators: everything by the author of one post, as far as its key tells."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments.models import Author, Comment
from comments.moderation.author_panel import aside
from comments.moderation.sanction_forms import LiftForm
from comments.views.moderation.base import desk_page
from comments.views.moderation.decisions import moderator_required
from comments.web.cursor_pagination import page_of, start_of


@require_safe
@moderator_required
def author(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.select_related("thread", "author"), pk=pk)
    beside = aside(comment, moderator=request.user)
    author: Author = beside["author"]
    latest = author.posts.newest_first(start_of(request.GET, "before"))
    posts, last = page_of(latest.select_related("thread"))
    context = {
        "here": "author",
        "record": author.record,
        "lately": author.fared_lately(),
        "flags": author.flags(),
        "posts": posts,
        "last": last,
        "lift_form": LiftForm(auto_id=False),
    }
    return desk_page(request, "author", beside | context)
