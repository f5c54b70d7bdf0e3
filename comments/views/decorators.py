"""Who may come in: the conditions that stand above views."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Log in first; who then has no right to decide is told so (403)."""
    may_moderate = permission_required("comments.moderate", raise_exception=True)
    return never_cache(login_required(may_moderate(view)))
