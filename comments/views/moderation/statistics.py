"""For moderators: how the desk is doing."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.moderation.charts import Chart
from comments.moderation.statistics import Period, Waiting, lately
from comments.templatetags.timestamps import in_words
from comments.views.moderation.base import desk_page
from comments.views.moderation.decisions import moderator_required


@require_safe
@moderator_required
def statistics(request: HttpRequest) -> HttpResponse:
    together, days = lately()
    context = {
        "here": "statistics",
        "waiting": Waiting.now(),
        "together": together,
        "days": days[::-1],
        "charts": [_of_posts(days), _of_decisions(days), _of_waits(days)],
    }
    return desk_page(request, "statistics", context)


def _of_posts(days: list[Period]) -> Chart:
    said = _("%(day)s: %(came)s posts, %(held)s held")
    return Chart.of(
        _("New posts a day, and how many of them were held"),
        back=[day.came for day in days],
        front=[day.held for day in days],
        labels=[said % _named(day) for day in days],
        highest=str(max(day.came for day in days)),
    )


def _of_decisions(days: list[Period]) -> Chart:
    said = _("%(day)s: %(decided)s decided, %(approved)s of them approved")
    return Chart.of(
        _("Decisions a day, and how many of them were approvals"),
        back=[day.decided for day in days],
        front=[day.approved for day in days],
        labels=[said % _named(day) for day in days],
        highest=str(max(day.decided for day in days)),
    )


def _of_waits(days: list[Period]) -> Chart:
    said = _("%(day)s: half within %(median)s, nine of ten within %(p90)s")
    longest = max([day.p90 or 0 for day in days])
    return Chart.of(
        _("How long posts waited: half of them, and nine of ten"),
        back=[day.p90 for day in days],
        front=[day.median for day in days],
        labels=[said % _named(day) for day in days],
        highest=in_words(longest),
    )


def _named(day: Period) -> dict[str, object]:
    """The figures of a day, as sentences want them."""
    return {
        "day": date_format(day.day, "MONTH_DAY_FORMAT") if day.day else "",
        "came": day.came,
        "held": day.held,
        "decided": day.decided,
        "approved": day.approved,
        "median": in_words(day.median),
        "p90": in_words(day.p90),
    }
