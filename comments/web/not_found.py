"""Exception for a 404 page that explains what is missing."""

from django.http import Http404


class PageNotFound(Http404):
    """Missing page, with a sentence for readers and an address at which to continue."""

    def __init__(self, sentence: str, back: str = ""):
        super().__init__(sentence)
        self.sentence = sentence
        self.back = back
