"""What scripts say on a page: every `say("…")` in them."""

import json
import re
from collections.abc import Iterator
from functools import cache

from ..resources import resource_dir
from .catalogues import ENGLISH, catalogue

_SAID = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')


def said_by(script: str) -> Iterator[str]:
    for found in _SAID.finditer(script):
        yield json.loads(f'"{found.group(1)}"')


@cache
def script_words(language: str) -> str:
    """A table from English as JSON; empty for English itself."""
    if language == ENGLISH:
        return ""
    told = catalogue(language).messages
    scripts = sorted((resource_dir("static") / "js").glob("*.js"))
    return json.dumps(
        {text: told[text] for script in scripts for text in said_by(script.read_text()) if text in told},
        ensure_ascii=False,
    )
