"""The message that thanks for a post which is published at once.

It is passed in the query string, so that no session is written.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comments.models import Comment, Thread
from comments.submission import queries

THANKS_PARAMETER = "thanks"


def get_thank_you_url(comment: Comment) -> str:
    """The URL of the page that shows the post and thanks for it."""
    return comment.get_absolute_url().replace("#", f"&{THANKS_PARAMETER}#", 1)


def show_thank_you(request: HttpRequest, thread: Thread) -> None:
    """Thank the author only: other people may follow the same URL."""
    if THANKS_PARAMETER not in request.GET or not request.user.is_authenticated:
        return
    post = queries.get_visible_comment(thread, request.GET.get("post", ""))
    if post and post.author_id == request.user.pk and post.is_just_written:
        messages.success(request, _("Thank you. Your comment is %(post)s.") % {"post": post})
