"""Find out which published articles are alike, when something has been published or changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction

from articles import tfidf
from articles.models import Article, Gist, Likeness
from articles.models.article_queryset import ArticleQuerySet
from articles.models.related_article import KEPT, Found
from articles.rendering import running_text

SMALL = 100  # articles: so few are related anew each time, since each tells what is common
AT_ONCE = 10  # articles that are related one by one; if more wait, all are related anew
SAMPLE = 1_000  # articles that tell which words are common
BATCH = 500  # articles in a transaction
TITLE = 3  # times that its words count


def relate_what_waits(*, in_a_hurry: bool = False) -> None:
    """Look at what was published, or has changed, since it was last looked at.

    In a hurry, that is while somebody waits for a page, it takes only the last of many: the
    others wait for `note_due_articles`.
    """
    waiting = [*Article.objects.without_gist().values_list("pk", flat=True)[: AT_ONCE + 1]]
    if not waiting:
        return
    is_small = Article.objects.published()[: SMALL + 1].count() <= SMALL
    if is_small or (len(waiting) > AT_ONCE and not in_a_hurry):
        relate_all(Article.objects.without_gist())
        return
    for article in Article.objects.filter(pk__in=waiting[:AT_ONCE]):
        relate(article)


@transaction.atomic
def relate(article: Article) -> None:
    """Find what is like one article, and put it into the lists of the others."""
    (gist,) = _read([article])
    commonness, texts = _commonness()
    words = tfidf.unpack_words(gist.words)
    mine = tfidf.weigh(words, article.topic_keys, commonness, texts)
    gist.weights = tfidf.pack_weights(mine)
    gist.save(update_fields=["weights"])
    others = Gist.objects.exclude(pk=article.pk).values_list("pk", "weights")
    scores = tfidf.alike(mine, others)
    changed = {article.pk, *Likeness.objects.showing(article)}
    Likeness.objects.about(article).delete()
    Likeness.objects.replace({article.pk: tfidf.best_of(scores, KEPT)})
    changed |= Likeness.objects.offer(article.pk, scores)
    Article.objects.filter(pk__in=changed).touch()


def relate_all(unread: ArticleQuerySet) -> int:
    """Relate all published articles anew, after reading the texts of those that are `unread`.
    Says how many articles there are."""
    for articles in _batches(unread.prefetch_related("topics").iterator(BATCH)):
        _read(articles)
    commonness, texts = _commonness()
    topics = _topics()
    weights = {}
    for gists in _batches(Gist.objects.order_by("pk").iterator(BATCH)):
        for gist in gists:
            words = tfidf.unpack_words(gist.words)
            weights[gist.pk] = tfidf.weigh(words, topics[gist.pk], commonness, texts)
            gist.weights = tfidf.pack_weights(weights[gist.pk])
        Gist.objects.bulk_update(gists, ["weights"], batch_size=100)
    _store(tfidf.all_alike(weights, KEPT))
    return len(weights)


def _store(lists: Mapping[int, Found]) -> None:
    former = Likeness.objects.as_lists()
    for articles in _batches(iter(lists)):
        with transaction.atomic():
            Likeness.objects.replace({article: lists[article] for article in articles})
            stale = [
                article
                for article in articles
                if [other for other, _ in former.get(article, ())]
                != [other for other, _ in lists[article]]
            ]
            Article.objects.filter(pk__in=stale).touch()


def _read(articles: Sequence[Article]) -> list[Gist]:
    """Count the words of articles, which have yet to be weighed."""
    gists = [
        Gist(
            article=article,
            made_of=Gist.made_of_now(article),
            words=tfidf.pack_words(tfidf.words_of(_text_of(article))),
            weights=b"",
        )
        for article in articles
    ]
    return Gist.objects.bulk_create(
        gists,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["made_of", "words", "weights"],
    )


def _text_of(article: Article) -> str:
    return f"{article.title} " * TITLE + running_text(article.body_html)


def _commonness() -> tuple[Counter[int], int]:
    """In how many of how many texts each word is found; of many, a sample tells it."""
    keys = [*Gist.objects.order_by("pk").values_list("pk", flat=True)]
    sample = keys[:: len(keys) // SAMPLE + 1]
    texts = Gist.objects.filter(pk__in=sample).values_list("words", flat=True)
    return tfidf.commonness_of(texts), len(sample)


def _topics() -> dict[int, list[int]]:
    """The keys of the topics of each article."""
    keys = defaultdict(list)
    for article, topic in Article.topics.through.objects.values_list("article", "topic"):
        keys[article].append(topic)
    return keys


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := [*islice(rows, BATCH)]:
        yield batch
