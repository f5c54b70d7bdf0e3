"""The least that a Python program can do: answers from a dictionary."""

import json
import os
from pathlib import Path
from typing import Any

ANSWERS = {
    f"/{body.name}": (json.loads(body.with_suffix(".json").read_text()), body.read_bytes())
    for body in Path(os.environ["ANSWERS"]).glob("*.body")
}


async def application(scope: Any, proto: Any) -> None:
    (status, headers), body = ANSWERS[scope.path]
    proto.response_bytes(int(status[:3]), [(name, value) for name, value in headers], body)
