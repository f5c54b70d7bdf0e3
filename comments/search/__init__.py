"""Search: words as people type them, an index for each database, and the best of what is found."""

from comments.search.index import Index
from comments.search.passage import Wanted
from comments.search.posts import POSTS, FoundPost, find_posts
from comments.search.words import words_of

__all__ = ["POSTS", "FoundPost", "Index", "Wanted", "find_posts", "words_of"]
