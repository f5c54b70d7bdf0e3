"""Detectors of personal information in a text, and its redaction. No Django, no models."""

from comments.personal_info.finder import find_personal_info, redact
from comments.personal_info.match import PersonalInfoKind, PersonalInfoMatch
from comments.personal_info.remainders import Remainder, find_remainders, remove_remainders

__all__ = [
    "PersonalInfoKind",
    "PersonalInfoMatch",
    "Remainder",
    "find_personal_info",
    "find_remainders",
    "redact",
    "remove_remainders",
]
