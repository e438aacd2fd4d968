"""Statements: what a document says of itself as a whole: that it is classified by compilation, or only an extract."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.text import Span

__all__ = ["find_compilation", "find_extract"]

# How far a sentence is followed, either way.
_LONGEST_SENTENCE = 400


@cache
def _compilation_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\bcompil(?:ation|ed)\b|\bthe[ \n]+aggregate\b|\bin[ \n]+aggregate\b|\baggregation\b"
        r"|\b(?:combined|aggregated|taken|viewed|read)[ \n]+together\b|\bwhen[ \n]+(?:combined|aggregated)\b",
        re.IGNORECASE,
    )


# Without one of these the pattern cannot match; they are looked for much faster.
_COMPILATION_CUES = ("ompil", "OMPIL", "ggregat", "GGREGAT", "together", "TOGETHER", "ombined", "OMBINED")


def find_compilation(content: str) -> Span | None:
    """The sentence that explains a classification by compilation (32 CFR 2001.24(g)), or None."""
    if not any(cue in content for cue in _COMPILATION_CUES):
        return None
    for match in _compilation_pattern().finditer(content):
        first = max(0, match.start() - _LONGEST_SENTENCE)
        breaks = (content.rfind(one, first, match.start()) for one in (".", "\n\n"))
        start = max(first - 1, *breaks) + 1
        stop = content.find(".", match.end(), match.end() + _LONGEST_SENTENCE)
        end = min(len(content), match.end() + _LONGEST_SENTENCE) if stop < 0 else stop + 1
        if "classif" in content[start:end].lower():
            while content[start].isspace():
                start += 1
            return Span(start, end)
    return None


_EXTRACT_CUES = (
    "extract", "excerpt", "missing", "remainder", "not available", "EXTRACT", "EXCERPT", "Extract", "Excerpt",
)  # fmt: skip


@cache
def _extract_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\b(?:partial (?:extract|copy|text)|(?:this|the following) (?:is|are) (?:an )?(?:extracts?|excerpts?)\b"
        r"|(?:extract|excerpt)(?:s|ed)? from (?:the|a) (?:original|full|larger|longer)"
        r"|full text (?:of [^\n.]{0,40} )?is not (?:available|included)|pages? \d+[^\n.]{0,20} (?:is|are) missing"
        r"|remainder (?:of [^\n.]{0,30} )?(?:omitted|missing|not available))",
        re.IGNORECASE,
    )


def find_extract(content: str) -> tuple[Span, str] | None:
    """Where the text says ("stated") or shows ("cut") that it is partial, or None."""
    if any(cue in content for cue in _EXTRACT_CUES):
        stated = _extract_pattern().search(content)
        if stated is not None:
            return Span(stated.start(), stated.end()), "stated"
    text = content.rstrip(" \t\n*_")
    for ending in ("...", "…", "[truncated]", "[TRUNCATED]"):
        if text.endswith(ending):
            return Span(len(text) - len(ending), len(text)), "cut"
    return None
