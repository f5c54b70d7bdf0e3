"""What stands beside a case: who wrote it, under which sanctions, and what moderators noted."""

from __future__ import annotations

from typing import Any

from comments.models import Author, Comment, Note
from comments.models.decision import Account
from comments.moderation.note_form import NoteForm


def aside(comment: Comment, *, moderator: Account) -> dict[str, Any]:
    """For templates: with a word on each note and sanction whether this moderator may end it."""
    author = Author.of(comment)
    notes = [*Note.objects.on_post(comment)]
    for note in [*notes, *author.notes]:
        note.is_deletable = note.may_be_deleted_by(moderator)
    givers: dict[int | None, Account] = {}  # Each is asked once what they are.
    for sanction in author.sanctions_in_force:
        sanction.by = givers.setdefault(sanction.by_id, sanction.by)
        sanction.is_liftable = sanction.may_be_lifted_by(moderator)
    return {"case": comment, "author": author, "post_notes": notes, "note_form": NoteForm()}
