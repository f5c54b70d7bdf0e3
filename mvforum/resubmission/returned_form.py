"""Form with the text of a request that could not be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK
from mvforum.csrf import is_same_origin
from mvforum.resubmission.returned_fields import Label, ReturnedFields, find_returned_fields

WRITTEN_FOR_FIELD = "written_for"  # the mark of the form in which the text was written
CSRF_FIELD = "csrfmiddlewaretoken"


class ReturnedText(NamedTuple):
    """A field that a person has typed into, as the page shows it again."""

    name: str
    label: Label
    value: str

    @property
    def is_long(self) -> bool:
        return self.name in {"body", "words", "reason"} or "\n" in self.value or len(self.value) > 80


@dataclass(frozen=True)
class ReturnedForm:
    """What a form has sent, apart from secrets, with the address that it was sent to."""

    url: str
    listed: ReturnedFields
    sent: QueryDict
    is_from_our_page: bool = True  # What another site has sent must not become a form of ours.

    @classmethod
    def from_request(cls, request: HttpRequest) -> ReturnedForm | None:
        """Return the form, or None if the request has none. Never fails: it is for pages of errors."""
        if request.method != "POST":
            return None
        try:
            match = request.resolver_match or resolve(request.path_info)
            sent = request.POST
        except Exception:  # no such address; unreadable, or cut off: there is nothing to give back
            return None
        listed = find_returned_fields(match, sent)
        # As the check notes it when it accepts; an outage may come before it.
        is_from_our_page = getattr(request, "csrf_processing_done", False) or is_same_origin(request)
        return cls(request.get_full_path(), listed, sent, is_from_our_page)

    @classmethod
    def from_sent(cls, url: str, sent: QueryDict) -> ReturnedForm | None:
        """Return the form at an address of this site, or None if there is none."""
        parts = urlsplit(url)
        url = f"{parts.path}?{parts.query}" if parts.query else parts.path  # never another site
        try:
            return cls(url, find_returned_fields(resolve(parts.path), sent), sent)
        except (Resolver404, ValueError):
            return None

    @property
    def mark(self) -> str:
        """For whom the form was made."""
        return self.sent.get(ACCOUNT_MARK_FIELD, GUEST_MARK)

    @property
    def written_for(self) -> str:
        """For whom its text was written: a form that comes back may be for somebody else by now."""
        return self.sent.get(WRITTEN_FOR_FIELD, self.mark)

    @property
    def csrf_token(self) -> str:
        """The token of the form, which is as good as it was."""
        return self.sent.get(CSRF_FIELD, "")

    @property
    def is_by_guest(self) -> bool:
        return self.written_for == GUEST_MARK

    @property
    def texts(self) -> list[ReturnedText]:
        listed = self.listed.texts.items()
        return [ReturnedText(name, label, str(self.sent[name])) for name, label in listed if name in self.sent]

    @property
    def author_name(self) -> str:
        """The name that a guest has given."""
        return str(self.sent.get("author_name", ""))

    @property
    def has_text(self) -> bool:
        return any(text.value.strip() for text in self.texts)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*self._pairs(self.listed.choices)]

    @property
    def buttons(self) -> list[tuple[str, str]]:
        return [*self._pairs(self.listed.buttons)]

    def _pairs(self, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name in names:
            for value in self.sent.getlist(name):
                yield name, value
