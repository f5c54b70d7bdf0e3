"""RSGI entry point: `granian --interface rsgi mvforum.rsgi:application`."""

from functools import partial

from django.conf import settings

from mvforum.http_cache.front import Front, FrontLimits
from mvforum.http_cache.request_threads import RequestThreads
from mvforum.proxy_headers import apply_proxy_headers
from mvforum.wsgi import http_cache, replace_unreadable_content_type

application = Front(
    replace_unreadable_content_type,
    threads=RequestThreads(settings.REQUEST_THREADS, settings.REQUEST_THREADS - 1),
    cache=http_cache,
    health_path="/healthz",
    limits=FrontLimits(body_bytes_by_path=settings.REQUEST_BODY_LIMITS),
    prepare_environ=partial(apply_proxy_headers, trusted_proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT),
)
