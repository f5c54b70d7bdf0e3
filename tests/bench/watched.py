"""CPU time of a search for 5,000 watched words in 10 kB: `python -m tests.bench.watched`."""

import random
import time

from comments.word_lists.matcher import PhraseMatcher

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшыьэюя"
SIZE = 10_240  # bytes
TIMES = 15


def main() -> None:
    chance = random.Random(5)

    def word(shortest: int, longest: int, letters: str = LETTERS) -> str:
        return "".join(chance.choices(letters, k=chance.randint(shortest, longest)))

    def text(words: str) -> str:
        return words.encode()[:SIZE].decode(errors="ignore")

    ten = [*["word"] * 6, "begin", "begin", "end", "phrase"]
    make = {
        "word": lambda: word(3, 10),
        "begin": lambda: word(3, 7) + "*",
        "end": lambda: "*" + word(3, 7),
        "phrase": lambda: " ".join(word(3, 10) for _ in range(3)),
    }
    entries = [make[kind]() for kind in ten * 500]
    started = time.process_time()
    watch = PhraseMatcher(entries, [word(3, 10) for _ in range(200)])
    print(f"{'to build':22} {1000 * (time.process_time() - started):6.1f} ms")

    plain = text(" ".join(word(2, 9) for _ in range(2500)))
    texts = {
        "plain words": plain,
        "accents": text(plain.replace("e", "é").replace("a", "ä")),
        "Cyrillic": text(" ".join(word(3, 9, CYRILLIC) for _ in range(2000))),
        "scripts mixed": text(" ".join(word(3, 9, "асеорху" + LETTERS) for _ in range(2000))),
        "digits within": text(" ".join(word(2, 4) + "1" + word(1, 4) for _ in range(2500))),
        "single letters": text(" ".join(chance.choices(LETTERS, k=6000))),
        "Chinese": text("".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(4000))),
        "signs between": "a$" * (SIZE // 2),
        "one word": "a" * SIZE,
    }
    for name, words in texts.items():
        took = sorted(seconds_for(watch, words) for _ in range(TIMES))
        print(f"{name:22} {1000 * took[TIMES // 2]:6.1f} ms, at worst {1000 * took[-1]:.1f}")


def seconds_for(watch: PhraseMatcher, text: str) -> float:
    started = time.process_time()
    watch.find(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
