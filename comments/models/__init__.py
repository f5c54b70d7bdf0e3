from comments.models.activity_record import Footprint
from comments.models.appeal import AnotherMustDecide, Appeal, NothingToAppeal
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.flag import Flag
from comments.models.house_rules import HouseRules
from comments.models.import_record import Origin
from comments.models.list_version import Edition
from comments.models.moderator_note import Note
from comments.models.outgoing_email import Letter
from comments.models.rejection_reason import Ground
from comments.models.sanction import Sanction
from comments.models.spam_model import SpamMemory
from comments.models.thread import Thread
from comments.models.training_example import Lesson
from comments.models.transitions import AlreadyDecided, TextHasChanged
from comments.models.watched_word import DangerPhrase, HelpLine, WatchedWord
from comments.moderation.author_profile import Author

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
