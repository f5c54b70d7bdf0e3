"""Words that tell one thing from another, written as people read them: in lines."""


def set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())
