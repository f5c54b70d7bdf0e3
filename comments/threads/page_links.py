"""Addresses of the later pages of a discussion, for the sitemap."""

from comments.models import Comment, Thread
from comments.models.path import DIGITS_PER_LEVEL
from comments.threads.paging import POSTS_PER_PAGE, PagePosition

# Of one discussion. Each page links to the next one, so that the rest can be reached.
MAX_PAGE_LINKS = 10


def build_page_links(thread: Thread) -> list[str]:
    """Addresses of the second page, the third and so on, at most `MAX_PAGE_LINKS`. Reads one
    bounded range of an index, however long the discussion is."""
    if thread.last_number <= POSTS_PER_PAGE:
        return []
    paths = Comment.objects.visible().filter(thread=thread).threaded().values_list("path")
    paths = paths[: MAX_PAGE_LINKS * POSTS_PER_PAGE + 1]
    numbers = [int(path[-DIGITS_PER_LEVEL:]) for (path,) in paths]
    lasts = numbers[POSTS_PER_PAGE - 1 : -1 : POSTS_PER_PAGE]
    return [f"{thread.url}?{PagePosition(after=number).query}" for number in lasts]
