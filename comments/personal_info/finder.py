"""Find personal information in a text, and redact it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat

from comments.personal_info.addresses import find_addresses
from comments.personal_info.bank_accounts import find_accounts
from comments.personal_info.birth_dates import find_birth_dates
from comments.personal_info.clinicians import find_clinicians
from comments.personal_info.emails import find_emails
from comments.personal_info.id_numbers import find_id_numbers
from comments.personal_info.match import PersonalInfoKind, PersonalInfoMatch
from comments.personal_info.normalized_text import NormalizedText, Span, join_overlapping
from comments.personal_info.phones import find_phones
from comments.personal_info.profiles import find_profiles

# The most certain first: later detectors skip what earlier ones have found.
DETECTORS: tuple[tuple[PersonalInfoKind, Callable[[NormalizedText], Iterator[Span]]], ...] = (
    (PersonalInfoKind.PROFILE, find_profiles),
    (PersonalInfoKind.EMAIL, find_emails),
    (PersonalInfoKind.ACCOUNT, find_accounts),
    (PersonalInfoKind.NUMBER, find_id_numbers),
    (PersonalInfoKind.BIRTH, find_birth_dates),
    (PersonalInfoKind.ADDRESS, find_addresses),
    (PersonalInfoKind.PHONE, find_phones),
    (PersonalInfoKind.CLINICIAN, find_clinicians),
)
NEEDS_DIGITS = {PersonalInfoKind.NUMBER}
# Redaction may uncover something else, so the search is repeated until nothing is left.
MAX_ROUNDS = 4
LINK_STARTS = ("(", "[", ":")


def find_personal_info(text: str) -> list[PersonalInfoMatch]:
    """All matches, in the order of the text. Time grows linearly with the length."""
    normalized = NormalizedText.from_source(text)
    matches: list[PersonalInfoMatch] = []
    unchanged = 0  # detectors in a row that have found nothing in the text as it is now
    for kind, detector in chain.from_iterable(repeat(DETECTORS, MAX_ROUNDS)):
        spans = [] if kind in NEEDS_DIGITS and not normalized.has_digits else join_overlapping(detector(normalized))
        for span in spans:
            start, end = normalized.to_source_span(span)
            matches.append(PersonalInfoMatch(kind, start, end, text[start:end]))
        normalized = normalized.remove_spans(spans)
        unchanged = 0 if spans else unchanged + 1
        if unchanged == len(DETECTORS):
            break
    return sorted(matches, key=lambda match: match.start)


def redact(text: str, matches: Iterable[PersonalInfoMatch], marks: Mapping[PersonalInfoKind, str]) -> str:
    """Replace each match by a mark such as "[phone number removed]"; keep the rest."""
    pieces, at = [], 0
    for match in sorted(matches, key=lambda match: match.start):
        mark = marks[match.kind]
        # Otherwise the brackets of the mark could become the text of a link.
        space = " " if text.startswith(LINK_STARTS, match.end) else ""
        pieces += [text[at : match.start], mark, space]
        at = match.end
    return "".join(pieces) + text[at:]
