"""What stands beside a case: who wrote it, under which sanctions, and what moderators noted."""

from __future__ import annotations

from typing import Any

from comments.models import AuthorProfile, Comment, ModeratorNote
from comments.models.accounts import Account
from comments.moderation.forms import NoteForm


def build_author_panel(comment: Comment, *, moderator: Account) -> dict[str, Any]:
    """For templates: with a word on each note and sanction whether this moderator may end it."""
    author = AuthorProfile.for_comment(comment)
    notes = [*ModeratorNote.objects.for_comment(comment)]
    for note in [*notes, *author.notes]:
        note.can_delete = note.can_be_deleted_by(moderator)
    givers: dict[int | None, Account | None] = {}  # Each is asked once what they are.
    for sanction in author.active_sanctions:
        sanction.by = givers.setdefault(sanction.by_id, sanction.by)
        sanction.can_lift = sanction.can_be_lifted_by(moderator)
    return {"case": comment, "author": author, "post_notes": notes, "note_form": NoteForm()}
