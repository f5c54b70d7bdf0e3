"""What forms of authors know of sanctions: which their author stands under, and a warning that
has been read."""

from __future__ import annotations

from django import forms

from comments.models import Comment, Sanction
from comments.policy import Verdict, codes
from comments.submission import queries
from comments.submission.active_sanctions import BANNED_CHECK, WARNING_CHECK, ActiveSanctions
from comments.web.cursor_pagination import parse_cursor

IDENTITY_REVEALING_CHECKS = (codes.KNOWN_AUTHORS_PASS, codes.STRANGERS_WAIT)  # who is known here


class SanctionAwareForm(forms.Form):
    """`warnings` has those that the author must read before the words can be taken."""

    comment: Comment
    active_sanctions = ActiveSanctions()
    warnings: list[Sanction] = []  # noqa: RUF012 (replaced, never changed)

    @property
    def sanction_keys(self) -> list[str]:
        """By which sanctions find the author; first the one that moderators see."""
        raise NotImplementedError

    def load_active_sanctions(self) -> ActiveSanctions:
        author = self.comment.author
        is_named = bool(author and self.comment.author_name)
        self.active_sanctions = queries.get_active_sanctions(
            author, self.sanction_keys, is_named=is_named
        )
        return self.active_sanctions

    def acknowledge_warnings(self) -> None:
        """Note which of the warnings that were shown the author has read: those up to the one
        that the button names, and none that came later."""
        if last := parse_cursor(self.data, "has_read"):
            read = [
                warning.pk
                for warning in self.load_active_sanctions().warnings
                if warning.pk <= last
            ]
            Sanction.objects.filter(pk__in=read).acknowledge()

    def show_sanctions(self, verdict: Verdict) -> None:
        """Say why the author may not write, or what there is to read first."""
        if verdict.has_finding(BANNED_CHECK):
            for sentence in self.active_sanctions.block_explanation:
                self.add_error(None, sentence)
        elif verdict.has_finding(WARNING_CHECK):
            self.warnings = self.active_sanctions.warnings

    def redact_for_log(self, verdict: Verdict) -> Verdict:
        """As the log may keep it: nothing that comes from the author's other name, or tells that
        there is one."""
        hidden_checks = self.active_sanctions.hidden_checks
        # Where a nameless post waits for another reason, this would only tell members from guests.
        first = next(iter(verdict.findings), None)
        if first and not self.comment.author_name and first.check not in IDENTITY_REVEALING_CHECKS:
            hidden_checks = [*hidden_checks, *IDENTITY_REVEALING_CHECKS]
        return verdict.exclude_findings(hidden_checks)
