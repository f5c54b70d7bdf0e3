"""What counts as personal, and one place in a text that looks like it."""

from dataclasses import dataclass
from enum import StrEnum


class PersonalInfoKind(StrEnum):
    EMAIL = "email"
    ACCOUNT = "account"  # a card or a bank account
    NUMBER = "number"  # of a national register, a health service or an insurance
    BIRTH = "birth"
    ADDRESS = "address"
    PHONE = "phone"
    CLINICIAN = "clinician"  # named, and with the place where they work


@dataclass(frozen=True, slots=True)
class PersonalInfoMatch:
    """`text` is what stands from `start` to `end` in the source, as its author wrote it."""

    kind: PersonalInfoKind
    start: int
    end: int
    text: str
