"""Django admin of discussions. Texts of readers are read and decided about here, never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Comment, Decision, OutgoingEmail, RejectionReason, Sanction, Thread
from comments.models.accounts import get_account
from comments.models.outgoing_email import OutgoingEmailQuerySet
from comments.models.roles import Role, get_role
from comments.models.sanction import MAX_LIFT_REASON_CHARS, MAX_REASON_CHARS
from comments.moderation.decisions import Caller, apply_decisions
from comments.moderation.forms import AccountSanctionForm, SanctionChangeForm
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.moderation.sanctions import (
    SanctionRequest,
    describe_status,
    get_denial_reason,
    get_role_denial_reason,
    impose_sanction,
)


class RestrictedLookupAdmin(admin.ModelAdmin):
    """Only filters that the page offers are allowed. Django lets staff filter by every column, and
    so read hidden values letter by letter."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        paths = [item[0] if isinstance(item, tuple) else item for item in self.list_filter]
        offered = any(f"{lookup}__".startswith(f"{path}__") for path in paths)
        # Django itself refuses lookups across an offered relation.
        return offered and super().lookup_allowed(lookup, value, request)


class DeleteOneByOneAdmin(admin.ModelAdmin):
    """Bulk deletion through the `delete()` of each row, which updates the pages that show it."""

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            row.delete()


class ReadOnlyAdmin(RestrictedLookupAdmin):
    """Pages to read only: no adding, changing or deleting."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class ReasonActionForm(ActionForm):
    reason = forms.CharField(
        required=False, max_length=Decision._meta.get_field("reason").max_length, label=_("Reason, for the author:")
    )


def _build_action(verb: str, label: Any) -> Callable:
    """Build an admin action that decides about the selected comments."""

    @admin.action(description=label, permissions=["moderate"])
    def decide(admin_page: CommentAdmin, request: HttpRequest, comments: QuerySet) -> None:
        cases = [(pk, None) for pk in comments.values_list("pk", flat=True)]
        reason = request.POST.get("reason", "")[: Decision._meta.get_field("reason").max_length]
        done, problems = apply_decisions(
            cases, verb, by=get_account(request), reason=reason, caller=Caller.ADMIN_ACTION
        )
        if done:
            admin_page.message_user(request, done, messages.SUCCESS)
        for problem in problems:
            admin_page.message_user(request, problem, messages.WARNING)

    decide.__name__ = verb
    return decide


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    action_form = ReasonActionForm
    actions = (
        _build_action(Decision.Verb.APPROVE, _("Approve")),
        _build_action(Decision.Verb.REJECT, _("Reject")),
        _build_action(Decision.Verb.SPAM, _("Mark as spam")),
        _build_action(Decision.Verb.REMOVE, _("Remove")),
        _build_action(Decision.Verb.HOLD, _("Hold")),
        "ban_authors",
    )
    list_display = ("__str__", "shown_name", "excerpt", "status", "thread", "created_at", "case_link")
    list_filter = ("status",)
    list_select_related = ("thread",)
    search_fields = ("body", "author_name")
    ordering = ("-pk",)
    show_full_result_count = False
    # No page shows which account has posted anonymously, not even this one.
    fields = (
        "thread",
        "number",
        "parent",
        "status",
        "shown_name",
        "body",
        "revision",
        "created_at",
        "published_at",
        "edited_at",
    )
    readonly_fields = ("shown_name",)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate")

    @admin.display(description=_("name"))
    def shown_name(self, comment: Comment) -> str:
        return comment.display_name

    @admin.display(description=_("text"))
    def excerpt(self, comment: Comment) -> str:
        return comment.excerpt

    @admin.display(description=_("moderation"))
    def case_link(self, comment: Comment) -> str:
        url = reverse("comments:case", args=[comment.pk])
        return format_html('<a href="{}">{}</a>', url, _("The whole story"))

    @admin.action(description=_("Ban their authors"), permissions=["moderate"])
    def ban_authors(self, request: HttpRequest, comments: QuerySet) -> None:
        reason = request.POST.get("reason", "").strip()[:MAX_REASON_CHARS]
        if not reason:
            self.message_user(request, _("Please give a reason: the author is told."), messages.WARNING)
            return
        sanction_request = SanctionRequest(kind=Sanction.Kind.BAN, reason=reason)
        action_id, banned = uuid4(), set()
        for comment in comments.exclude(author_key="").select_related("author"):
            if words := get_denial_reason(comment, by=get_account(request)):
                self.message_user(request, f"{comment}: {words}", messages.WARNING)
            elif comment.author_key not in banned:
                impose_sanction(comment, sanction_request, by=get_account(request), action_id=action_id)
                banned.add(comment.author_key)
        self.message_user(request, _("Authors banned: %(n)d") % {"n": len(banned)})


@admin.register(Thread)
class ThreadAdmin(RestrictedLookupAdmin):
    list_display = ("title", "preset", "takes_posts", "post_count", "held_count", "created_at")
    list_filter = ("preset",)
    search_fields = ("title", "url")
    radio_fields: ClassVar = {"preset": admin.VERTICAL}
    fields = (
        "title",
        "url",
        "takes_posts",
        "preset",
        "closes_after",
        "closes_after_silence",
        "post_count",
        "created_at",
    )
    readonly_fields = ("title", "url", "takes_posts", "post_count", "created_at")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, thread: Thread, form: Any, change: bool) -> None:
        thread.update_settings(form.cleaned_data)

    @admin.display(description=_("takes posts"), boolean=True)
    def takes_posts(self, thread: Thread) -> bool:
        """Whether it is open now, by its preset and its closing dates."""
        return thread.is_open

    @admin.display(description=_("waiting"))
    def held_count(self, thread: Thread) -> int:
        return thread.comments.held().count()


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("decided_at", "actor", "verb", "comment", "thread", "shown_reasons")
    list_filter = ("verb", "moderator")
    list_select_related = ("thread", "comment", "moderator", "rejection_reason")
    ordering = ("-pk",)
    show_full_result_count = False

    @admin.display(description=_("why"))
    def shown_reasons(self, decision: Decision) -> str:
        return "; ".join(list_reasons_for_moderators(decision))


@admin.register(Sanction)
class SanctionAdmin(RestrictedLookupAdmin):
    """Sanctions of accounts; those of author keys are on the pages for moderators. None is
    deleted: the history stays."""

    form = AccountSanctionForm
    action_form = ReasonActionForm
    actions = ("lift",)
    list_display = ("__str__", "kind", "reason", "state", "created_at", "by")
    list_filter = ("kind",)
    list_select_related = ("user", "by", "lifted_by")
    ordering = ("-pk",)
    show_full_result_count = False
    fields = ("account", "kind", "reason", "until")

    def get_fields(self, request: HttpRequest, obj: Sanction | None = None) -> tuple[str, ...]:
        told = ("sanctioned_author", "kind", "reason", "until", "created_at", "by", "state", "lift_reason")
        return told if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Sanction | None = None) -> tuple[str, ...]:
        return ("sanctioned_author", "kind", "created_at", "by", "state", "lift_reason") if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj:
            kwargs["form"] = SanctionChangeForm
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = get_account(request)
        return form

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and get_role(get_account(request)) == Role.ADMIN

    def has_change_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        may = super().has_change_permission(request, obj) and get_role(get_account(request)) == Role.ADMIN
        of_account = obj.user if obj else None
        return may and not (of_account and get_role_denial_reason(of_account, by=get_account(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        """Only with the account, which superusers can delete."""
        return request.user.is_superuser

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: Any, obj: Sanction, form: Any, change: bool) -> None:
        if not change:
            obj.by = get_account(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("whom"))
    def sanctioned_author(self, sanction: Sanction) -> str:
        return str(sanction)

    @admin.display(description=_("state"))
    def state(self, sanction: Sanction) -> str:
        return describe_status(sanction)

    @admin.action(description=_("Lift"), permissions=["change"])
    def lift(self, request: HttpRequest, sanctions: QuerySet) -> None:
        reason = request.POST.get("reason", "")[:MAX_LIFT_REASON_CHARS]
        mine = [s.pk for s in sanctions.select_related("by", "comment") if s.can_be_lifted_by(get_account(request))]
        lifted = Sanction.objects.filter(pk__in=mine).lift(by=get_account(request), reason=reason)
        self.message_user(request, _("Sanctions lifted: %(n)d") % {"n": lifted})


@admin.register(RejectionReason)
class RejectionReasonAdmin(RestrictedLookupAdmin):
    """Rejection reasons, in the order in which moderators see them. Used ones stay in the log."""

    list_display = ("title", "text", "position", "is_offered")
    list_editable = ("position", "is_offered")
    list_filter = ("is_offered",)
    search_fields = ("title", "text")
    ordering = ("position", "title")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        used = [ground for ground in objs if ground.decisions.exists()]
        if not used:
            return super().get_deleted_objects(objs, request)
        sentence = _(
            "“%(title)s” has been given as a reason, and the log keeps it. Untick “offered”, and"
            " moderators cannot pick it any more."
        )
        return [], {}, set(), [sentence % {"title": ground} for ground in used]


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    """Unsent e-mails, without their texts: these contain codes and links for others."""

    list_display = ("kind", "to", "written_at", "not_before", "attempts", "parked_at", "failure")
    list_filter = (("parked_at", admin.EmptyFieldListFilter),)
    fields = ("kind", "to", "subject", "written_at", "not_before", "attempts", "parked_at", "failure")
    actions = ("retry",)

    @admin.action(description=_("Try to send the parked ones again"), permissions=["retry"])
    def retry(self, request: HttpRequest, emails: OutgoingEmailQuerySet) -> None:
        count = emails.retry()
        sentence = ngettext("%(count)d e-mail will be sent again.", "%(count)d e-mails will be sent again.", count)
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return get_account(request).has_perm("comments.change_outgoingemail")
