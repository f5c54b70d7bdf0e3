"""Detectors of personal information in a text, and its redaction. No Django, no models."""

from comments.personal_info.finder import find_personal_info, redact
from comments.personal_info.match import PersonalInfoKind, PersonalInfoMatch

__all__ = ["PersonalInfoKind", "PersonalInfoMatch", "find_personal_info", "redact"]
