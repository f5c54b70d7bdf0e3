"""The least that a Python program can do: answers from a dictionary."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

ANSWERS = {
    f"/{body.name}": (json.loads(body.with_suffix(".json").read_text()), body.read_bytes())
    for body in Path(os.environ["ANSWERS"]).glob("*.body")
}


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    (status, headers), body = ANSWERS[environ["PATH_INFO"]]
    start_response(status, [(name, value) for name, value in headers])
    return [body]
