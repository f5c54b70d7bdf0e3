"""A 404 that explains itself."""

from django.http import Http404


class PageNotFound(Http404):
    """Says in a sentence, for readers, what is not here, and where one can go on."""

    def __init__(self, sentence: str, back: str = ""):
        super().__init__(sentence)
        self.sentence = sentence
        self.back = back
