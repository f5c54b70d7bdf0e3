"""Views of the files of pictures, cached for good."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Picture
from articles.pictures.files import MEDIA_FOLDER, MIME_TYPES

# Names of copies. Originals are not public.
PICTURE_FILE_PATTERN = (
    rf"^{settings.MEDIA_URL.strip('/')}/{MEDIA_FOLDER}/"
    rf"(?P<name>[0-9a-f]{{32}}-[0-9]{{1,4}}\.(?P<extension>{'|'.join(MIME_TYPES)}))$"
)
IMMUTABLE_CACHE_CONTROL = "public, max-age=31536000, immutable"  # a year


@require_safe
def picture_redirect(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect the address in texts to the file. Not cached: a slug may have another picture one
    day."""
    return redirect(get_object_or_404(Picture, slug=slug).url)


@require_safe
def picture_file(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    if request.META.get("QUERY_STRING"):  # One address a file, so that nobody can fill caches.
        return HttpResponsePermanentRedirect(request.path)
    response = get_conditional_response(request, etag=f'"{name}"')
    if not response:
        # Pictures are compressed already.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        response = HttpResponse(_read(name), content_type=MIME_TYPES[extension])
    response["ETag"] = f'"{name}"'
    response["Cache-Control"] = IMMUTABLE_CACHE_CONTROL
    return response


def _read(name: str) -> bytes:
    try:
        with default_storage.open(f"{MEDIA_FOLDER}/{name}") as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise Http404 from None
