"""Words that tell one thing from another, written as people read them: in lines."""


def build_word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())
