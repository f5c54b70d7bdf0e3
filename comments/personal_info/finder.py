"""Finding personal information in a text, and taking it out."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from comments.personal_info.addresses import addresses
from comments.personal_info.bank_accounts import accounts
from comments.personal_info.birth_dates import births
from comments.personal_info.clinicians import clinicians
from comments.personal_info.emails import emails
from comments.personal_info.id_numbers import registers
from comments.personal_info.match import Kind, Place
from comments.personal_info.normalized_text import Reading, Span
from comments.personal_info.phones import phones

# What an earlier one finds, a later one does not see: what is surest stands first.
FINDERS: tuple[tuple[Kind, Callable[[Reading], Iterator[Span]]], ...] = (
    (Kind.EMAIL, emails),
    (Kind.ACCOUNT, accounts),
    (Kind.NUMBER, registers),
    (Kind.BIRTH, births),
    (Kind.ADDRESS, addresses),
    (Kind.PHONE, phones),
    (Kind.CLINICIAN, clinicians),
)
NUMBERED = {Kind.NUMBER, Kind.BIRTH}
# Taking something out may uncover something else; so we look until nothing is left.
MOST_ROUNDS = 4
_WOULD_BE_A_LINK = ("(", "[", ":")


def find(text: str) -> list[Place]:
    """All that looks personal, in order, as the author wrote it. Time grows with the length."""
    reading = Reading.of(text)
    places: list[Place] = []
    for _ in range(MOST_ROUNDS):
        found = len(places)
        for kind, finder in FINDERS:
            if kind in NUMBERED and not reading.has_digits:
                continue
            spans = _joined(finder(reading))
            for span in spans:
                start, end = reading.in_source(span)
                places.append(Place(kind, start, end, text[start:end]))
            reading = reading.without(spans)
        if len(places) == found:
            break
    return sorted(places, key=lambda place: place.start)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def take_out(text: str, places: Iterable[Place], marks: Mapping[Kind, str]) -> str:
    """The text with a mark, "[phone number removed]", for each place, and the rest untouched."""
    pieces, at = [], 0
    for place in sorted(places, key=lambda place: place.start):
        mark = marks[place.kind]
        # Brackets of ours must not become the words of a link.
        space = " " if text.startswith(_WOULD_BE_A_LINK, place.end) else ""
        pieces += [text[at : place.start], mark, space]
        at = place.end
    return "".join(pieces) + text[at:]
