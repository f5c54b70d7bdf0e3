"""Full-text search: query words, an index in each database, ranking and snippets."""

from comments.search.comments import COMMENT_INDEX, FoundComment, search_comments
from comments.search.definitions import SearchIndex
from comments.search.query_words import parse_query
from comments.search.snippets import SearchTerms

__all__ = ["COMMENT_INDEX", "FoundComment", "SearchIndex", "SearchTerms", "parse_query", "search_comments"]
