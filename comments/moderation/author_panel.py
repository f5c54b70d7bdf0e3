"""Author panel beside a case: the author, active sanctions, and notes of moderators."""

from __future__ import annotations

from typing import Any

from comments.models import Comment, ModeratorNote
from comments.models.accounts import Account
from comments.moderation.author_profile import AuthorProfile
from comments.moderation.forms import NoteForm


def build_author_panel(comment: Comment, *, moderator: Account) -> dict[str, Any]:
    """Build the template context. It names the notes and sanctions that this moderator may end."""
    author = AuthorProfile.for_comment(comment)
    notes = [*ModeratorNote.objects.for_comment(comment)]
    # One object for each moderator, so that the permissions are queried once.
    accounts: dict[int | None, Account | None] = {}
    for sanction in author.active_sanctions:
        sanction.by = accounts.setdefault(sanction.by_id, sanction.by)
    active, all_notes = author.active_sanctions, [*notes, *author.notes]
    return {
        "case": comment,
        "author": author,
        "post_notes": notes,
        "deletable_notes": {note.pk for note in all_notes if note.can_be_deleted_by(moderator)},
        "liftable_sanctions": {one.pk for one in active if one.can_be_lifted_by(moderator)},
        "note_form": NoteForm(),
    }
