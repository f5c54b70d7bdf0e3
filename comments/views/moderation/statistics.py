"""Statistics of moderation."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.moderation.charts import Chart
from comments.moderation.statistics import Period, QueueStatus, collect_daily_statistics
from comments.templatetags.timestamps import duration
from comments.views.moderation.base import render_moderation_page
from comments.views.moderation.decisions import moderator_required


@require_safe
@moderator_required
def moderation_statistics(request: HttpRequest) -> HttpResponse:
    together, days = collect_daily_statistics()
    context = {
        "here": "statistics",
        "waiting": QueueStatus.current(),
        "together": together,
        "days": days[::-1],
        "charts": [_build_posts_chart(days), _build_decisions_chart(days), _build_waits_chart(days)],
    }
    return render_moderation_page(request, "statistics", context)


def _build_posts_chart(days: list[Period]) -> Chart:
    label = _("%(day)s: %(came)s posts, %(held)s held")
    return Chart.build(
        _("New posts a day, and how many of them were held"),
        back=[day.new_posts for day in days],
        front=[day.held for day in days],
        labels=[label % _describe_day(day) for day in days],
        maximum_label=str(max(day.new_posts for day in days)),
    )


def _build_decisions_chart(days: list[Period]) -> Chart:
    label = _("%(day)s: %(decided)s decided, %(approved)s of them approved")
    return Chart.build(
        _("Decisions a day, and how many of them were approvals"),
        back=[day.decided for day in days],
        front=[day.approved for day in days],
        labels=[label % _describe_day(day) for day in days],
        maximum_label=str(max(day.decided for day in days)),
    )


def _build_waits_chart(days: list[Period]) -> Chart:
    label = _("%(day)s: half within %(median)s, nine of ten within %(p90)s")
    longest = max([day.p90 or 0 for day in days])
    return Chart.build(
        _("How long posts waited: half of them, and nine of ten"),
        back=[day.p90 for day in days],
        front=[day.median for day in days],
        labels=[label % _describe_day(day) for day in days],
        maximum_label=duration(longest),
    )


def _describe_day(day: Period) -> dict[str, object]:
    """The figures of a day, for a sentence."""
    return {
        "day": date_format(day.day, "MONTH_DAY_FORMAT") if day.day else "",
        "came": day.new_posts,
        "held": day.held,
        "decided": day.decided,
        "approved": day.approved,
        "median": duration(day.median),
        "p90": duration(day.p90),
    }
