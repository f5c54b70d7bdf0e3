"""What forms of authors know of sanctions: which their author stands under, and a warning that
has been read."""

from __future__ import annotations

from django import forms

from comments.models import Comment, Sanction
from comments.policy import Verdict, codes
from comments.submission import queries
from comments.submission.active_sanctions import BARRED, WARNED, Standing
from comments.web.cursor_pagination import start_of

TELLING = (codes.KNOWN_AUTHORS_PASS, codes.STRANGERS_WAIT)  # who is known here


class SanctionedForm(forms.Form):
    """`warnings` has those that the author must read before the words can be taken."""

    comment: Comment
    standing = Standing()
    warnings: list[Sanction] = []  # noqa: RUF012 (replaced, never changed)

    @property
    def sanctioned_keys(self) -> list[str]:
        """By which sanctions find the author; first the one that moderators see."""
        raise NotImplementedError

    def find_standing(self) -> Standing:
        author = self.comment.author
        is_named = bool(author and self.comment.author_name)
        self.standing = queries.standing_of(author, self.sanctioned_keys, is_named=is_named)
        return self.standing

    def acknowledge(self) -> None:
        """Note which of the warnings that were shown the author has read: those up to the one
        that the button names, and none that came later."""
        if last := start_of(self.data, "has_read"):
            read = [warning.pk for warning in self.find_standing().warnings if warning.pk <= last]
            Sanction.objects.filter(pk__in=read).acknowledge()

    def add_sanctions(self, verdict: Verdict) -> None:
        """Say why the author may not write, or what there is to read first."""
        if verdict.found(BARRED):
            for sentence in self.standing.words_of_the_bar:
                self.add_error(None, sentence)
        elif verdict.found(WARNED):
            self.warnings = self.standing.warnings

    def as_told(self, verdict: Verdict) -> Verdict:
        """As the log may keep it: nothing that comes from the author's other name, or tells that
        there is one."""
        untold = self.standing.untold
        # Where a nameless post waits for another reason, this would only tell members from guests.
        first = next(iter(verdict.findings), None)
        if first and not self.comment.author_name and first.check not in TELLING:
            untold = [*untold, *TELLING]
        return verdict.without(untold)
