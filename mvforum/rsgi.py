"""RSGI entry point: `granian --interface rsgi mvforum.rsgi:application`."""

from django.conf import settings

from mvforum.http_cache.front import Front, FrontLimits
from mvforum.http_cache.request_threads import RequestThreads
from mvforum.wsgi import http_cache, uncached_application

application = Front(
    uncached_application,
    threads=RequestThreads(settings.REQUEST_THREADS, settings.REQUEST_THREADS - 1),
    cache=http_cache,
    health_path="/healthz",
    limits=FrontLimits(body_bytes_by_path=settings.REQUEST_BODY_LIMITS),
)
