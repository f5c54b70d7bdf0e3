from django.urls import path, re_path, register_converter

from articles import feeds
from articles.url_converters import DayOfYearConverter, UnicodeSlugConverter, YearConverter
from articles.views import archive, article, cards, daily_content, people, picture, search, topics, widgets

register_converter(DayOfYearConverter, "day")
register_converter(UnicodeSlugConverter, "name")
register_converter(YearConverter, "year")

app_name = "articles"
urlpatterns = [
    path("", article.article_list, name="list"),
    path("articles/<slug:slug>/", article.article_detail, name="detail"),
    path("preview/<name:key>/", article.preview, name="preview"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<name:slug>/", topics.topic_detail, name="topic"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.archive_year, name="year"),
    path("people/", people.person_list, name="people"),
    path("people/<name:slug>/", people.person_detail, name="person"),
    path("facts/", daily_content.fact_list, name="facts"),
    path("facts/<slug:slug>/", daily_content.fact_detail, name="fact"),
    path("on-this-day/", daily_content.on_this_day, name="today"),
    path("on-this-day/<day:day>/", daily_content.on_this_day, name="day"),
    path("widgets/", widgets.widget_overview, name="widgets"),
    path("widgets/widget.js", widgets.widget_script, name="widget_script"),
    path("widgets/count.json", widgets.widget_count, name="widget_count"),
    path("widgets/<slug:name>/", widgets.widget_frame, name="widget"),
    path("pictures/<slug:slug>/", picture.picture_redirect, name="picture"),
    re_path(picture.PICTURE_FILE_PATTERN, picture.picture_file),
    path("cards/site/<str:version>.png", cards.site_card, name="card_of_site"),
    path("cards/<slug:slug>-<str:version>.png", cards.article_card, name="card"),
    path("feeds/", feeds.feed_overview, name="feeds"),
    path("feeds/articles.<str:form>", feeds.newest_articles_feed, name="feed"),
    path("feeds/topics/<str:slug>.<str:form>", feeds.topic_feed, name="topic_feed"),
    path("feeds/articles/<slug:slug>.<str:form>", feeds.article_posts_feed, name="posts_feed"),
    path("search/", search.search_page, name="search"),
]
