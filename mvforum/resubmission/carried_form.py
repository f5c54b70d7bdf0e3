"""Form that travels through the log-in in an encrypted hidden field; nothing is stored on the server."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict

from comments.web.account_mark import ACCOUNT_MARK_FIELD
from mvforum.resubmission.returned_form import WRITTEN_FOR_FIELD, ReturnedForm

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

CARRIED_FIELD = "carried_form"
MARKS = (ACCOUNT_MARK_FIELD, WRITTEN_FOR_FIELD)
LIFETIME_SECONDS = 24 * 3600  # seconds, until the page of the log-in is too old to bring the text along


def seal_form(returned: ReturnedForm) -> str:
    """Encrypt and sign a form: what is listed of it, and for whom it was made."""
    names = [*returned.listed.texts, *returned.listed.choices, *returned.listed.buttons, *MARKS]
    sent = [(name, value) for name in names for value in returned.sent.getlist(name)]
    content = json.dumps({"url": returned.url, "sent": sent})
    return _build_cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(content.encode()).decode()


def open_form(sealed: str) -> ReturnedForm | None:
    """Return the form, or None if we have not sealed it, or too long ago."""
    from cryptography.fernet import InvalidToken

    cipher = _build_cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    try:
        content = json.loads(cipher.decrypt(sealed.encode(), ttl=LIFETIME_SECONDS))
    except InvalidToken:
        return None
    sent = QueryDict(mutable=True)
    for name, value in content["sent"]:
        sent.appendlist(name, value)
    return ReturnedForm.from_sent(content["url"], sent)


@lru_cache(maxsize=4)
def _build_cipher(*secret_keys: str) -> MultiFernet:
    """Build the cipher of the site. The first key encrypts; older ones still open what they have sealed."""
    # Imported here: it costs 60 ms, and few processes ever need it.
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"mvforum.resubmission.carried_form"
    derived = [HKDF(SHA256(), 32, salt=None, info=info).derive(key.encode()) for key in secret_keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])
