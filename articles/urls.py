from django.urls import path

from articles.views import article, people

app_name = "articles"
urlpatterns = [
    path("", article.article_list, name="list"),
    path("articles/<slug:slug>/", article.article_detail, name="detail"),
    path("preview/<str:key>/", article.preview, name="preview"),
    path("people/<str:slug>/", people.person, name="person"),
]
