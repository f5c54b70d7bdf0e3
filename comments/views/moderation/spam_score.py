"""For moderators: how good the spam score is."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comments.models import HouseRules
from comments.models.spam_model import ENOUGH
from comments.spam import model_cache
from comments.spam.evaluation import DAYS, TO_SPEAK_OF, Measure
from comments.views.moderation.base import desk_page
from comments.views.moderation.decisions import moderator_required


@require_safe
@moderator_required
def spam_score(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "spam score",
        "known": model_cache.known(),
        "measure": Measure.lately(),
        "threshold": HouseRules.now().spam_threshold,
        "enough": ENOUGH,
        "days": DAYS,
        "few": TO_SPEAK_OF,
    }
    return desk_page(request, "spam_score", context)
