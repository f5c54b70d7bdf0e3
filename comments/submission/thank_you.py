"""Thanks for a post that is published at once. They travel in the address, since a session
would have to be written for them, and again when they have been said."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comments.models import Comment, Thread
from comments.submission import queries

PARAMETER = "thanks"


def address_of(comment: Comment) -> str:
    """Of the page that shows the post and thanks for it."""
    return comment.get_absolute_url().replace("#", f"&{PARAMETER}#", 1)


def say(request: HttpRequest, thread: Thread) -> None:
    """Only to the author: addresses are passed on."""
    if PARAMETER not in request.GET or not request.user.is_authenticated:
        return
    post = queries.post_named(thread, request.GET.get("post", ""))
    if post and post.author_id == request.user.pk and post.is_just_written:
        messages.success(request, _("Thank you. Your comment is %(post)s.") % {"post": post})
