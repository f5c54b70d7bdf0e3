"""Personal information in what people write: where it stands, and the text without it.

Pure: no Django, and nothing else of ours.
"""

from comments.personal_info.finder import find_personal_info, redact
from comments.personal_info.match import PersonalInfoKind, PersonalInfoMatch

__all__ = ["PersonalInfoKind", "PersonalInfoMatch", "find_personal_info", "redact"]
