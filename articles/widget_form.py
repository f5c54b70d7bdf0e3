"""The form on which a site chooses its widgets."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models import Anniversary, Article, ArticleTopic, Fact, Topic
from articles.models.topic import TopicQuerySet
from articles.widgets import WidgetColours, WidgetOptions, WidgetSize

MAX_CHOICES = 200  # topics, and articles: older ones are chosen on their own page


class WidgetForm(forms.Form):
    """The fields of the choice. The values are read by `WidgetOptions`, which never refuses."""

    SIZES: ClassVar = ((WidgetSize.SMALL, _("small")), (WidgetSize.MEDIUM, _("medium")), (WidgetSize.LARGE, _("large")))
    COLOURS: ClassVar = (
        (WidgetColours.AUTO, _("as the reader’s device has them")),
        (WidgetColours.LIGHT, _("light")),
        (WidgetColours.DARK, _("dark")),
    )

    size = forms.ChoiceField(label=_("Size"), choices=SIZES, required=False)
    colours = forms.ChoiceField(label=_("Colours"), choices=COLOURS, required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    article = forms.ChoiceField(label=_("Article"), required=False)

    def __init__(self, options: WidgetOptions, article: Article | None):
        names = ("size", "colours", "topic", "article")
        super().__init__(initial={name: getattr(options, name) for name in names})
        topics = _topics().values_list("slug", "name")[:MAX_CHOICES]
        newest = Article.objects.published().newest_first().values_list("slug", "title")[:MAX_CHOICES]
        articles = dict(newest)
        if article:
            articles |= {article.slug: article.title}
        self.fields["topic"].choices = [("", _("all")), *topics]  # type: ignore[attr-defined]
        self.fields["article"].choices = [  # type: ignore[attr-defined]
            ("", _("the newest")),
            *articles.items(),
        ]


def _topics() -> TopicQuerySet:
    """Return the topics of public articles. The names of others are not public."""
    here = {"topic": OuterRef("pk")}
    entries = ArticleTopic.objects.filter(**here, published_at__lte=now())
    facts = Fact.topics.through.objects.filter(**here, fact__is_shown=True)
    anniversaries = Anniversary.topics.through.objects.filter(**here)
    return Topic.objects.filter(Exists(entries) | Exists(facts) | Exists(anniversaries))
