"""Paths: the place of a file on somebody's disk or server, which names people and cases, inside the words of a file."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["path_in"]


@cache
def _pattern() -> re.Pattern[str]:
    # A drive with a folder, a share, a home folder, a file address: a mere "Normal.dotm" tells nothing.
    return re.compile(
        r"file:/{2,5}\S[^<>\"|\n]*|(?<![A-Za-z])[A-Za-z]:[\\/][^\\/:*?\"<>|\n]+[\\/][^:*?\"<>|\n]*"
        r"|(?<![\\\w])\\\\[\w.$-]+\\+[^:*?\"<>|\n]+|(?<![\w/.])/(?:home|Users)/[^/\s]+/[^:*?\"<>|\n]*"
    )


# Folders that every machine has: they name nobody.
_COMMON = ("program files", "/windows/", "/usr/share", "progra~1")


def path_in(words: str) -> str:
    """The first path in `words` that tells of a person, a server or a folder of work; nothing if there is none."""
    match = _pattern().search(words.replace("\\\\\\\\", "\\\\"))
    if match is None:
        return ""
    found = match[0]
    plain = found.lower().replace("\\", "/")
    return "" if any(one in plain for one in _COMMON) else found
