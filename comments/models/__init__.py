from comments.models.activity_record import ActivityRecord
from comments.models.appeal import Appeal, AppealNotAllowed, ConflictOfInterest
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.crisis_phrase import CrisisPhrase
from comments.models.decision import Decision
from comments.models.flag import Flag
from comments.models.helpline import Helpline
from comments.models.house_rules import HouseRules
from comments.models.import_record import ImportRecord
from comments.models.list_version import ListVersion
from comments.models.moderator_note import ModeratorNote
from comments.models.outgoing_email import OutgoingEmail
from comments.models.rejection_reason import RejectionReason
from comments.models.sanction import Sanction
from comments.models.spam_model import SpamModel
from comments.models.thread import Thread
from comments.models.training_example import TrainingExample
from comments.models.transitions import AlreadyDecided, TextHasChanged
from comments.models.watched_word import WatchedWord

__all__ = [
    "ActivityRecord",
    "AlreadyDecided",
    "Appeal",
    "AppealNotAllowed",
    "Claim",
    "Comment",
    "ConflictOfInterest",
    "CrisisPhrase",
    "Decision",
    "Flag",
    "Helpline",
    "HouseRules",
    "ImportRecord",
    "ListVersion",
    "ModeratorNote",
    "OutgoingEmail",
    "RejectionReason",
    "Sanction",
    "SpamModel",
    "TextHasChanged",
    "Thread",
    "TrainingExample",
    "WatchedWord",
]
