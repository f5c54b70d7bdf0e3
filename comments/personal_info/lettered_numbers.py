"""Numbers of registers with letters in them, and the arithmetic of each country."""

import re
from collections.abc import Callable

from comments.personal_info.check_digits import is_day_of_month, sum_weighted

_SPANISH = re.compile(
    r"(?<![a-z0-9])(?=[xyz\d])([xyz]?)[ .-]?(\d{1,2}[.]?\d{3}[.]?\d{2,3})[ -]{0,1}"
    r"([a-hj-np-tv-z])(?![a-z0-9])"
)
_IRISH = re.compile(r"(?<![a-z0-9])(\d{7})[ -]?([a-w])([a-iw]?)(?![a-z0-9])")
_FINNISH = re.compile(
    r"(?<![a-z0-9])(\d\d)(\d\d)(\d\d)[-+a-fu-y](\d{3})([0-9a-fhj-npr-y])(?![a-z0-9])"
)
_GERMAN_INSURED = re.compile(r"(?<![a-z0-9])([a-z])[ ]?(\d{3}[ ]?\d{3}[ ]?\d{3})(?![a-z0-9])")
_GERMAN_PENSION = re.compile(
    r"(?<![a-z0-9])(\d\d) ?(\d\d)(\d\d)(\d\d) ?([a-z]) ?(\d{2})(\d)(?![a-z0-9])"
)
_NEW_ZEALAND = re.compile(r"(?<![a-z0-9])([a-hj-np-z]{3})(?!19|20)(\d{4})(?![a-z0-9])")
_FRENCH = re.compile(
    r"(?<![a-z0-9])([123478] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d\d ?\d{3} ?\d{3})"
    r"[ ./-]{0,2}(\d\d)(?![a-z0-9])"
)


def _spanish(letter: str, digits: str, check: str) -> bool:
    digits = digits.replace(".", "")
    if len(digits) != (7 if letter else 8):
        return False
    number = int(("" if not letter else str("xyz".index(letter))) + digits)
    return "trwagmyfpdxbnjzsqvhlcke"[number % 23] == check


def _irish(digits: str, check: str, second: str) -> bool:
    extra = (ord(second) - 96) * 9 if second and second != "w" else 0
    return (sum_weighted(digits, range(8, 1, -1)) + extra) % 23 == "wabcdefghijklmnopqrstuv".index(
        check
    )


def _finnish(day: str, month: str, year: str, serial: str, check: str) -> bool:
    if not is_day_of_month(day, month):
        return False
    return "0123456789abcdefhjklmnprstuvwxy"[int(day + month + year + serial) % 31] == check


def _german_insured(letter: str, digits: str) -> bool:
    digits = digits.replace(" ", "")
    return _crossfoot(f"{ord(letter) - 96:02}{digits[:-1]}") % 10 == int(digits[-1])


def _crossfoot(digits: str) -> int:
    """Every second digit doubled, from the left: German numbers of insured people."""
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))


def _german_pension(
    area: str, day: str, month: str, year: str, letter: str, serial: str, check: str
) -> bool:
    digits = f"{area}{day}{month}{year}{ord(letter) - 96:02}{serial}"
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    products = [int(d) * weight for d, weight in zip(digits, weights, strict=True)]
    total = sum(sum(divmod(product, 10)) for product in products)
    return total % 10 == int(check) and 1 <= int(month) <= 12


def _new_zealand(letters: str, digits: str) -> bool:
    values = ["abcdefghjklmnpqrstuvwxyz".index(letter) + 1 for letter in letters]
    total = sum(
        value * weight for value, weight in zip(values, (7, 6, 5), strict=True)
    ) + sum_weighted(digits, (4, 3, 2))
    return 11 - total % 11 == (int(digits[3]) or 10)


def _french(digits: str, key: str) -> bool:
    return int(key) == 97 - int(digits.replace(" ", "")) % 97


LETTERED_CHECKS: tuple[tuple[re.Pattern[str], Callable[..., bool]], ...] = (
    (_SPANISH, _spanish),
    (_IRISH, _irish),
    (_FINNISH, _finnish),
    (_GERMAN_INSURED, _german_insured),
    (_GERMAN_PENSION, _german_pension),
    (_NEW_ZEALAND, _new_zealand),
    (_FRENCH, _french),
)
