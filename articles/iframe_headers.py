"""Responses that pages of other sites may show in a frame, or read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def embeddable(view: View) -> View:
    """Let every site show the response in a frame, run it as a script, or read it.

    The response must be the same for everybody, members included: the view must not look at
    cookies.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response["Access-Control-Allow-Origin"] = "*"
        # Pages with this policy show only frames that have it, too.
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = build_embed_csp()
        return response

    # The read replica serves it, too.
    shown.is_public_page = True  # type: ignore[attr-defined]
    return shown


def build_embed_csp(style: str = "") -> str:
    """Build a policy that allows only this stylesheet, in a frame of any site."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    styles = f"style-src 'sha256-{digest}'; " if style else ""
    return f"default-src 'none'; {styles}base-uri 'none'; form-action 'none'; frame-ancestors *"
