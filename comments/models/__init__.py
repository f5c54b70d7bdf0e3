from comments.models.appeal import AnotherMustDecide, Appeal, NothingToAppeal
from comments.models.author import Author
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.edition import Edition
from comments.models.flag import Flag
from comments.models.footprint import Footprint
from comments.models.ground import Ground
from comments.models.house_rules import HouseRules
from comments.models.lesson import Lesson
from comments.models.letter import Letter
from comments.models.moves import AlreadyDecided, TextHasChanged
from comments.models.note import Note
from comments.models.origin import Origin
from comments.models.sanction import Sanction
from comments.models.spam_memory import SpamMemory
from comments.models.thread import Thread
from comments.models.watched import DangerPhrase, HelpLine, WatchedWord

__all__ = [
    "AlreadyDecided",
    "AnotherMustDecide",
    "Appeal",
    "Author",
    "Claim",
    "Comment",
    "DangerPhrase",
    "Decision",
    "Edition",
    "Flag",
    "Footprint",
    "Ground",
    "HelpLine",
    "HouseRules",
    "Lesson",
    "Letter",
    "Note",
    "NothingToAppeal",
    "Origin",
    "Sanction",
    "SpamMemory",
    "TextHasChanged",
    "Thread",
    "WatchedWord",
]
