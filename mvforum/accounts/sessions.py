"""Django's database sessions, loaded by a compiled query."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from comments.web.compiled_query import CompiledQuery

UNEXPIRED_SESSION = CompiledQuery(lambda key, moment: Session.objects.filter(session_key=key, expire_date__gt=moment))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        is_key = key.isascii() and key.isalnum()  # Other characters upset some databases.
        session = UNEXPIRED_SESSION.first(key=key, moment=now()) if is_key else None
        if not session:
            self._session_key = None
        return session
