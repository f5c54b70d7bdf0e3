"""Report on the quality of the spam score."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comments.models import HouseRules
from comments.models.spam_model import MIN_EXAMPLES_PER_CLASS
from comments.spam import model_cache
from comments.spam.evaluation import EVALUATION_DAYS, MIN_POSTS_FOR_PERCENTAGE, Evaluation
from comments.views.moderation.base import render_moderation_page
from comments.views.moderation.decisions import moderator_required


@require_safe
@moderator_required
def spam_score_report(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "spam score",
        "loaded_model": model_cache.get_loaded_model(),
        "evaluation": Evaluation.of_recent_decisions(),
        "threshold": HouseRules.current().spam_threshold,
        "enough": MIN_EXAMPLES_PER_CLASS,
        "days": EVALUATION_DAYS,
        "few": MIN_POSTS_FOR_PERCENTAGE,
    }
    return render_moderation_page(request, "spam_score", context)
