"""Submit a comment: the steps of posting, for new comments, edits and imports.

1. Lock: one submission of an author at a time, then the thread.
2. Read again what may have changed, and stop where nothing is left to do.
3. Acknowledge the warnings that the author has read.
4. Gather the facts and judge them by the house rules.
5. E-mail admins about rules that failed.
6. Store the comment, unless it is refused or the author is asked first.
7. E-mail moderators about what waits for them.

An import has the steps 4 and 6 only. It sends no e-mails, and the caller's transaction holds its
locks. A comment that was published elsewhere keeps its number and is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from comments import policy_messages
from comments.models import (
    ActivityRecord,
    AlreadyDecided,
    Comment,
    Decision,
    Helpline,
    Sanction,
    TextHasChanged,
    Thread,
)
from comments.moderation.decisions import Caller, apply_decision, revise_comment
from comments.notifications import moderators
from comments.policy import Outcome, Reason, Submission, Verdict, codes, judge
from comments.submission import facts, queries
from comments.submission.active_sanctions import (
    BANNED_CHECK,
    WARNING_CHECK,
    ActiveSanctions,
    exclude_revealing_findings,
)
from comments.submission.confirmation import Confirmation
from comments.submission.draft import Draft
from comments.submission.forms import BaseCommentForm, CommentForm, EditForm, Redaction
from comments.submission.queries import RecentComment
from comments.web.locks import acquire_advisory_lock

FIELD_BY_CHECK = {codes.NAMES_BELONG_TO_SOMEBODY: "author_name"}  # to which a refusal belongs
REDACTS_REMAINDERS = "remainders"  # the value of the button that takes these out, too
STOPPING_OUTCOMES = {Outcome.REJECT, Outcome.ASK}  # Nothing is stored.
ACCEPTED = Verdict(Outcome.ACCEPT)
IMPORTED_REASON: Reason = {"check": codes.IMPORTED, "outcome": "accept"}


@dataclass(frozen=True, kw_only=True)
class SubmissionResult:
    """The outcome of a submission or a preview, for the page that answers it."""

    comment: Comment | None = None  # as it is stored; None if nothing was
    manage_secret: str = ""  # of a guest's manage link. It is shown here, and here only.
    verdict: Verdict = ACCEPTED
    confirmation: Confirmation | None = None  # the questions to the author
    warnings: Sequence[Sanction] = ()  # to read before the text can be posted
    helplines: Sequence[Helpline] | None = None  # for an author who may be in danger
    redaction: Redaction | None = None  # Personal details were taken out.


@dataclass(frozen=True)
class JudgedDraft:
    """A draft with everything that was found out about it."""

    draft: Draft
    sanctions: ActiveSanctions
    submission: Submission
    verdict: Verdict

    @property
    def verdict_for_log(self) -> Verdict:
        has_name = bool(self.draft.author_name)
        return exclude_revealing_findings(self.verdict, self.sanctions, has_name=has_name)


def submit_comment(form: CommentForm, request: HttpRequest) -> SubmissionResult:
    """Post a new comment. A double click gets the comment that the first click has stored."""
    draft = form.build_draft()
    with transaction.atomic():
        _lock(draft)
        recent = queries.get_recent_comments(draft.author_keys[0])
        if double := queries.find_double_post(form.comment, recent):
            # Of a double click the last one counts, which is the one that is seen.
            secret = "" if draft.account else double.issue_secret()
            return SubmissionResult(comment=double, manage_secret=secret)
        judged = _judge(draft, recent, request)
        if judged.verdict.outcome not in STOPPING_OUTCOMES:
            return _store(form.comment, judged, request)
    return _refuse(form, judged)


def submit_edit(form: EditForm, request: HttpRequest) -> SubmissionResult:
    """Put a new text in the place of the old one.

    Raises AlreadyDecided if the author may no longer edit the comment. Raises TextHasChanged
    if the form was about an older text.
    """
    draft, comment = form.build_draft(), form.comment
    with transaction.atomic():
        _lock(draft)
        comment.refresh_from_db(fields=["status", "revision", "number", "path", "flag_count"])
        if not comment.is_editable:
            raise AlreadyDecided(comment)
        if form.is_text_unchanged and draft.is_accepted_by_thread:
            comment.set_unlisted(comment.is_unlisted)
            return SubmissionResult(comment=comment)
        recent = queries.get_recent_comments(draft.author_keys[0])
        judged = _judge(draft, recent, request)
        if judged.verdict.outcome not in STOPPING_OUTCOMES:
            if form.expected_revision != comment.revision:
                raise TextHasChanged(comment)
            return _store(comment, judged, request)
    return _refuse(form, judged)


def preview_submission(form: BaseCommentForm, *, redacts: str = "") -> SubmissionResult:
    """Show how it will look, and help if the author may be in danger. Nothing is stored.

    With `redacts`, personal details are taken out first, and with REDACTS_REMAINDERS the words beside them, too.
    """
    has_crisis_signs = facts.has_crisis_signs(Draft.from_comment(form.comment))
    return SubmissionResult(
        helplines=[*Helpline.objects.visible()] if has_crisis_signs else None,
        redaction=form.redact(with_remainders=redacts == REDACTS_REMAINDERS) if redacts else None,
    )


def import_held_comment(thread: Thread, comment: Comment, verdict: Verdict | None = None) -> Comment:
    """Store a comment from elsewhere that waits for a moderator. Without a verdict, the house
    rules say what speaks against it."""
    comment.thread = thread
    verdict = verdict or _judge_imported(comment)
    return add_comment(thread, comment, verdict, caller=Caller.IMPORT)


@transaction.atomic
def import_comment(thread: Thread, comment: Comment, *, number: int, published_at: datetime | None) -> Comment:
    """Publish a comment under the number, and at the time, that it has elsewhere.

    Raises IntegrityError if the number is taken.
    """
    comment.thread = thread
    apply_decision(comment, Decision.Verb.ACCEPT, caller=Caller.IMPORT, reasons=[IMPORTED_REASON], number=number)
    thread.comments.filter(pk=comment.pk).update(published_at=published_at)
    return comment


def add_comment(thread: Thread, comment: Comment, verdict: Verdict, *, caller: Caller = Caller.POSTING) -> Comment:
    """Store a new comment with the status that the verdict gives it, and log the findings."""
    comment.thread = thread
    comment.apply_verdict(verdict)
    apply_decision(comment, verdict.outcome, caller=caller, reasons=verdict.reasons)
    return comment


def _lock(draft: Draft) -> None:
    """One author posts one thing at a time: the second submission finds what the first has
    stored."""
    acquire_advisory_lock(min(draft.author_keys))
    draft.thread.lock()


def _judge(draft: Draft, recent: list[RecentComment], request: HttpRequest) -> JudgedDraft:
    _acknowledge_warnings(draft)
    sanctions = _get_sanctions(draft)
    submission = facts.gather_submission(draft, sanctions, recent)
    verdict = judge(submission)
    moderators.notify_admins(verdict)
    return JudgedDraft(draft, sanctions, submission, verdict)


def _judge_imported(comment: Comment) -> Verdict:
    """Always held, whatever the findings: an import has no author to ask."""
    comment.derive_html()
    submission = facts.gather_imported_submission(Draft.from_comment(comment))
    _copy_score(comment, submission)
    return Verdict(Outcome.HOLD, judge(submission).findings)


def _acknowledge_warnings(draft: Draft) -> None:
    """Acknowledge the warnings that were shown: up to the one that the button names."""
    if last := draft.acknowledged_warning:
        read = [warning.pk for warning in _get_sanctions(draft).warnings if warning.pk <= last]
        Sanction.objects.filter(pk__in=read).acknowledge()


def _get_sanctions(draft: Draft) -> ActiveSanctions:
    return queries.get_active_sanctions(draft.account, draft.sanction_keys, is_named=draft.has_member_name)


def _store(comment: Comment, judged: JudgedDraft, request: HttpRequest) -> SubmissionResult:
    draft, verdict = judged.draft, judged.verdict_for_log
    secret = ""
    _copy_score(comment, judged.submission)
    ActivityRecord.objects.create(author_key=draft.author_keys[0], kind=draft.activity_kind)
    if draft.is_edit:
        revise_comment(
            comment,
            verdict,
            body=draft.body,
            author_name=draft.author_name,
            author_key=draft.author_keys[0] if draft.account else draft.author_key,
            is_unlisted=comment.is_unlisted,
        )
    else:
        if not draft.account:
            secret = comment.issue_secret()
        add_comment(draft.thread, comment, verdict)
    moderators.notify_moderators(comment)
    return SubmissionResult(comment=comment, manage_secret=secret, verdict=judged.verdict)


def _copy_score(comment: Comment, submission: Submission) -> None:
    comment.score = submission.stored_score
    comment.score_explanation = submission.score_explanation


def _refuse(form: BaseCommentForm, judged: JudgedDraft) -> SubmissionResult:
    """Ask the author, or say in the form why it was refused. The text stays in the form."""
    verdict, sanctions = judged.verdict, judged.sanctions
    helplines = [*Helpline.objects.visible()] if verdict.is_urgent else None
    if verdict.outcome == Outcome.ASK:
        confirmation = Confirmation(judged.submission, verdict, judged.draft.body)
        return SubmissionResult(verdict=verdict, helplines=helplines, confirmation=confirmation)
    for reason in verdict.reasons:
        field = FIELD_BY_CHECK.get(str(reason["check"]))
        for sentence in policy_messages.messages_for_author([reason], verdict.outcome):
            form.add_error(field if field in form.fields else None, sentence)
    is_banned = verdict.has_finding(BANNED_CHECK)
    for sentence in sanctions.block_explanation if is_banned else []:
        form.add_error(None, sentence)
    is_warned = verdict.has_finding(WARNING_CHECK) and not is_banned
    warnings = sanctions.warnings if is_warned else ()
    return SubmissionResult(verdict=verdict, helplines=helplines, warnings=warnings)
