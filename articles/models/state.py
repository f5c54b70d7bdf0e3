"""The states of an article, and the transitions between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class Transition(TextChoices):
    """A step that an editor takes with a whole article."""

    SUBMIT = "submit", _("Submit for review")
    RETURN = "return", _("Send back to its author")
    SCHEDULE = "schedule", _("Schedule")
    PUBLISH = "publish", _("Publish")
    UNPUBLISH = "unpublish", _("Take off the site")
    RETIRE = "retire", _("Retire")


# The states from which each transition is allowed, and the one it leads to.
TRANSITIONS: dict[Transition, tuple[set[State], State]] = {
    Transition.SUBMIT: ({State.DRAFT}, State.REVIEW),
    Transition.RETURN: ({State.REVIEW}, State.DRAFT),
    Transition.SCHEDULE: ({State.DRAFT, State.REVIEW, State.SCHEDULED}, State.SCHEDULED),
    Transition.PUBLISH: ({State.DRAFT, State.REVIEW, State.SCHEDULED, State.RETIRED}, State.PUBLISHED),
    Transition.UNPUBLISH: ({State.SCHEDULED, State.PUBLISHED, State.RETIRED}, State.DRAFT),
    Transition.RETIRE: ({State.PUBLISHED}, State.RETIRED),
}


class TransitionNotAllowed(Exception):
    """The state of the article does not allow the transition, or has changed meanwhile."""
