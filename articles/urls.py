from django.urls import path, re_path, register_converter

from articles import feeds
from articles.models.day_of_year import DayConverter
from articles.url_converters import NameConverter, YearConverter
from articles.views import (
    almanac,
    archive,
    article,
    cards,
    people,
    picture,
    search,
    topics,
    widgets,
)

register_converter(DayConverter, "day")
register_converter(NameConverter, "name")
register_converter(YearConverter, "year")

app_name = "articles"
urlpatterns = [
    path("", article.article_list, name="list"),
    path("articles/<slug:slug>/", article.article_detail, name="detail"),
    path("preview/<name:key>/", article.preview, name="preview"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<name:slug>/", topics.topic, name="topic"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.year, name="year"),
    path("people/", people.person_list, name="people"),
    path("people/<name:slug>/", people.person, name="person"),
    path("facts/", almanac.fact_list, name="facts"),
    path("facts/<slug:slug>/", almanac.fact_detail, name="fact"),
    path("on-this-day/", almanac.on_this_day, name="today"),
    path("on-this-day/<day:day>/", almanac.on_this_day, name="day"),
    path("widgets/", widgets.overview, name="widgets"),
    path("widgets/widget.js", widgets.script, name="widget_script"),
    path("widgets/count.json", widgets.count, name="widget_count"),
    path("widgets/<slug:name>/", widgets.widget, name="widget"),
    path("pictures/<slug:slug>/", picture.picture, name="picture"),
    re_path(picture.FILES, picture.picture_file),
    path("cards/site/<str:version>.png", cards.card_of_site, name="card_of_site"),
    path("cards/<slug:slug>-<str:version>.png", cards.card, name="card"),
    path("feeds/", feeds.overview, name="feeds"),
    path("feeds/articles.<str:form>", feeds.newest_articles, name="feed"),
    path("feeds/topics/<str:slug>.<str:form>", feeds.articles_of_a_topic, name="topic_feed"),
    path("feeds/articles/<slug:slug>.<str:form>", feeds.posts_of_an_article, name="posts_feed"),
    path("search/", search.search_page, name="search"),
]
