"""Kinds of personal information, and a match in a text."""

from dataclasses import dataclass
from enum import StrEnum


class PersonalInfoKind(StrEnum):
    PROFILE = "profile"  # in a social network
    EMAIL = "email"
    ACCOUNT = "account"  # a card or a bank account
    NUMBER = "number"  # of a national register, a health service or an insurance
    BIRTH = "birth"
    ADDRESS = "address"
    PHONE = "phone"
    CLINICIAN = "clinician"  # named, and with the place where they work


@dataclass(frozen=True, slots=True)
class PersonalInfoMatch:
    """A match: `text` is the part of the source from `start` to `end`."""

    kind: PersonalInfoKind
    start: int
    end: int
    text: str
