"""Reflowed text: paragraphs that follow each other on one line, of which one has no mark that can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from redactlint import compiled
from redactlint.documents.headings import refers_to_a_number
from redactlint.documents.marks import mark_after_heading, mark_at
from redactlint.documents.starts import Start
from redactlint.markings.register import Register
from redactlint.text import Span

__all__ = ["unread_between"]


@cache
def _number() -> re.Pattern[str]:
    return compiled.pattern(r"(?<=[.!?)\"”])[ \t]{1,3}(?P<pilcrow>¶[ \t]?)?(?P<raw>\d{1,3})\.[ \t]{1,3}(?=[A-Z\"“(])")


def unread_between(
    content: str, end: int, starts: Sequence[Start], in_capitals: bool, register: Register, dialect: str
) -> list[Start]:
    """The numbers in mid-line that are missing between marked ones, or behind the last; `starts` are in order.

    A sentence ends before each, another begins behind it, and no other number stands there like it: no list is counted.
    """
    marked = [one for one in starts if one.mark is not None and one.raw is not None]
    found: list[Start] = []
    for index, one in enumerate(marked):
        following = marked[index + 1] if index + 1 < len(marked) else None
        if not (one.is_inline or (following is not None and following.is_inline)):
            continue
        first = int(one.raw or "0") + 1
        last = int(following.raw or "0") if following is not None else first + 1
        limit = following.at if following is not None else end
        numbers = list(_number().finditer(content, one.text_at, limit))
        if not numbers or [int(number["raw"]) for number in numbers] != list(range(first, last)):
            continue
        if any(refers_to_a_number(content, number.start()) for number in numbers):
            continue
        for number in numbers:
            at = number.end()
            mark, place = mark_at(content, at, limit, register, dialect), "start"
            if mark is None:
                mark = mark_after_heading(content, at, limit, register, dialect, in_capitals=in_capitals)
                place = "heading" if mark is not None else "start"
            text_at = mark.span.end if mark is not None and place == "start" else at
            raw_span = Span(*number.span("raw"))
            # What stands around it leaves no doubt: it counts like one at the start of a line.
            found.append(
                Start(raw_span.start, text_at, number["raw"], raw_span, mark, place, number["pilcrow"] is not None)
            )
    taken = {one.at for one in starts}
    return [one for one in found if one.at not in taken]
