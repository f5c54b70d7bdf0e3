from typing import ClassVar

from django.contrib import admin

from articles.models import Topic
from comments.admin.moderation import DeletesOneByOne, ListedFilters


@admin.register(Topic)
class TopicAdmin(DeletesOneByOne, ListedFilters):
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", "description")
