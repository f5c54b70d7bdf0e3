"""Find out which published articles are alike, when something has been published or changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from zlib import crc32

from django.db import transaction

from articles import tfidf
from articles.models import Article, RelatedArticle, TermVector
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


def delete_stale_vector(article: Article, topics: Sequence[int]) -> None:
    """Delete the vector of an article whose text or topics have changed, or that is not public.

    `relate_new_articles` makes a new one.
    """
    vectors = TermVector.objects.filter(article=article)
    if article.is_published:
        vectors.exclude(source_hash=_compute_source_hash(article, topics)).delete()
    else:
        vectors.delete()
        RelatedArticle.objects.involving(article.pk).delete()


def _compute_source_hash(article: Article, topics: Sequence[int]) -> int:
    """Return a checksum of all that a vector depends on."""
    return crc32(repr((article.title, article.body_html, [*topics])).encode())


def relate_new_articles(*, during_request: bool = False) -> None:
    """Look at what was published, or has changed, since it was last looked at.

    In a hurry, that is while somebody waits for a page, it takes only the last of many: the
    others wait for `note_due_articles`.
    """
    waiting = [*Article.objects.without_term_vector()[: MAX_ARTICLES_RELATED_SINGLY + 1]]
    if not waiting:
        return
    is_small = (
        Article.objects.published()[: MAX_ARTICLES_RELATED_TOGETHER + 1].count()
        <= MAX_ARTICLES_RELATED_TOGETHER
    )
    are_many = len(waiting) > MAX_ARTICLES_RELATED_SINGLY
    if is_small or (are_many and not during_request):
        every = Article.objects.without_term_vector().iterator(ARTICLES_PER_BATCH)
        relate_all_articles(every if are_many else waiting)
        return
    for article in waiting[:MAX_ARTICLES_RELATED_SINGLY]:
        relate_article(article)


@transaction.atomic
def relate_article(article: Article) -> None:
    """Find what is like one article, and put it into the lists of the others."""
    (vector,) = _count_terms([article], {article.pk: article.topic_ids})
    document_frequency, document_count = _sample_document_frequency(_list_vector_keys())
    words = tfidf.unpack_words(vector.words)
    mine = tfidf.compute_weights(words, article.topic_ids, document_frequency, document_count)
    vector.weights = tfidf.pack_weights(mine)
    vector.save(update_fields=["weights"])
    others = TermVector.objects.exclude(pk=article.pk).values_list("pk", "weights")
    scores = tfidf.compute_similarities(mine, others)
    changed = {article.pk, *RelatedArticle.objects.ids_showing(article.pk)}
    RelatedArticle.objects.involving(article.pk).delete()
    RelatedArticle.objects.replace_lists(
        {article.pk: tfidf.get_highest_scores(scores, MAX_RELATED_PER_ARTICLE)}
    )
    changed |= RelatedArticle.objects.add_to_lists(article.pk, scores)
    Article.objects.filter(pk__in=changed).touch()


def relate_all_articles(unread: Iterable[Article]) -> int:
    """Relate all published articles anew, after reading the texts of those that are `unread`.
    Returns the number of articles."""
    topics = _topics()
    for articles in _batches(iter(unread)):
        _count_terms(articles, topics)
    keys = _list_vector_keys()
    if len(keys) <= ARTICLES_PER_BATCH:
        vectors = [*TermVector.objects.order_by("pk")]
        batches = iter([vectors])
        document_frequency = tfidf.count_document_frequency(vector.words for vector in vectors)
        document_count = len(vectors)
    else:
        batches = _batches(TermVector.objects.order_by("pk").iterator(ARTICLES_PER_BATCH))
        document_frequency, document_count = _sample_document_frequency(keys)
    weights = {}
    for vectors in batches:
        for vector in vectors:
            words = tfidf.unpack_words(vector.words)
            weights[vector.pk] = tfidf.compute_weights(
                words, topics.get(vector.pk, ()), document_frequency, document_count
            )
            vector.weights = tfidf.pack_weights(weights[vector.pk])
        TermVector.objects.bulk_update(vectors, ["weights"], batch_size=100)
    _store(tfidf.find_all_similar(weights, MAX_RELATED_PER_ARTICLE))
    return len(weights)


def _store(lists: Mapping[int, ScoredArticles]) -> None:
    former = RelatedArticle.objects.grouped_by_article()
    changed = (article for article, found in lists.items() if former.get(article, []) != [*found])
    for articles in _batches(changed):
        with transaction.atomic():
            RelatedArticle.objects.replace_lists({article: lists[article] for article in articles})
            stale = [
                article
                for article in articles
                if [other for other, _ in former.get(article, ())]
                != [other for other, _ in lists[article]]
            ]
            Article.objects.filter(pk__in=stale).touch()


def _count_terms(
    articles: Sequence[Article], topics: Mapping[int, Sequence[int]]
) -> list[TermVector]:
    """Count the words of articles, which have yet to be weighed. `topics` are theirs, by key."""
    vectors = [
        TermVector(
            article=article,
            source_hash=_compute_source_hash(article, sorted(topics.get(article.pk, ()))),
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


def _list_vector_keys() -> list[int]:
    return [*TermVector.objects.order_by("pk").values_list("pk", flat=True)]


def _sample_document_frequency(keys: Sequence[int]) -> tuple[Counter[int], int]:
    """Count in how many texts each word is found, in a sample of the texts with these keys.
    Returns the size of the sample, too."""
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
