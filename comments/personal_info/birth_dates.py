"""Dates of birth: dates beside words such as "born". Other dates are not personal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("birth_dates")

_MONTH = _WORDS.get_pattern("months")
_ROMAN = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?:st|nd|rd|th|er|eme|ste|de|e|o|\.)"
_YEAR = r"(?:'?(?:18|19|20)\d\d|'?\d\d)(?!\d|[.,:/-]\d)"
_YEAR_IN_WORDS = _WORDS.get_pattern("years_in_words") + "(?![a-z])"
_ANY_YEAR = r"(?:" + _YEAR + "|" + _YEAR_IN_WORDS + ")"
_OF = r"(?:(?:of |de |del |d'|den |di |van |day of |do |dnia )(?:the )?)?"
_YEAR_OF = (
    r"(?:(?:,? ?(?:of |de |del |do |do roku |roku |in |in the year |im jahre? |l'an |year |el ano |dell'anno )?))"
)
_FULL_DATE = (
    # 12.5.1961, 12 05 61, 5/12/1961, 1961-05-12, 3.IV.58
    r"(?:" + _DAY + r"\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]{1,2}\s?" + _YEAR
    + r"|(?:0?[1-9]|1[0-2])\s?[./-]\s?" + _DAY + r"\s?[./-]\s?" + _YEAR
    + r"|(?:18|19|20)\d\d\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]\s?" + _DAY + r"(?!\d)"
    + r"|" + _DAY + r"[./-]\s?" + _ROMAN + r"[./-]\s?" + _YEAR + "|" + _DAY + " " + _ROMAN + r" (?:18|19|20)\d\d(?!\d)"
    # 12th of May 1961, 12. Mai 61, 7th of the 4th 1961
    + r"|" + _DAY + _ORDINAL + r"?[ ./-]{0,2}" + _OF + _MONTH + r"\.?[ ,./-]{0,3}" + _YEAR_OF + _ANY_YEAR
    + r"|" + _DAY + _ORDINAL + r"? (?:of|day of) the (?:0?[1-9]|1[0-2])" + _ORDINAL + r"?,? " + _YEAR_OF + _YEAR
    + r"|(?:18|19|20)\d\d[ -]" + _MONTH + r"[ -]\d{1,2}(?!\d)"
    + r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]"
    r"|[12]\d|3[01])(?!\d)"
    r")"
)  # fmt: skip
_IN_WORDS = (
    r"(?:" + _WORDS.get_pattern("days_in_words") + r" " + _OF + "(?:" + _MONTH + r"|"
    + _WORDS.get_pattern("days_in_words")
    + r"),? ?" + _YEAR_OF + _ANY_YEAR
    # May 12th, 1961
    + r"|" + _MONTH + r"\.?[ -]{0,2}(?:the )?(?:" + _DAY + r"(?:st|nd|rd|th)?|" + _WORDS.get_pattern("days_in_words")
    + r")(?:[ ,.-]{1,3}" + _YEAR_OF + r"|[ ,.-]{1,3})" + _ANY_YEAR
    + r"|(?:christmas(?: day| eve)?|boxing day|new year'?s (?:day|eve)|hallowe'?en|valentine'?s(?: day)?) "
    + _YEAR_OF + _YEAR
    + r")"
)  # fmt: skip
_DAY_AND_MONTH = (
    r"(?:" + _DAY + _ORDINAL + r"?[ ./-]{0,2}" + _OF + _MONTH + r"(?![a-z])"
    r"|" + _DAY + r"\.\s?(?:0?[1-9]|1[0-2])\.|" + _DAY + r"/(?:0?[1-9]|1[0-2])(?![\d/]))"
)  # fmt: skip
_PLACES = re.compile(r"(?<![a-z0-9./-])['\d]|(?<=[a-z]-)\d")
_FULL = re.compile(_FULL_DATE)
_WORDY_DATE = re.compile(r"(?<![a-z0-9-])(?=[a-z])" + _IN_WORDS)
_SHORT = re.compile(_DAY_AND_MONTH)
_NAME_OF_MONTH = re.compile(r"(?<![a-z])(?:" + _MONTH + r"(?![a-z])|christmas|boxing day|new year|hallowe|valentine)")
_SIX_DIGITS = re.compile(r"[ :]{1,2}(\d{6})(?!\d)")
_MONTH_FIRST = re.compile(r"(?<![a-z0-9./-])" + _MONTH + r"\.? (?:the )?" + _DAY + r"(?:st|nd|rd|th)?(?!\d)")
_MONTH_AND_YEAR = re.compile(
    r"(?<![a-z0-9./-])(?:(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)|(?:19\d\d|200\d)(?![\d/-])|"
    + _MONTH
    + r" (?:19|20)\d\d(?!\d)"
    r"|\d{6}(?!\d))"
)
_WEEKDAY = re.compile(r"(?<![a-z])" + _WORDS.get_pattern("date_fillers") + r",? (?:the |den |le |el |il |de |o )?$")
_LABEL_END = r"(?![a-z])"
_CERTAIN = re.compile("(?<![a-z])" + _WORDS.get_pattern("certain_labels") + r"(?:'s)?" + _LABEL_END)
_VERB = re.compile("(?<![a-z])" + _WORDS.get_pattern("birth_verbs") + _LABEL_END)
_BIRTHDAY = re.compile("(?<![a-z])" + _WORDS.get_pattern("birthdays") + _LABEL_END)
_OTHER_BIRTH = re.compile("(?<![a-z])" + _WORDS.get_pattern("other_births") + r"[ -]{0,2}\"?$")
_ANIMAL = re.compile("(?<![a-z])" + _WORDS.get_pattern("animals") + r"(?![a-z])")
_NO_PERSON = re.compile(
    "(?<![a-z])(?:" + _WORDS.get_pattern("animals") + "|" + _WORDS.get_pattern("no_persons") + r")(?:'s)?(?![a-z])"
)
_EVENT = re.compile("(?<![a-z])" + _WORDS.get_pattern("events") + r"(?![a-z])")
_HISTORY = re.compile("(?<![a-z])" + _WORDS.get_pattern("history") + r"(?![a-z])")
_YEAR_APART = re.compile(
    r"[ ,.(]{1,3}(?:[a-z']{1,12} ){0,4}?(?:"
    + _WORDS.get_pattern("years_apart")
    + r")?[ :,(]{0,2}(?P<year>'?(?:19|20)\d\d|'\d\d|(?<=del )\d\d)(?!\d)"
)
_YEAR_EARLIER = re.compile(
    r"(?<![a-z])(?:jg|jahrgang|baujahr|bouwjaar|classe|class of|vintage|rocznik|quinta del"
    r"|annee|ano|year|born in|nacid[oa] en)"
    r"[ .:]{1,2}(?P<year>'?(?:(?:19|20)\d\d|\d\d))(?![\d.,/-]\d|\d)"
)
_SEX = re.compile(r"(?:^|[\s(,;/])" + _WORDS.get_pattern("sexes") + r"[\s,;:/]{1,3}$")
_SEX_AFTER = re.compile(r"[ ,;/(]{1,3}" + _WORDS.get_pattern("sexes") + r"(?:[,;)./ \n]|$)")
_STAR = re.compile(r"(?<![\w*])\*\s?$")
# Texts without a word for birth: a year long ago, or "F," before a date.
_MAY_BE_BIRTH = re.compile(
    r"(?:19[1-4]\d|195[0-7])(?!\d)|(?<![a-z])(?:" + _WORDS.get_pattern("sexes")
    + r"|b\.|f\.|d\.? ?o\.? ?b)[ ,;/:(]{1,3}\d|\d\d[ ,;/)]{1,3}"
    + _WORDS.get_pattern("sexes") + r"(?:[,;)./ \n]|$)"
)  # fmt: skip
_OLD_YEAR = re.compile(r"(?:19[1-4]\d|195[0-7])(?!\d)")
_SENTENCE_END = re.compile(
    r"(?:(?<![ .(:][a-z])(?<!^[a-z])(?<!geb)(?<! ur)(?<!nac)(?<!dat)(?<!sept)(?<!\d)\.|[!?])(?=\s+[^\s\d])|\n\s*\n"
)
_BIRTH_WORDS = _WORDS.get_set("date_birth_words")
_MONTH_WORDS = _WORDS.get_set("month_words")
_CERTAIN_STEMS = tuple(_WORDS.get_set("certain_stems"))
_BEFORE_CHARS, _AFTER_CHARS = 75, 60


class _Date(NamedTuple):
    start: int
    end: int
    is_full: bool


def find_birth_dates(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    says_birth = bool(normalized.words & _BIRTH_WORDS) or "*" in text or ".o.b" in text
    if not says_birth and not (normalized.has_digits and _MAY_BE_BIRTH.search(text)):
        return
    dates = list(_list_dates(normalized))
    if not dates and not normalized.has_digits:
        return
    labels = (_CERTAIN, _VERB, _BIRTHDAY, _MAY_BE_BIRTH)
    if "*" not in text and not any(label.search(text) for label in labels):
        return
    for date in dates:
        if _is_birth(text, date):
            yield _add_weekday(text, date)
            if not date.is_full and (year := _YEAR_APART.match(text, date.end)):
                yield year.span("year")
        elif not date.is_full and (earlier := _find_year_earlier(text, date)):
            yield earlier
            yield date.start, date.end
        elif date.is_full and _is_old_date(text, date):
            yield date.start, date.end
    yield from _find_beside_labels(text, dates)


def _find_year_earlier(text: str, date: _Date) -> Span | None:
    """The year before a birthday: "class of 1953, birthday 10 October"."""
    year = _YEAR_EARLIER.search(text, max(0, date.start - 48), date.start)
    if not year or not (_VERB.search(text, year.end(), date.start) or _BIRTHDAY.search(text, year.end(), date.start)):
        return None
    return year.span("year")


def _list_dates(normalized: NormalizedText) -> Iterator[_Date]:
    text = normalized.lower
    end = 0
    found: list[tuple[int, int, bool]] = []
    for place in _PLACES.finditer(text) if normalized.has_digits else ():
        if match := _FULL.match(text, place.start()):
            found.append((*match.span(), True))
        elif match := _SHORT.match(text, place.start()):
            found.append((*match.span(), False))
    if normalized.words & _MONTH_WORDS:
        months = [match.span() for match in _NAME_OF_MONTH.finditer(text)]
        for begin, last in normalized.get_surroundings(months, 40, 90):
            found += [(*match.span(), True) for match in _WORDY_DATE.finditer(text, begin, min(last, len(text)))]
            found += [(*match.span(), False) for match in _MONTH_FIRST.finditer(text, begin, min(last, len(text)))]
    for start, stop, is_full in sorted(found, key=lambda date: (date[0], -date[1])):
        if start >= end:
            yield _Date(start, stop, is_full)
            end = stop


def _find_beside_labels(text: str, dates: list[_Date]) -> Iterator[Span]:
    """A year, a month and year, or six digits right after "date of birth:"."""
    taken = {date.start for date in dates}
    for match in _SIX_DIGITS.finditer(text):
        if _last(_VERB, text[max(0, match.start() - 16) : match.start()], at_end=True):
            yield match.span(1)
    if not any(stem in text for stem in _CERTAIN_STEMS):
        return
    for label in _CERTAIN.finditer(text):
        date = _MONTH_AND_YEAR.search(text, label.end(), label.end() + 30)
        if date and date.start() not in taken:
            gap = text[label.end() : date.start()].strip(" .")
            if not re.search(r"[\d.!?\n\ufffc]", gap):
                yield date.span()


def _is_birth(text: str, date: _Date) -> bool:
    begin = max(0, date.start - _BEFORE_CHARS)
    before, after = text[begin : date.start], text[date.end : date.end + _AFTER_CHARS]
    if _STAR.search(before) and date.is_full and not after.startswith("*"):
        return True
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    sentence = before[ends[-1] :] if ends else before
    earlier = before[ends[-2] if len(ends) > 1 else 0 : ends[-1]] if ends else ""
    stop = _SENTENCE_END.search(after)
    rest = after[: stop.start()] if stop else after
    following = after[stop.end() : stop.end() + 40] if stop else ""
    if _is_of_no_person(text, date, before):
        return False
    return (
        _has_label_before(sentence, date, text)
        or _has_label_after(rest, date, before=sentence)
        or (date.is_full and _has_label_in_next_sentence(earlier, following, sentence, rest))
        or (date.is_full and _is_beside_sex(before, after, text[date.start : date.end]))
    )


def _has_label_before(sentence: str, date: _Date, text: str) -> bool:
    certain = _last(_CERTAIN, sentence)
    if certain:
        gap = sentence[certain.end() :]
        is_other = _OTHER_BIRTH.search(sentence[: certain.start()])
        if (
            not is_other
            and not _has_date(gap)
            and (date.is_full or len(gap) <= 8)
            and (len(gap) < 16 or not _EVENT.search(gap))
        ):
            return True
    verb = _last(_VERB, sentence)
    if verb and date.is_full and not _OTHER_BIRTH.search(sentence[: verb.start()]):
        gap = sentence[verb.end() :]
        if verb[0] in {"ne", "nee"} and gap[:1] in {",", "."}:  # Dutch
            return False
        if verb[0] == "b." and not re.search(r"(?:19\d\d|\D[2-9]\d)$", text[date.start : date.end]):
            return False
        limit = 12 if len(verb[0]) <= 3 and verb[0] not in {"ur.", "geb"} else 60
        is_with = re.match(r" (?:with|mit|avec|con|met|z|com)(?![a-z])", gap) and len(gap) > 25
        return (
            len(gap) <= limit + 20 * (verb[0] in {"ne", "nee", "nato", "nata"})
            and not _has_date(gap)
            and not _EVENT.search(gap)
            and not is_with
        )
    birthday = _last(_BIRTHDAY, sentence)
    if birthday and not _OTHER_BIRTH.search(sentence[: birthday.start()]):
        gap = sentence[birthday.end() :]
        if (
            len(gap) > 40
            or _has_date(gap)
            or _EVENT.search(gap)
            or re.search(r"(?:gift|present|party|dinner|cake|card)", gap)
        ):
            return False
        return _is_birthday(text, date, birthday[0], sentence)
    return False


def _has_label_after(rest: str, date: _Date, *, before: str) -> bool:
    certain = _CERTAIN.search(rest)
    if certain and certain.start() <= 45 and date.is_full and not _has_date(rest[: certain.start()]):
        return True
    verb = _VERB.search(rest)
    if verb and date.is_full and verb.start() <= 45 and len(verb[0]) > 2:
        gap = rest[: verb.start()]
        is_other = _OTHER_BIRTH.search(gap) or _EVENT.search(gap) or re.match(r"[,;]? (?:and|und|et|y|e|en) ", gap)
        is_with = re.match(r" (?:with|mit|avec|con|met) ", rest[verb.end() :]) and "," in gap
        if not is_other and not is_with and not _has_date(gap) and not _EVENT.search(before[-25:]):
            return True
    birthday = _BIRTHDAY.search(rest)
    if birthday and birthday.start() <= 40 and not _OTHER_BIRTH.search(rest[: birthday.start()]):
        gap = rest[: birthday.start()]
        if _EVENT.search(gap) or _has_date(gap) or _EVENT.search(before[-25:]):
            return False
        word = birthday[0]
        if re.match(r"(?:werde|wurde|turn|compi|fais|fa[cz]o|fiz|cumpl[oei]|jarig|fete|anos)(?!a)", word):
            return (
                not date.is_full
                and bool(re.search(r"(?<!\d)[1-9]\d(?!\d)", rest))
                and bool(re.search(r"(?:werde|turn|fa[cz]o|fais|cumplo|compio)", word + before))
            )
        if not date.is_full:
            return word != "baby" and bool(re.search(r"(?<!\d)(?:19\d\d|20[0-2]\d)(?!\d)", rest[:40] + before[-40:]))
        return (
            (word == "baby" and birthday.start() <= 3)
            or "birth" in word
            or "bday" in word
            or (
                word not in {"baby"}
                and bool(re.search(r"(?<![a-z])(?:my|mein|mon|mi|mio|mijn|moje|meu|his|her|our)(?![a-z])", gap + rest))
            )
        )
    return False


def _has_label_in_next_sentence(earlier: str, following: str, sentence: str, rest: str) -> bool:
    """The label is a sentence of its own: "My birthday? …"; "…. Yes, that is my birthday."."""
    is_short = len(sentence.strip()) <= 30 and not _EVENT.search(sentence) and not _EVENT.search(rest)
    asked = earlier.rstrip().endswith(("?", ":")) or len(earlier.split()) <= 7
    if (
        is_short
        and asked
        and (
            _CERTAIN.search(earlier)
            or re.search(
                r"(?<![a-z])(?:my|your|mein|mon|mi|mio|mijn|meu) (?:birth ?day|geburtstag|anniversaire"
                r"|cumpleanos|compleanno|verjaardag|aniversario)",
                earlier,
            )
        )
    ):
        return not _OTHER_BIRTH.search(earlier[: len(earlier) // 2])
    return is_short and bool(
        re.search(
            r"(?:that'?s|that is|is|it'?s) my (?:birth ?day|date of birth|dob|birth ?date)|when i was born"
            r"|mein geburts|mon anniversaire|ma date de naissance|mi cumple|il mio compleanno|mijn verjaardag"
            r"|moje urodziny|meu aniversario",
            following,
        )
    )


def _is_birthday(text: str, date: _Date, word: str, sentence: str) -> bool:
    """Whether a birthday tells the date of birth: a year or an age is said, too."""
    near = text[max(0, date.start - 60) : date.start] + " " + text[date.end : date.end + 40]
    if word == "baby" or word.endswith("vintage"):
        return False
    if re.match(r"(?:werde|wurde|turn|compi|fais|fa[cz]o|fiz|cumpl[oei]|jarig|fete|anos)(?!a)", word):
        return bool(
            re.search(r"(?<!\d)[1-9]\d(?!\d)|(?:19|20)\d\d", near if not date.is_full else near + sentence)
        ) and (
            not date.is_full
            or bool(re.search(r"[1-9]\d", sentence) or re.match("werde|compi|fa[cz]o|fais|cumplo", word))
        )
    if date.is_full:
        return True
    return bool(_YEAR_APART.match(text, date.end))


def _is_beside_sex(before: str, after: str, date: str) -> bool:
    """A list such as "F, 12/05/61, AVR 2019"."""
    if not re.search(r"(?:19\d\d|\D[2-9]\d)$", date) or _EVENT.search(before[-30:]):
        return False
    return bool(_SEX.search(before)) or bool(_SEX_AFTER.match(after))


def _is_old_date(text: str, date: _Date) -> bool:
    """Whether no operation, but only a birth may be that long ago, and the text is about a person."""
    if not _OLD_YEAR.search(text, date.start, date.end) or date.end - date.start < 8:
        return False
    near = text[max(0, date.start - 100) : date.end + 100]
    return not (
        _HISTORY.search(near)
        or _NO_PERSON.search(near)
        or _EVENT.search(near[max(0, min(100, date.start) - 30) : min(100, date.start)])
    )


def _is_of_no_person(text: str, date: _Date, before: str) -> bool:
    """Whether an animal, a device or somebody of public life was born."""
    if re.search(r"(?<!\d)(?:1[0-8]\d\d|190\d)(?!\d)", text[date.start : date.end]):
        return True
    begin = before.rfind("\n") + 1
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    subject = before[max(begin, ends[-1] if ends else 0) :]
    match = _last(_NO_PERSON, subject)
    if match and not re.search(
        r"(?<![a-z])(?:i|ich|je|ik|my (?:son|daughter|mother|father|husband|wife)) (?:was |am |bin |suis |ben )?",
        subject[match.end() :],
    ):
        return True
    stop = _SENTENCE_END.search(text, date.end, date.end + 60)
    after = text[date.end : stop.start() if stop else date.end + 60]
    other = _ANIMAL.search(after[:24])
    return (
        bool(other)
        and not re.search(r"(?<![a-z])(?:i|ich|je|ik|my|mein|mon|mi|me)(?![a-z])", subject)
        and not _CERTAIN.search(subject)
    )


def _has_date(gap: str) -> bool:
    return bool(re.search(r"\d{3}|\d[./]\d", gap))


def _last(words: re.Pattern[str], text: str, *, at_end: bool = False) -> re.Match[str] | None:
    last = None
    for match in words.finditer(text):
        last = match
    return last if last and (not at_end or last.end() == len(text)) else None


def _add_weekday(text: str, date: _Date) -> Span:
    weekday = _WEEKDAY.search(text, max(0, date.start - 20), date.start)
    start = weekday.start() if weekday else date.start
    return start, date.end
