"""Card numbers, IBANs and other bank account numbers."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from comments.personal_info.digits import DigitRun
from comments.personal_info.labelled_numbers import (
    MAY_HAVE_CODE,
    MIN_CARD_DIGITS,
    find_account_numbers,
    find_parts_of_accounts,
)
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("bank_accounts")

# Characters of an IBAN, by country.
_LENGTHS = {
    "al": 28, "ad": 24, "at": 20, "az": 28, "bh": 22, "be": 16, "ba": 20, "br": 29, "bg": 22,
    "cr": 22, "hr": 21, "cy": 28, "cz": 24, "dk": 18, "do": 28, "ee": 20, "fo": 18, "fi": 18,
    "fr": 27, "ge": 22, "de": 22, "gi": 23, "gr": 27, "gl": 18, "gt": 28, "hu": 28, "is": 26,
    "ie": 22, "il": 23, "it": 27, "jo": 30, "kz": 20, "xk": 20, "kw": 30, "lv": 21, "lb": 28,
    "li": 21, "lt": 20, "lu": 20, "mk": 19, "mt": 31, "mr": 27, "mu": 30, "mc": 27, "md": 24,
    "me": 22, "nl": 18, "no": 15, "pk": 24, "ps": 29, "pl": 28, "pt": 25, "qa": 29, "ro": 24,
    "sm": 27, "sa": 24, "rs": 22, "sk": 24, "si": 19, "es": 24, "se": 24, "ch": 21, "tn": 24,
    "tr": 26, "ae": 23, "gb": 22, "ua": 29, "eg": 29,
}  # fmt: skip
_IBAN = re.compile(r"(?<![a-z0-9])(?P<land>[a-z]{2})[ -]?\d{2}(?P<rest>(?:[ -]?[a-z0-9]){11,30})")
_SAYS_IBAN = re.compile(r"(?<![a-z])iban(?![a-z])")
_SAYS_CARD = re.compile("(?<![a-z])" + _WORDS.get_pattern("says_card") + "(?![a-z])")
# First digits and length of the card networks.
_CARD = re.compile(r"(?:[4-6]|2[2-7])\d{15}$|3[47]\d{13}$|3[0689]\d{12}$|[56]\d{16,18}$")
_SHAPES_OF_CARDS = ((4, 4, 4, 4), (4, 6, 5), (16,), (15,))
_SORT_CODE = re.compile(
    r"(?<![a-z])(?:sort(?: ?code)?|s/?c)[ :.#]{0,3}(?:is |no "
    r"|number )?\d\d[- ]?\d\d[- ]?\d\d(?:[ ,;.:/&\n]{0,3}(?:and |my )?(?:account|acc|acct"
    r"|a/?c)?[ .:#]{0,3}(?:number|no|num)?[ .:#]{0,3}(?:is )?\d(?:[ ]?\d){6,7})?(?!\d)"
    r"|(?<!\d)\d\d-\d\d-\d\d[ ,;/]{1,3}\d{8}(?!\d)"
)
_ACCOUNT = re.compile(
    "(?<![a-z])" + _WORDS.get_pattern("account") + "(?:[ .:#-]{0,3}" + _WORDS.get_pattern("number")
    + r"){0,4}[ .:#(-]{0,4}(?P<digits>(?!(?:19|20)\d\d[ -](?:19"
    r"|20)\d\d(?!\d))\d(?:[ -]?\d){5,27})(?!\d)(?![ -]?\d)"
)  # fmt: skip
_IFSC = re.compile(r"(?<![a-z0-9])[a-z]{4}0\d{6}(?![a-z0-9])")
_SHORT_LABELS = ("a/c", "s/c", "c/c")
_SAYS_ACCOUNT = _WORDS.get_set("says_account")
# Payment addresses of India: "name@bank", without a full stop.
_UPI = re.compile(
    "(?<![a-z0-9._-])[a-z0-9][a-z0-9._-]{1,40}@" + _WORDS.get_pattern("payment_handles") + "(?![a-z0-9.])"
)


def find_accounts(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    if "@" in text:
        yield from (match.span() for match in _UPI.finditer(text))
    if not normalized.has_digits:
        return
    if not MAY_HAVE_CODE.search(normalized.text):
        return
    yield from _find_ibans(normalized)
    found = [match.span() for form in (_SORT_CODE, _IFSC) for match in form.finditer(text)]
    if normalized.words & _SAYS_ACCOUNT or any(label in text for label in _SHORT_LABELS):
        found += [match.span("digits") for match in _ACCOUNT.finditer(text)]
        found += find_account_numbers(normalized)
    for run in normalized.runs:
        if sum(run.lengths) >= MIN_CARD_DIGITS:
            found += [card.span for card in _list_cards(run) if _is_card(normalized, card)]
    yield from found
    if found:
        yield from find_parts_of_accounts(normalized)


def _find_ibans(normalized: NormalizedText) -> Iterator[Span]:
    """IBANs of the right length, with valid check digits or the word "IBAN" before them."""
    for match in _IBAN.finditer(normalized.lower):
        length = _LENGTHS.get(match["land"], 0)
        places = [place for place, sign in enumerate(match[0]) if sign not in " -"][:length]
        if not length or len(places) < length:
            continue
        end = match.start() + places[-1] + 1
        code = "".join(match[0][place] for place in places)
        said = normalized.find_before(_SAYS_IBAN, match.start(), 20)
        if not normalized.text[end : end + 1].isalnum() and (said or mod_97_10.is_valid(code[4:] + code[:4])):
            yield match.start(), end


def _list_cards(run: DigitRun) -> Iterator[DigitRun]:
    """Possible card numbers, also with the expiry month and security code right after them."""
    for line in run.lines():
        if 13 <= len(line.digits) <= 19:
            yield line
        for shape in _SHAPES_OF_CARDS:
            rest = line.lengths[len(shape) :]
            is_back = 1 <= len(rest) <= 3 and rest[0] < 4 and max(rest) <= 4
            if is_back and line.lengths[: len(shape)] == shape:
                yield line.part(0, len(shape) - 1)


def _is_card(normalized: NormalizedText, run: DigitRun) -> bool:
    said = bool(normalized.find_before(_SAYS_CARD, run.span[0], 30))
    if said and (len(run.lengths) == 1 or run.lengths[:3] == (4, 4, 4)):
        return True
    grouped = said or len(run.lengths) == 1 or run.lengths[0] == 4
    return grouped and luhn.is_valid(run.digits) and bool(_CARD.match(run.digits))
