"""Related articles ("You might also like"): picked by hand first, then by similarity."""

import pytest
from django.core.management import call_command

from articles import related, tfidf
from articles.models import Article, RelatedArticle, TermVector, Topic
from articles.publication import (
    after_change,
    delete_article,
    publish_article,
    retire_article,
    save_article,
    unpublish_article,
)
from articles.related import relate_new_articles
from tests.articles.conftest import ADD
from tests.conftest import text_of

VALVES = "The mitral valve leaks, and the surgeon repairs the mitral valve with a ring."
KNEES = "A cartilage tear in the knee heals slowly, and the meniscus may need trimming."
BREAD = "Knead the dough, let the sourdough rise, and bake the loaf until its crust sings."


@pytest.fixture
def publish(db):
    """publish("Title", text, "a topic"): publish an article and compute its related articles."""

    def publish(title: str, body: str = "Nothing.", *topics: str) -> Article:
        slug = title.lower().replace(" ", "-")
        article = Article.objects.create(title=title, slug=slug, body=body)
        article.topics.set(map(Topic.get_or_create_by_name, topics))
        publish_article(article)
        relate_new_articles()
        return article

    return publish


def titles(article: Article) -> list[str]:
    return [other.title for other in Article.objects.get(pk=article.pk).recommended_articles]


def version(article: Article) -> int:
    return Article.objects.get(pk=article.pk).version


def test_what_is_alike_is_found_both_ways(publish):
    first = publish("First", VALVES)
    other = publish("Other", KNEES)
    second = publish("Second", VALVES.replace("ring", "clip"))
    assert titles(first) == ["Second"]
    assert titles(second) == ["First"]
    assert titles(other) == []


def test_a_shared_topic_counts_where_words_are_all_different(publish):
    knee = publish("One", KNEES, "recovery")
    publish("Two", BREAD, "recovery")
    publish("Three", VALVES, "valves")
    assert titles(knee) == ["Two"]


def test_articles_picked_by_hand_come_first_and_once(publish):
    article = publish("Mine", VALVES)
    publish("Alike", VALVES)
    picked = [publish("Picked", BREAD), publish("Picked and alike", VALVES)]
    article.related.set(picked)
    assert titles(article) == ["Picked and alike", "Picked", "Alike"]


def test_five_are_shown_but_all_that_are_picked(publish):
    article = publish("Mine", VALVES, "valves")
    others = [publish(f"Alike {n}", VALVES, "valves") for n in range(7)]
    assert len(titles(article)) == 5
    article.related.set(others[:6])
    assert len(titles(article)) == 6


def test_the_page_of_an_old_article_learns_of_a_new_one(client, publish):
    old = publish("Old", VALVES)
    publish("Elsewhere", BREAD)
    etag = client.get(old.get_absolute_url())["ETag"]
    publish("New", VALVES)
    response = client.get(old.get_absolute_url(), headers={"if-none-match": etag})
    assert '<a href="/articles/new/">New</a>' in text_of(response)


def test_a_page_that_shows_nothing_of_it_stays_as_it_is(publish):
    publish("Old", VALVES)
    bread = publish("Elsewhere", BREAD)
    publish("More of it", KNEES)
    before = version(bread)
    publish("New", VALVES)
    assert version(bread) == before


@pytest.mark.parametrize(
    "leave",
    [unpublish_article, lambda article: retire_article(article, "Old."), delete_article],
    ids=["taken off", "retired", "deleted"],
)
def test_what_leaves_the_site_leaves_the_lists_at_once(client, publish, leave):
    article, leaving = publish("Stays", VALVES), publish("Leaves", VALVES)
    assert "Leaves" in text_of(client.get(article.get_absolute_url()))
    leave(leaving)
    assert "Leaves" not in text_of(client.get(article.get_absolute_url()))
    assert not RelatedArticle.objects.exists()


def test_what_comes_back_is_found_again(publish):
    article, other = publish("Stays", VALVES), publish("Comes back", VALVES)
    unpublish_article(other)
    assert titles(article) == []
    publish_article(other)
    relate_new_articles()
    assert titles(article) == ["Comes back"]


def test_another_text_is_like_other_articles(as_admin, form, publish):
    valves, bread = publish("Valves", VALVES), publish("Bread", BREAD)
    as_admin.post(ADD, form | {"body": VALVES, "topics": [], "_move": "publish"})
    new = Article.objects.get(slug="a-new-one")
    assert titles(new) == ["Valves"]
    as_admin.post(f"/admin/articles/article/{new.pk}/change/", form | {"body": BREAD, "topics": []})
    assert (titles(new), titles(bread), titles(valves)) == (["Bread"], ["A new one"], [])


def test_an_older_text_is_like_other_articles_again(as_admin, form, publish):
    valves, bread = publish("Valves", VALVES), publish("Bread", BREAD)
    as_admin.post(ADD, form | {"body": VALVES, "topics": [], "_move": "publish"})
    new = Article.objects.get(slug="a-new-one")
    address = f"/admin/articles/article/{new.pk}"
    as_admin.post(f"{address}/change/", form | {"body": BREAD, "topics": []})
    latest = new.revisions.first().number
    as_admin.post(f"{address}/history/1/", {"latest": latest})
    assert (titles(new), titles(bread), titles(valves)) == (["Valves"], [], ["A new one"])


def test_other_topics_are_like_other_articles(as_admin, form, publish):
    bread = publish("Bread", BREAD, "heart valves")
    as_admin.post(ADD, form | {"body": KNEES, "topics": [], "_move": "publish"})
    new = Article.objects.get(slug="a-new-one")
    assert titles(new) == []
    as_admin.post(f"/admin/articles/article/{new.pk}/change/", form | {"body": KNEES})
    assert (titles(new), titles(bread)) == (["Bread"], ["A new one"])


def test_a_topic_that_is_deleted_joins_nothing_any_more(publish):
    article = publish("Mine", KNEES, "recovery")
    publish("Other", BREAD, "recovery")
    Topic.objects.get().delete()
    call_command("note_due_articles")
    assert titles(article) == []


def test_what_was_scheduled_is_found_once_its_time_has_come(publish, travel):
    from datetime import timedelta

    from django.utils.timezone import now

    article = publish("Here", VALVES)
    later = Article.objects.create(title="Later", slug="later", body=VALVES)
    publish_article(later, now() + timedelta(hours=2))
    call_command("note_due_articles")
    assert titles(article) == []
    travel(hours=3)
    call_command("note_due_articles")
    assert titles(article) == ["Later"]


def test_nothing_is_done_where_nothing_has_changed(publish, django_assert_num_queries):
    article = publish("One", VALVES, "valves")
    publish("Two", VALVES)
    save_article(article)
    with django_assert_num_queries(1):
        relate_new_articles()


def test_many_at_once_are_related_once(publish, monkeypatch):
    passes = []
    monkeypatch.setattr(related, "relate_all_articles", lambda unread: passes.append(len([*unread])))
    monkeypatch.setattr(related, "MAX_ARTICLES_RELATED_TOGETHER", 2)
    for number in range(related.MAX_ARTICLES_RELATED_SINGLY + 3):
        article = Article.objects.create(title=f"A {number}", slug=f"a-{number}", body=VALVES)
        publish_article(article)
    relate_new_articles()
    assert passes == [related.MAX_ARTICLES_RELATED_SINGLY + 3]


def test_a_request_relates_only_a_few_articles(publish, monkeypatch):
    monkeypatch.setattr(related, "MAX_ARTICLES_RELATED_TOGETHER", 2)
    for number in range(related.MAX_ARTICLES_RELATED_SINGLY + 3):
        article = Article.objects.create(title=f"A {number}", slug=f"a-{number}", body=VALVES)
        publish_article(article)
    relate_new_articles(during_request=True)
    assert TermVector.objects.filter(article=article).exists()  # the last one
    assert TermVector.objects.count() == related.MAX_ARTICLES_RELATED_SINGLY
    call_command("note_due_articles")
    assert TermVector.objects.count() == related.MAX_ARTICLES_RELATED_SINGLY + 3


@pytest.fixture
def on_a_large_site(monkeypatch):
    monkeypatch.setattr(related, "MAX_ARTICLES_RELATED_TOGETHER", 0)


@pytest.mark.usefixtures("on_a_large_site")
def test_one_by_one_finds_what_all_at_once_finds(publish):
    articles = [publish(f"{text[:9]} {n}", text) for text in (VALVES, KNEES, BREAD) for n in (1, 2)]
    call_command("relate_articles")
    one_by_one = []
    for article in articles:
        TermVector.objects.filter(article=article).delete()
        relate_new_articles()
        one_by_one.append(titles(article))
    call_command("relate_articles")
    assert [titles(article) for article in articles] == one_by_one
    assert all(len(found) == 1 for found in one_by_one)


@pytest.mark.usefixtures("on_a_large_site")
def test_a_full_list_takes_what_is_better_and_drops_its_last(publish, monkeypatch):
    monkeypatch.setattr("articles.models.related_article.MAX_RELATED_PER_ARTICLE", 2)
    monkeypatch.setattr(related, "MAX_RELATED_PER_ARTICLE", 2)
    article = publish("Mine", VALVES)
    far = publish("Far", f"{KNEES} {BREAD} Of the mitral valve.")
    publish("Bread", BREAD)
    publish("Knees", KNEES)
    call_command("relate_articles")
    assert "Far" in titles(article)
    for number in (1, 2):
        publish(f"Near {number}", VALVES)
    assert titles(article) == ["Near 2", "Near 1"]
    assert RelatedArticle.objects.filter(article=article).count() == 2
    assert titles(far)


def test_articles_from_before_are_related_by_the_command(publish, capsys):
    one, two = publish("One", VALVES), publish("Two", VALVES)
    publish("Three", BREAD)
    RelatedArticle.objects.all().delete()
    TermVector.objects.all().delete()
    call_command("relate_articles")
    assert "Related 3 articles." in capsys.readouterr().out
    assert (titles(one), titles(two)) == (["Two"], ["One"])


def test_reading_computes_nothing(client, publish, django_assert_num_queries):
    article = publish("One", VALVES)
    TermVector.objects.all().delete()
    client.get(article.get_absolute_url())
    assert not TermVector.objects.exists()
    with django_assert_num_queries(1):
        client.get(article.get_absolute_url())


def test_recommending_costs_two_questions(publish, django_assert_num_queries):
    article = publish("One", VALVES)
    article.related.add(publish("Two", BREAD))
    for number in range(5):
        publish(f"Alike {number}", VALVES, "valves")
    article.topics.add(Topic.get_or_create_by_name("valves"))
    after_change(article)
    relate_new_articles()
    with django_assert_num_queries(2):
        assert len(article.recommended_articles) == 5


def weights_of(*texts: str) -> list[tfidf.TermWeights]:
    words = [tfidf.count_terms(text) for text in texts]
    common = tfidf.count_document_frequency(map(tfidf.pack_words, words))
    return [tfidf.compute_weights(each, (), common, len(texts)) for each in words]


def likeness(one: tfidf.TermWeights, other: tfidf.TermWeights) -> float:
    return tfidf.compute_similarities(one, [(1, tfidf.pack_weights(other))]).get(1, 0.0)


def test_a_text_is_entirely_like_itself_and_not_like_another():
    valves, bread = weights_of(VALVES, BREAD)
    assert likeness(valves, valves) == pytest.approx(1, abs=0.001)
    assert likeness(valves, bread) == 0


def test_case_short_words_and_digits_do_not_count():
    assert tfidf.count_terms("Die Klappe, KLAPPE! 2019 a1 of") == {tfidf.crc32(b"die"): 1, tfidf.crc32(b"klappe"): 2}


def test_words_that_all_use_say_nothing():
    texts = [f"the same words everywhere and {chr(200 + n) * 3}" for n in range(60)]
    first, second, *_ = weights_of(*texts)
    assert len(first) == 1
    assert likeness(first, second) == 0


def test_what_is_packed_comes_out_again():
    words = tfidf.count_terms(VALVES * 300)
    assert tfidf.unpack_words(tfidf.pack_words(words)) == words


@pytest.mark.parametrize("text", ["", "    ", "12 34", "的" * 9000, "x" * 100_000, "\u0130\x00ﬁ"])
def test_any_text_can_be_weighed(text):
    words = tfidf.count_terms(text)
    tfidf.pack_weights(tfidf.compute_weights(words, (), {}, 0))
    assert tfidf.unpack_words(tfidf.pack_words(words)) == words


def test_all_at_once_is_each_with_each():
    weights = dict(enumerate(weights_of(VALVES, BREAD, VALVES + BREAD, KNEES)))
    nearest = tfidf.find_all_similar(weights, 2)
    assert len(weights) == 4
    for text, mine in weights.items():
        others = [(n, tfidf.pack_weights(w)) for n, w in weights.items() if n != text]
        scores = tfidf.get_highest_scores(tfidf.compute_similarities(mine, others), 2)
        assert [other for other, _ in nearest[text]] == [other for other, _ in scores]


WORDS = (  # noqa: SIM905
    "mitral valve leak surgeon repair ring annulus chordae leaflet prolapse regurgitation echo murmur atrium ventricle"
    " anticoagulant warfarin rhythm fibrillation rehabilitation clinic sternum bypass recovery endurance breath stairs"
    " dentist antibiotics endocarditis"
).split()


def long_text(first: str, start: int = 0) -> str:
    """A text of forty sentences. Those with the same start share their words."""
    chosen = [WORDS[(start + n) % len(WORDS)] for n in range(22)]
    return f"{first} " + " ".join(
        f"The {word} and the {chosen[n - 1]} matter to {word}." for n, word in enumerate(chosen)
    )


COPIES = {"Original", "Reprint", "Again"}


@pytest.mark.parametrize("large", [False, True], ids=["all at once", "one by one"])
def test_near_copies_are_left_out(publish, request, large):
    """An article recommends none of its copies, and others recommend one of several copies."""
    if large:
        request.getfixturevalue("on_a_large_site")
    articles = [publish("Rehab", long_text("Walk.", start=12), "valves")]
    articles += [publish(title, long_text(f"{title}, with another beginning."), "valves") for title in sorted(COPIES)]
    articles += [publish("Late", long_text("Late.", start=14), "valves")]
    for _ in ("as they came", "by the command"):
        found = {article.title: titles(article) for article in articles}
        assert all("Rehab" in found[title] and not COPIES & {*found[title]} for title in COPIES), found
        assert [len(COPIES & {*found[title]}) for title in ("Rehab", "Late")] == [1, 1], found
        call_command("relate_articles")


def test_a_picked_copy_stays(publish):
    """Editors know what they do."""
    original, copy = publish("Original", long_text("Thanks.")), publish("Reprint", long_text("Thanks again."))
    assert titles(original) == []
    original.related.add(copy)
    assert titles(original) == ["Reprint"]


def test_short_texts_and_shared_topics_make_no_copy():
    short, also_short = weights_of(VALVES, f"{VALVES} Thanks")
    assert not tfidf.is_near_copy(short, also_short)
    one, other = weights_of(long_text("One"), long_text("Two", start=20))
    topics = [1, 2, 3]
    keys = {tfidf.get_topic_key(topic): 1.0 for topic in topics}
    assert not tfidf.is_near_copy(one | keys, other | keys, {*keys})
    assert tfidf.is_near_copy(one | keys, one | keys, {*keys})
