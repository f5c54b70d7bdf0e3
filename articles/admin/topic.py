from typing import ClassVar

from django.contrib import admin

from articles.models import Topic
from comments.admin.moderation import DeleteOneByOneAdmin, RestrictedLookupAdmin


@admin.register(Topic)
class TopicAdmin(DeleteOneByOneAdmin, RestrictedLookupAdmin):
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", "description")
