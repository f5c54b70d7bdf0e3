"""Numbers of registers that are digits only: how each country writes and checks them."""

from collections.abc import Callable
from typing import NamedTuple

from comments.personal_info.check_digits import (
    is_day_of_month,
    is_iso_11_10_valid,
    is_luhn_valid,
    is_verhoeff_valid,
    sum_weighted,
)


def _nhs(digits: str) -> bool:
    check = 11 - sum_weighted(digits[:9], range(10, 1, -1)) % 11
    return digits[0] in "4679" and check % 11 == int(digits[9]) and check != 10


def _nhs_in_use(digits: str) -> bool:
    """Without gaps it looks like a phone number of India, if it begins with 9."""
    return digits[0] != "9" and _nhs(digits)


def _medicare_australia(digits: str) -> bool:
    return digits[0] in "23456" and sum_weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(
        digits[8]
    )


def _austrian(digits: str) -> bool:
    check = sum_weighted(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
    return (
        digits[0] != "0" and check == int(digits[3]) and is_day_of_month(digits[4:6], digits[6:8])
    )


def _northern(digits: str) -> bool:
    """Sweden, with its check digit, and Denmark, which has run out of them."""
    sweden = is_day_of_month(digits[4:6], digits[2:4]) or is_day_of_month(
        str(int(digits[4:6]) - 60), digits[2:4]
    )
    return (sweden and is_luhn_valid(digits)) or is_day_of_month(digits[:2], digits[2:4])


def _czech(digits: str) -> bool:
    return int(digits) % 11 == 0 and is_day_of_month(digits[4:6], str(int(digits[2:4]) % 50))


def _norwegian(digits: str) -> bool:
    first = -sum_weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -sum_weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return is_day_of_month(digits[:2], digits[2:4]) and f"{first}{second}" == digits[9:]


def _polish(digits: str) -> bool:
    check = -sum_weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return check == int(digits[10]) and is_day_of_month(digits[4:6], str(int(digits[2:4]) % 20))


def _german_tax(digits: str) -> bool:
    most = max(digits[:10].count(digit) for digit in set(digits[:10]))
    return digits[0] != "0" and 2 <= most <= 3 and is_iso_11_10_valid(digits)


def _belgian(digits: str) -> bool:
    rests = {97 - int(century + digits[:9]) % 97 for century in ("", "2")}
    return int(digits[9:]) in rests and int(digits[2:4]) <= 12


def _brazilian(digits: str) -> bool:
    first = sum_weighted(digits, range(10, 1, -1)) * 10 % 11 % 10
    second = sum_weighted(digits, range(11, 1, -1)) * 10 % 11 % 10
    return f"{first}{second}" == digits[9:]


def _south_african(digits: str) -> bool:
    return (
        is_day_of_month(digits[4:6], digits[2:4]) and digits[10] in "012" and is_luhn_valid(digits)
    )


def _swiss(digits: str) -> bool:
    return digits.startswith("756") and sum_weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def _swedish_long(digits: str) -> bool:
    return (
        digits[:2] in {"18", "19", "20"}
        and is_day_of_month(digits[6:8], digits[4:6])
        and is_luhn_valid(digits[2:])
    )


def _american(digits: str) -> bool:
    return (
        digits[:3] not in {"000", "666"}
        and digits[0] != "9"
        and digits[3:5] != "00"
        and digits[5:] != "0000"
    )


def _aadhaar(digits: str) -> bool:
    return digits[0] in "23456789" and is_verhoeff_valid(digits)


class NumberFormat(NamedTuple):
    """How a country writes its numbers: groups of digits, signs in the gaps, arithmetic."""

    shapes: set[str]
    signs: set[str]
    agrees: Callable[[str], bool]


# By how many digits there are.
FORMATS_BY_LENGTH: dict[int, list[NumberFormat]] = {
    9: [
        NumberFormat({"3 2 4"}, {"-"}, _american),
        NumberFormat({"3 3 3"}, {"-"}, is_luhn_valid),  # Canada
    ],
    10: [
        NumberFormat({"3 3 4"}, {"", "-"}, _nhs),
        NumberFormat({"10"}, {""}, _nhs_in_use),
        NumberFormat({"4 5 1"}, {"", "-"}, _medicare_australia),
        NumberFormat({"4 6", "4 2 2 2"}, {"", "/"}, _austrian),
        NumberFormat({"6 4", "2 2 2 4"}, {"-"}, _northern),
        NumberFormat({"6 4"}, {"/"}, _czech),
    ],
    11: [
        NumberFormat({"11", "6 5"}, {""}, _norwegian),
        NumberFormat({"11"}, {""}, _polish),
        NumberFormat({"11", "2 3 3 3"}, {""}, _german_tax),
        NumberFormat({"11", "2 2 2 3 2", "6 3 2"}, {"", "-", "-."}, _belgian),
        NumberFormat({"11", "3 3 3 2"}, {"", "-", "-."}, _brazilian),
        NumberFormat({"4 5 1 1"}, {"", "-", "/"}, _medicare_australia),
    ],
    12: [
        NumberFormat({"12", "4 4 4"}, {"", "-"}, _aadhaar),
        NumberFormat({"12", "8 4"}, {"", "-"}, _swedish_long),
    ],
    13: [
        NumberFormat({"13", "6 4 3", "6 4 2 1", "6 4 1 1 1"}, {""}, _south_african),
        NumberFormat({"13", "3 4 4 2"}, {"", ".", "-"}, _swiss),
    ],
}
