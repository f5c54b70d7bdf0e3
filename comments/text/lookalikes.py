"""Characters that look like others, by the table of Unicode Technical Standard 39."""

from functools import cache
from pathlib import Path


@cache
def load_prototypes() -> dict[str, str]:
    """Each character that looks like something more common, and what that is."""
    lines = Path(__file__).with_name("confusables.txt").read_text("utf-8").splitlines()
    pairs = [line.split(": ") for line in lines if not line.startswith("#")]
    return {
        chr(int(code, 16)): "".join(chr(int(part, 16)) for part in target.split("+"))
        for target, codes in pairs
        for code in codes.split()
    }
