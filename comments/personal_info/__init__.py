"""Personal information in what people write: where it stands, and the text without it.

Pure: no Django, and nothing else of ours.
"""

from comments.personal_info.finder import find, take_out
from comments.personal_info.match import Kind, Place

__all__ = ["Kind", "Place", "find", "take_out"]
