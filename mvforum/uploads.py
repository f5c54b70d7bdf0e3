"""File uploads: accepted from staff in Django admin only, up to the size of a picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.pictures.decoding import MAX_PICTURE_BYTES

MAX_RECEIVED_BYTES = 64 * 1024 * 1024  # bytes; a larger request is cut off


class StaffUploadsMiddleware:
    """Middleware that accepts files from staff. Files from others are skipped, as the settings
    say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.method == "POST"
            and request.content_type == "multipart/form-data"
            and request.path.startswith(reverse("admin:index"))
            and request.user.is_active
            and request.user.is_staff
        ):
            request.upload_handlers = [BoundedUploadHandler(request)]
        return self.get_response(request)


class BoundedUploadHandler(FileUploadHandler):
    """Upload handler that keeps files in memory up to the size of a picture. Of a larger file it
    keeps the size only, so that the form can name it."""

    received_bytes = 0  # bytes of all files

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received_bytes += len(raw_data)
        if self.received_bytes > MAX_RECEIVED_BYTES:
            raise StopUpload(connection_reset=True)
        if self.received_bytes > MAX_PICTURE_BYTES:
            self.buffer = BytesIO()
        else:
            self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
