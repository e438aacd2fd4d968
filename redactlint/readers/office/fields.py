"""Fields of Word: what the code of one gives away that its result need not show."""

from __future__ import annotations

import re
from functools import cache

from redactlint.readers.office.paths import path_in

__all__ = ["given_away"]

# Fields whose code holds words of its own; those of cross-references, numbers and citations hold none that matter.
_WORDED = frozenset(
    {"SET", "IF", "QUOTE", "ASK", "FILLIN", "XE", "TC", "TA", "PRIVATE", "COMMENTS", "COMPARE", "AUTOTEXT"}
)


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(r"[\"“]([^\"“”]{1,2000})[\"”]")


def given_away(code: str) -> str:
    """The words of a field's code that stand for nothing but themselves, and paths of files; mostly none."""
    name = code.split(maxsplit=1)[0].upper() if code.strip() else ""
    found = [match[1] for match in _quoted().finditer(code)]
    if name in _WORDED:
        return " ".join(one for one in found if any(sign.isalpha() for sign in one))
    paths = (path_in(one) for one in found or code.split()[1:2])
    return " ".join(one for one in paths if one)
