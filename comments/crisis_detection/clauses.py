"""Clauses: the words of a text, folded, each with its clause, sentence and paragraph, and whether it is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comments.text.normalize import FoldedText, fold_disguises

ENDS_OF_SENTENCES = frozenset({".", "!", "?", ";"})
OPENING_QUOTES, CLOSING_QUOTES = frozenset("“„«"), frozenset("“”»")

_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)+"  # a number, a dose, a blood pressure
    r"|[^\W_]+(?:['@$€£|!]+[^\W_]+)*"  # a word, also in disguise
    r"|\.\.+|\n\s*\n|(?<=\s)--?(?=\s)|(?<![^\s(])'(?=\w)|(?<=[\w.!?])'(?!\w)|[.!?;,:()\[\]–—…“”„«»\"]"
)
_ODD_I = re.compile("(?<=[a-z])I+")  # a capital I in the place of an l
_ODD_L = re.compile("(?<=[A-Z])l(?=[A-Z])")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


@dataclass(slots=True)
class ParsedText:
    """A text as words. The lists have one entry for each word."""

    words: list[str] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    is_quoted: list[bool] = field(default_factory=list)
    unframed: set[int] = field(default_factory=set)  # words that no frame makes harmless


def parse_clauses(text: str) -> ParsedText:
    tokens = _TOKEN.findall(_fold(text).letters)
    return _parse(tokens, reads_quotes=True) or _parse(tokens, reads_quotes=False) or ParsedText()


def list_word_spans(text: str) -> list[tuple[int, int]]:
    """The span of each word in the text."""
    folded = _fold(text)
    return [folded.span(*found.span()) for found in _TOKEN.finditer(folded.letters) if found[0][0].isalnum()]


def _parse(tokens: list[str], *, reads_quotes: bool) -> ParsedText | None:
    """The words of the tokens; nothing if a quotation does not end within its paragraph."""
    parsed = ParsedText()
    clause = sentence = paragraph = 0
    quote = last = ""
    for token in tokens:
        first = token[0]
        if first.isalnum():
            parsed.words.append(token)
            parsed.clauses.append(clause)
            parsed.sentences.append(sentence)
            parsed.paragraphs.append(paragraph)
            parsed.is_quoted.append(bool(quote))
        elif first == "\n":
            if quote:
                return None
            clause, sentence, paragraph = clause + 1, sentence + 1, paragraph + 1
        elif first in "'\"“”„«»":
            if not reads_quotes:
                continue
            clause += 1
            if quote and (first == quote or (quote in OPENING_QUOTES and first in CLOSING_QUOTES)):
                quote = ""
                sentence += last in ENDS_OF_SENTENCES
            elif not quote and first in "'\"“„«":
                quote = first
        else:
            clause += 1
            if token in ENDS_OF_SENTENCES and not quote:  # A quotation belongs to the sentence around it.
                sentence += 1
        last = token
    return None if quote else parsed


def _fold(text: str) -> FoldedText:
    """Fold the text without lines that quote another post. Positions stay the same."""
    if ">" in text:
        own = _QUOTED_LINE.sub(lambda line: " " * len(line[0]), text)
        text = own if own.strip() else text
    if "I" in text:
        text = _ODD_I.sub(lambda letters: "l" * len(letters[0]), text)
    if "l" in text:
        text = _ODD_L.sub("I", text)
    return fold_disguises(text)
