"""Search: words as people type them, an index for each database, and the best of what is found."""

from comments.search.comments import POSTS, FoundPost, find_posts
from comments.search.definitions import Index
from comments.search.query_words import words_of
from comments.search.snippets import Wanted

__all__ = ["POSTS", "FoundPost", "Index", "Wanted", "find_posts", "words_of"]
