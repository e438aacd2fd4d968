"""HTML words: what comes from documents, paths and rules is text and nothing else, in ASCII whatever the locale."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from redactlint.reports.safe import safe

__all__ = ["css_string", "digest", "page_words", "words"]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;"})


@cache
def _line_ends() -> re.Pattern[str]:
    return re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def words(text: str) -> str:
    """`text` on one line, for an element or a quoted attribute; control and direction characters as escapes."""
    return _ascii(safe(text).translate(_ESCAPES))


def page_words(text: str) -> str:
    """`text` with its lines and tabs kept, for a preformatted element."""
    text = _line_ends().sub("\n", text)
    lines = ["\t".join(map(safe, line.split("\t"))) for line in text.split("\n")]
    return _ascii("\n".join(lines).translate(_ESCAPES))


def css_string(text: str) -> str:
    """`text` as a quoted string of CSS: every character but letters, digits and blanks by its number."""
    plain = "".join(
        one if one.isascii() and (one.isalnum() or one == " ") else f"\\{ord(one):06x}" for one in safe(text)
    )
    return f'"{plain}"'


def digest(text: str) -> str:
    """The source of a Content Security Policy that allows the inline script or style `text`, and no other.

    Source: W3C, Content Security Policy Level 3, sec. 2.3.1.
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _ascii(text: str) -> str:
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode("ascii")
