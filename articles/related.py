"""Find out which published articles are alike, when something has been published or changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction

from articles import tfidf
from articles.models import Article, RelatedArticle, TermVector
from articles.models.article_queryset import ArticleQuerySet
from articles.models.related_article import MAX_RELATED_PER_ARTICLE, ScoredArticles
from articles.rendering import extract_running_text

MAX_ARTICLES_RELATED_TOGETHER = (
    100  # articles: so few are related anew each time, since each tells what is common
)
MAX_ARTICLES_RELATED_SINGLY = (
    10  # articles that are related one by one; if more wait, all are related anew
)
SAMPLE_ARTICLES = 1_000  # articles that tell which words are common
ARTICLES_PER_BATCH = 500  # articles in a transaction
TITLE_REPETITIONS = 3  # times that its words count


def relate_new_articles(*, during_request: bool = False) -> None:
    """Look at what was published, or has changed, since it was last looked at.

    In a hurry, that is while somebody waits for a page, it takes only the last of many: the
    others wait for `note_due_articles`.
    """
    waiting = [
        *Article.objects.without_term_vector().values_list("pk", flat=True)[
            : MAX_ARTICLES_RELATED_SINGLY + 1
        ]
    ]
    if not waiting:
        return
    is_small = (
        Article.objects.published()[: MAX_ARTICLES_RELATED_TOGETHER + 1].count()
        <= MAX_ARTICLES_RELATED_TOGETHER
    )
    if is_small or (len(waiting) > MAX_ARTICLES_RELATED_SINGLY and not during_request):
        relate_all_articles(Article.objects.without_term_vector())
        return
    for article in Article.objects.filter(pk__in=waiting[:MAX_ARTICLES_RELATED_SINGLY]):
        relate_article(article)


@transaction.atomic
def relate_article(article: Article) -> None:
    """Find what is like one article, and put it into the lists of the others."""
    (vector,) = _count_terms([article])
    document_frequency, document_count = _sample_document_frequency()
    words = tfidf.unpack_words(vector.words)
    mine = tfidf.compute_weights(words, article.topic_ids, document_frequency, document_count)
    vector.weights = tfidf.pack_weights(mine)
    vector.save(update_fields=["weights"])
    others = TermVector.objects.exclude(pk=article.pk).values_list("pk", "weights")
    scores = tfidf.compute_similarities(mine, others)
    changed = {article.pk, *RelatedArticle.objects.ids_showing(article)}
    RelatedArticle.objects.involving(article).delete()
    RelatedArticle.objects.replace_lists(
        {article.pk: tfidf.get_highest_scores(scores, MAX_RELATED_PER_ARTICLE)}
    )
    changed |= RelatedArticle.objects.add_to_lists(article.pk, scores)
    Article.objects.filter(pk__in=changed).touch()


def relate_all_articles(unread: ArticleQuerySet) -> int:
    """Relate all published articles anew, after reading the texts of those that are `unread`.
    Says how many articles there are."""
    for articles in _batches(unread.prefetch_related("topics").iterator(ARTICLES_PER_BATCH)):
        _count_terms(articles)
    document_frequency, document_count = _sample_document_frequency()
    topics = _topics()
    weights = {}
    for vectors in _batches(TermVector.objects.order_by("pk").iterator(ARTICLES_PER_BATCH)):
        for vector in vectors:
            words = tfidf.unpack_words(vector.words)
            weights[vector.pk] = tfidf.compute_weights(
                words, topics[vector.pk], document_frequency, document_count
            )
            vector.weights = tfidf.pack_weights(weights[vector.pk])
        TermVector.objects.bulk_update(vectors, ["weights"], batch_size=100)
    _store(tfidf.find_all_similar(weights, MAX_RELATED_PER_ARTICLE))
    return len(weights)


def _store(lists: Mapping[int, ScoredArticles]) -> None:
    former = RelatedArticle.objects.grouped_by_article()
    for articles in _batches(iter(lists)):
        with transaction.atomic():
            RelatedArticle.objects.replace_lists({article: lists[article] for article in articles})
            stale = [
                article
                for article in articles
                if [other for other, _ in former.get(article, ())]
                != [other for other, _ in lists[article]]
            ]
            Article.objects.filter(pk__in=stale).touch()


def _count_terms(articles: Sequence[Article]) -> list[TermVector]:
    """Count the words of articles, which have yet to be weighed."""
    vectors = [
        TermVector(
            article=article,
            source_hash=TermVector.compute_source_hash(article),
            words=tfidf.pack_words(tfidf.count_terms(_get_text(article))),
            weights=b"",
        )
        for article in articles
    ]
    return TermVector.objects.bulk_create(
        vectors,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["source_hash", "words", "weights"],
    )


def _get_text(article: Article) -> str:
    return f"{article.title} " * TITLE_REPETITIONS + extract_running_text(article.body_html)


def _sample_document_frequency() -> tuple[Counter[int], int]:
    """In how many of how many texts each word is found; of many, a sample tells it."""
    keys = [*TermVector.objects.order_by("pk").values_list("pk", flat=True)]
    sample = keys[:: len(keys) // SAMPLE_ARTICLES + 1]
    texts = TermVector.objects.filter(pk__in=sample).values_list("words", flat=True)
    return tfidf.count_document_frequency(texts), len(sample)


def _topics() -> dict[int, list[int]]:
    """The keys of the topics of each article."""
    keys = defaultdict(list)
    for article, topic in Article.topics.through.objects.values_list("article", "topic"):
        keys[article].append(topic)
    return keys


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := [*islice(rows, ARTICLES_PER_BATCH)]:
        yield batch
