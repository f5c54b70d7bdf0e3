"""Find related articles by their term vectors, after a publication or a change."""

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

# Up to so many are all related again: each changes which words are common.
MAX_ARTICLES_RELATED_TOGETHER = 100
MAX_ARTICLES_RELATED_SINGLY = 10  # If more wait, all are related again.
SAMPLE_ARTICLES = 1_000  # in which common words are counted
ARTICLES_PER_BATCH = 500  # in one transaction
TITLE_REPETITIONS = 3  # how often the words of a title count


def delete_stale_vector(article: Article, topics: Sequence[int]) -> None:
    """Delete the vector of an article that is not public, or whose text or topics have changed.

    `relate_new_articles` computes a new one.
    """
    vectors = TermVector.objects.filter(article=article)
    if article.is_published:
        vectors.exclude(source_hash=_compute_source_hash(article, topics)).delete()
    else:
        vectors.delete()
        RelatedArticle.objects.involving(article.pk).delete()


def _compute_source_hash(article: Article, topics: Sequence[int]) -> int:
    """Compute a checksum of everything that a vector depends on."""
    return crc32(repr((article.title, article.body_html, [*topics])).encode())


def relate_new_articles(*, during_request: bool = False) -> None:
    """Relate articles that were published or changed since the last call.

    During a request, only the newest of many are related. The others wait for the command
    `note_due_articles`.
    """
    waiting = [*Article.objects.without_term_vector()[: MAX_ARTICLES_RELATED_SINGLY + 1]]
    if not waiting:
        return
    is_small = Article.objects.published()[: MAX_ARTICLES_RELATED_TOGETHER + 1].count() <= MAX_ARTICLES_RELATED_TOGETHER
    are_many = len(waiting) > MAX_ARTICLES_RELATED_SINGLY
    if is_small or (are_many and not during_request):
        every = Article.objects.without_term_vector().iterator(ARTICLES_PER_BATCH)
        relate_all_articles(every if are_many else waiting)
        return
    for article in waiting[:MAX_ARTICLES_RELATED_SINGLY]:
        relate_article(article)


@transaction.atomic
def relate_article(article: Article) -> None:
    """Find the articles that are similar to one, and add it to their lists."""
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
    nearest = tfidf.get_highest_scores(scores, MAX_RELATED_PER_ARTICLE * tfidf.CANDIDATES_PER_RESULT)
    weights = _get_weights(pk for pk, _score in nearest)
    topic_keys = {tfidf.get_topic_key(topic) for topic in article.topic_ids}
    chosen = tfidf.choose_similar(mine, scores, weights, MAX_RELATED_PER_ARTICLE, topic_keys)
    RelatedArticle.objects.replace_lists({article.pk: chosen})
    copies = {pk for pk, theirs in weights.items() if tfidf.is_near_copy(mine, theirs, topic_keys)}
    changed |= RelatedArticle.objects.add_to_lists(article.pk, scores, copies)
    Article.objects.filter(pk__in=changed).touch()


def relate_all_articles(unread: Iterable[Article]) -> int:
    """Relate all published articles again, after counting the words of `unread` ones.

    Returns the number of articles.
    """
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
    topic_keys = {tfidf.get_topic_key(topic) for theirs in topics.values() for topic in theirs}
    _store(tfidf.find_all_similar(weights, MAX_RELATED_PER_ARTICLE, topic_keys))
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
                if [other for other, _ in former.get(article, ())] != [other for other, _ in lists[article]]
            ]
            Article.objects.filter(pk__in=stale).touch()


def _count_terms(articles: Sequence[Article], topics: Mapping[int, Sequence[int]]) -> list[TermVector]:
    """Store vectors with the words of articles. Their weights follow. `topics` are topics by
    article."""
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
        vectors, update_conflicts=True, unique_fields=["article"], update_fields=["source_hash", "words", "weights"]
    )


def _get_text(article: Article) -> str:
    return f"{article.title} " * TITLE_REPETITIONS + extract_running_text(article.body_html)


def _get_weights(keys: Iterable[int]) -> dict[int, tfidf.TermWeights]:
    vectors = TermVector.objects.filter(pk__in=[*keys]).values_list("pk", "weights")
    return {pk: tfidf.unpack_weights(packed) for pk, packed in vectors}


def _list_vector_keys() -> list[int]:
    return [*TermVector.objects.order_by("pk").values_list("pk", flat=True)]


def _sample_document_frequency(keys: Sequence[int]) -> tuple[Counter[int], int]:
    """Count in how many texts each word occurs, in a sample of the texts with these keys.

    Returns the size of the sample, too.
    """
    sample = keys[:: len(keys) // SAMPLE_ARTICLES + 1]
    texts = TermVector.objects.filter(pk__in=sample).values_list("words", flat=True)
    return tfidf.count_document_frequency(texts), len(sample)


def _topics() -> dict[int, list[int]]:
    """Return the keys of the topics of each article."""
    keys = defaultdict(list)
    for article, topic in Article.topics.through.objects.values_list("article", "topic"):
        keys[article].append(topic)
    return keys


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := [*islice(rows, ARTICLES_PER_BATCH)]:
        yield batch
