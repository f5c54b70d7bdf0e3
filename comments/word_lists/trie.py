"""The words and phrases that are watched for, as a tree: one word leads to the next."""

from __future__ import annotations

from collections.abc import Iterator

from comments.word_lists.pattern import GAP, STAR
from comments.word_lists.tokens import IS_UNSPACED, forms_of


class Branch:
    """What may follow after the words so far, and which entries end here."""

    __slots__ = ("begins", "closes", "entries", "gap", "goes_on", "has", "words")

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.goes_on = False
        self.gap: Branch | None = None  # what may follow after some other words
        self.words: Ways | None = None
        # Words with a star behind them, with one before (spelt from their end), and with both.
        self.begins: Ways | None = None
        self.closes: Ways | None = None
        self.has: Ways | None = None

    def grow(self, entry: str, words: list[str]) -> None:
        """Take in an entry: a phrase of these words, with their stars."""
        branch = self
        for word in words:
            branch.goes_on = True
            branch = branch._twig(word)
        branch.entries.append(entry)

    def follow(self, form: str) -> Iterator[tuple[Branch, int, int]]:
        """The branches to which a word leads, and by which part of it: where that begins, and
        its length. It is all of the word, where words have spaces between them."""
        length = len(form)
        if self.words and form in self.words.leads:
            for branch in self.words.leads[form]:
                yield branch, 0, length
        if self.begins:
            for branch, _ in self.begins.at(form, 0):
                yield branch, 0, length
        if self.closes:
            for branch, _ in self.closes.at(form[::-1], 0):
                yield branch, 0, length
        if self.has:
            is_unspaced = bool(IS_UNSPACED.match(form))
            for place in range(length):
                for branch, part in self.has.at(form, place):
                    yield (branch, place, part) if is_unspaced else (branch, 0, length)

    def _twig(self, word: str) -> Branch:
        if word == GAP:
            self.gap = self.gap or Branch()
            return self.gap
        *plain, coarse = forms_of(word.strip(STAR))
        opens, closes = word.startswith(STAR), word.endswith(STAR)
        if (opens and closes) or IS_UNSPACED.search(plain[0]):
            self.has = self.has or Ways()
            return self.has.to([*plain, coarse.strip("~")])
        if closes:
            self.begins = self.begins or Ways()
            return self.begins.to([*plain, coarse.removesuffix("~")])
        if opens:
            self.closes = self.closes or Ways()
            return self.closes.to([form[::-1] for form in (*plain, coarse.removeprefix("~"))])
        self.words = self.words or Ways(by_beginning=False)
        return self.words.to([*plain, coarse])


class Ways:
    """Branches, by each of the forms that lead to them; by how a word begins only if asked."""

    __slots__ = ("branches", "has_letters", "is_by_beginning", "leads", "lengths")

    def __init__(self, *, by_beginning: bool = True) -> None:
        self.branches: dict[str, Branch] = {}
        self.leads: dict[str, tuple[Branch, ...]] = {}
        self.lengths: dict[str, set[int]] = {}
        self.is_by_beginning = by_beginning
        self.has_letters = False  # forms of one letter

    def to(self, forms: list[str]) -> Branch:
        """The branch that is known by the first of these forms."""
        if branch := self.branches.get(forms[0]):
            return branch
        branch = self.branches[forms[0]] = Branch()
        for form in dict.fromkeys(forms):
            self.leads[form] = (*self.leads.get(form, ()), branch)
            self.has_letters |= len(form) == 1
            if self.is_by_beginning:
                self.lengths.setdefault(form[:2], set()).add(len(form))
        return branch

    def at(self, word: str, place: int) -> Iterator[tuple[Branch, int]]:
        """Those of which a form begins there, and its length. Costs as much as there are
        lengths of forms that begin with the same two letters."""
        for length in self.lengths.get(word[place : place + 2], ()):
            for branch in self.leads.get(word[place : place + length], ()):
                yield branch, length
        if self.has_letters and len(word) > place + 1:
            for branch in self.leads.get(word[place], ()):
                yield branch, 1
