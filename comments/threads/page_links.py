"""Where the later pages of a discussion begin, for those who want a list of pages."""

from comments.models import Comment, Thread
from comments.models.path import DIGITS_PER_LEVEL
from comments.threads.paging import POSTS_PER_PAGE, PagePosition
from comments.web.compiled_query import CompiledQuery

MAX_PAGE_LINKS = (
    10  # of one discussion. Each page leads to the next one, so there is a way to the rest.
)


def build_page_links(thread: Thread) -> list[str]:
    """The addresses of its second page, its third and so on, up to MOST of them. Walks through
    that much of one index, however long the discussion is."""
    if thread.last_number <= POSTS_PER_PAGE:
        return []
    numbers = [int(path[-DIGITS_PER_LEVEL:]) for (path,) in _PATHS.all(thread.pk)]
    lasts = numbers[POSTS_PER_PAGE - 1 : -1 : POSTS_PER_PAGE]
    return [f"{thread.url}?{PagePosition(after=number).query}" for number in lasts]


_PATHS = CompiledQuery(
    Comment,
    lambda thread: (
        Comment.objects.visible()
        .filter(thread=thread)
        .threaded()
        .values_list("path")[: MAX_PAGE_LINKS * POSTS_PER_PAGE + 1]
    ),
)
