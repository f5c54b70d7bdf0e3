"""A trie of the entries of a word list: each edge is a word."""

from __future__ import annotations

from collections.abc import Iterator

from comments.word_lists.pattern import GAP, STAR
from comments.word_lists.tokens import UNSPACED_SCRIPT, list_forms


class TrieNode:
    """A node: the entries that end here, and the words that may follow."""

    __slots__ = ("by_prefix", "by_substring", "by_suffix", "entries", "gap", "has_children", "words")

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.has_children = False
        self.gap: TrieNode | None = None  # the node after some other words
        self.words: EdgeIndex | None = None
        # Words with a star at the end, at the beginning (stored reversed), and at both ends.
        self.by_prefix: EdgeIndex | None = None
        self.by_suffix: EdgeIndex | None = None
        self.by_substring: EdgeIndex | None = None

    def add(self, entry: str, words: list[str]) -> None:
        """Add an entry: a phrase of these words, with their stars."""
        node = self
        for word in words:
            node.has_children = True
            node = node._get_or_add_child(word)
        node.entries.append(entry)

    def get_children(self, form: str) -> Iterator[tuple[TrieNode, int, int]]:
        """Children that match a form, with the position and length of the matched part.

        The part is the whole word, except in scripts without spaces.
        """
        length = len(form)
        if self.words and form in self.words.nodes_by_form:
            for node in self.words.nodes_by_form[form]:
                yield node, 0, length
        if self.by_prefix:
            for node, _ in self.by_prefix.find_at(form, 0):
                yield node, 0, length
        if self.by_suffix:
            for node, _ in self.by_suffix.find_at(form[::-1], 0):
                yield node, 0, length
        if self.by_substring:
            is_unspaced = bool(UNSPACED_SCRIPT.match(form))
            for place in range(length):
                for node, part in self.by_substring.find_at(form, place):
                    yield (node, place, part) if is_unspaced else (node, 0, length)

    def _get_or_add_child(self, word: str) -> TrieNode:
        if word == GAP:
            self.gap = self.gap or TrieNode()
            return self.gap
        *plain, coarse = list_forms(word.strip(STAR))
        opens, closes = word.startswith(STAR), word.endswith(STAR)
        if (opens and closes) or UNSPACED_SCRIPT.search(plain[0]):
            self.by_substring = self.by_substring or EdgeIndex()
            return self.by_substring.get_or_add([*plain, coarse.strip("~")])
        if closes:
            self.by_prefix = self.by_prefix or EdgeIndex()
            return self.by_prefix.get_or_add([*plain, coarse.removesuffix("~")])
        if opens:
            self.by_suffix = self.by_suffix or EdgeIndex()
            return self.by_suffix.get_or_add([form[::-1] for form in (*plain, coarse.removeprefix("~"))])
        self.words = self.words or EdgeIndex(by_prefix=False)
        return self.words.get_or_add([*plain, coarse])


class EdgeIndex:
    """Nodes by their forms; on request, also by prefix."""

    __slots__ = ("has_single_letters", "is_by_prefix", "lengths", "nodes", "nodes_by_form")

    def __init__(self, *, by_prefix: bool = True) -> None:
        self.nodes: dict[str, TrieNode] = {}
        self.nodes_by_form: dict[str, tuple[TrieNode, ...]] = {}
        self.lengths: dict[str, set[int]] = {}
        self.is_by_prefix = by_prefix
        self.has_single_letters = False  # whether a form has one letter

    def get_or_add(self, forms: list[str]) -> TrieNode:
        """The node of the first of these forms."""
        if node := self.nodes.get(forms[0]):
            return node
        node = self.nodes[forms[0]] = TrieNode()
        for form in dict.fromkeys(forms):
            self.nodes_by_form[form] = (*self.nodes_by_form.get(form, ()), node)
            self.has_single_letters |= len(form) == 1
            if self.is_by_prefix:
                self.lengths.setdefault(form[:2], set()).add(len(form))
        return node

    def find_at(self, word: str, place: int) -> Iterator[tuple[TrieNode, int]]:
        """Nodes with a form that begins at this position, and the length of the form.

        The cost is the number of different lengths of forms with the same two first letters.
        """
        for length in self.lengths.get(word[place : place + 2], ()):
            for node in self.nodes_by_form.get(word[place : place + length], ()):
                yield node, length
        if self.has_single_letters and len(word) > place + 1:
            for node in self.nodes_by_form.get(word[place], ()):
                yield node, 1
