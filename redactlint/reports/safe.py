"""Safe words: what comes from documents and file names can steer no terminal, and no runner that reads the log."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled

__all__ = ["safe"]


@cache
def _unsafe() -> re.Pattern[str]:
    # Control characters of C0 and C1, marks that turn the direction of writing, line separators, lone surrogates; and
    # what begins a workflow command of GitHub: two colons at the start of a line, "##[" anywhere.
    return compiled.pattern(
        r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]|\A:(?=:)|#(?=#\[)"
    )


def safe(words: str) -> str:
    """`words` on one line, with every character that a terminal might obey written as an escape (`\\x1b`)."""
    if words.isascii() and words.isprintable() and not words.startswith("::") and "##[" not in words:
        return words
    return _unsafe().sub(lambda match: _escape(match.group()), words)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
