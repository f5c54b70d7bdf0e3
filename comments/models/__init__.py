from comments.models.ban import Ban
from comments.models.comment import AlreadyDecided, Comment, TextHasChanged
from comments.models.decision import Decision
from comments.models.footprint import Footprint
from comments.models.letter import Letter
from comments.models.origin import Origin
from comments.models.thread import Thread

__all__ = [
    "AlreadyDecided",
    "Ban",
    "Comment",
    "Decision",
    "Footprint",
    "Letter",
    "Origin",
    "TextHasChanged",
    "Thread",
]
