from django.urls import path

from articles.views import article

app_name = "articles"
urlpatterns = [
    path("", article.article_list, name="list"),
    path("articles/<slug:slug>/", article.article_detail, name="detail"),
]
