"""The library of pictures in Django admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.picture_forms import PictureForm, UploadForm
from articles.models import Picture
from articles.pictures.files import WEBP
from articles.publication import save_picture
from comments.admin.moderation import DeleteOneByOneAdmin, RestrictedLookupAdmin

MAX_LIBRARY_PICTURES = 60  # in the dialogue that inserts one


@admin.register(Picture)
class PictureAdmin(DeleteOneByOneAdmin, RestrictedLookupAdmin):
    list_display = ("thumbnail", "slug", "alt", "caption", "credit", "size", "uploaded_at")
    list_display_links = ("thumbnail", "slug")
    search_fields = ("slug", "alt", "caption")
    list_per_page = 50

    def get_form(
        self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        kwargs["form"] = PictureForm if obj else UploadForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        if not obj:
            return ("file", "alt", "caption", "credit", "slug")
        facts = ("slug", "size", "used_in", "uploaded_by", "uploaded_at")
        return ("shown", "markdown", "alt", "caption", "credit", *facts)

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        written = {"file", "alt", "caption", "credit"} | ({"slug"} if not obj else set())
        return tuple(name for name in self.get_fields(request, obj) if name not in written)

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.is_editable_by(request.user))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Add a picture without the transaction of Django admin: decoding takes seconds, and nobody
        else could write meanwhile. `create_with_files` has its own."""
        return self._changeform_view(  # type: ignore[attr-defined]
            request, None, form_url, extra_context
        )

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Picture:
        picture: Picture = super().save_form(request, form, change)
        if change:
            return picture
        assert isinstance(form, UploadForm)  # noqa: S101  see get_form
        picture.uploaded_by_id = request.user.pk
        return Picture.objects.create_with_files(picture, form.encoded)

    def save_model(self, request: HttpRequest, picture: Picture, form: forms.ModelForm, change: bool) -> None:
        if change:  # A new one is stored already.
            save_picture(picture)

    def response_post_save_add(self, request: HttpRequest, picture: Picture) -> HttpResponseRedirect:
        """Redirect to the page of the picture, which says how texts name it."""
        return HttpResponseRedirect(reverse("admin:articles_picture_change", args=[picture.pk]))

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        library = self.admin_site.admin_view(self.library)
        return [path("library/", library, name="articles_picture_library"), *super().get_urls()]

    def library(self, request: HttpRequest) -> JsonResponse:
        """Return the newest pictures, or those that `?q=` finds, for the dialogue that
        inserts one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        wanted = request.GET.get("q", "")[:100].replace("\x00", "")
        found, _twice = self.get_search_results(request, self.get_queryset(request), wanted)
        pictures = [
            {
                "slug": picture.slug,
                "alt": picture.alt,
                "caption": picture.caption,
                "markdown": picture.markdown,
                "thumbnail": picture.get_file_url(WEBP, picture.widths[0]),
                "width": picture.width,
                "height": picture.height,
            }
            for picture in found[:MAX_LIBRARY_PICTURES]
        ]
        return JsonResponse({"pictures": pictures})

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> str:
        return _image(picture, 120)

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> str:
        return format_html('<a href="{}">{}</a>', picture.url, _image(picture, 480))

    @admin.display(description="Markdown")
    def markdown(self, picture: Picture) -> str:
        hint = _(
            "Copy this into a text, on a line of its own. Between the brackets there is room for "
            "another description, and in quotes behind the address for another caption."
        )
        return format_html("<code>{}</code><br>{}", picture.markdown, hint)

    @admin.display(description=_("size"), ordering="width")
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}, {picture.format}"

    @admin.display(description=_("shown by"))
    def used_in(self, picture: Picture) -> str:
        links = (
            (reverse("admin:articles_article_change", args=[article.pk]), article) for article in picture.articles.all()
        )
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"


def _image(picture: Picture, width: int) -> str:
    """Render a small image, never larger than the picture."""
    width = min(width, picture.widths[0])
    address = picture.get_file_url(WEBP, picture.widths[0])
    form = '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">'
    return format_html(form, address, width, picture.get_height_at(width), picture.alt)
