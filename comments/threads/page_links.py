"""Where the later pages of a discussion begin, for those who want a list of pages."""

from comments.models import Comment, Thread
from comments.models.path import DIGITS
from comments.threads.paging import PAGE_SIZE, Place
from comments.web.compiled_query import Prepared

MOST = 10  # of one discussion. Each page leads to the next one, so there is a way to the rest.


def later_pages(thread: Thread) -> list[str]:
    """The addresses of its second page, its third and so on, up to MOST of them. Walks through
    that much of one index, however long the discussion is."""
    if thread.last_number <= PAGE_SIZE:
        return []
    numbers = [int(path[-DIGITS:]) for (path,) in _PATHS.all(thread.pk)]
    lasts = numbers[PAGE_SIZE - 1 : -1 : PAGE_SIZE]
    return [f"{thread.url}?{Place(after=number).query}" for number in lasts]


_PATHS = Prepared(
    Comment,
    lambda thread: (
        Comment.objects.shown()
        .filter(thread=thread)
        .threaded()
        .values_list("path")[: MOST * PAGE_SIZE + 1]
    ),
)
