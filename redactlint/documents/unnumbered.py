"""The body of a telegram of one paragraph: it has no number, and is a portion all the same."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.body import Body
from redactlint.documents.headings import PageLine
from redactlint.documents.model import Portion
from redactlint.text import Span

__all__ = ["with_unnumbered_body"]


def with_unnumbered_body(
    content: str, body: Body, start: int, end: int, double_spaced: bool, pages: list[PageLine]
) -> Body:
    """A telegram of one paragraph has no numbers: its body is a portion, though a page may end inside it."""
    if body.portions or start >= end:
        return body
    if double_spaced:
        return _with_double_spaced_body(content, body, start, end)
    blocks = [
        Span(match.start() + start, match.end() + start)
        for match in re.finditer(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*", content[start:end][:20_000])
    ]
    for page in pages:
        before = [one for one in blocks if one.end <= page.span.start]
        after = [one for one in blocks if one.start >= page.span.end]
        if before and after:
            # What stands above the foot of one page goes on below the head of the next.
            text = [one for one in before if len(content[one.start : one.end].split()) > 3][-1:]
            blocks = [one for one in before if one not in text and one.end <= (text[0].start if text else 0)]
            blocks += [Span(text[0].start, after[0].end) if text else after[0], *after[1:]]
    prose = [one for one in blocks if _is_prose(content[one.start : one.end])]
    if len(prose) != 1:
        return body
    return body._replace(portions=(Portion("paragraph", prose[0], prose[0].start),))


# A body in double spacing that is longer holds more than one paragraph.
_LONGEST_PARAGRAPH = 1_500


def _with_double_spaced_body(content: str, body: Body, start: int, end: int) -> Body:
    text = content[start:end].strip()
    at = content.find(text, start, end) if text else -1
    joined = re.sub(r"\n[ \t]*\n", "\n", text)
    if at < 0 or len(joined) > _LONGEST_PARAGRAPH or not _is_prose(joined):
        return body
    return body._replace(portions=(Portion("paragraph", Span(at, at + len(text)), at),))


def _is_prose(block: str) -> bool:
    """Whether a block holds sentences: not a heading, a signature, a label or a web address."""
    lines = block.rstrip().split("\n")
    if len(lines) > 1 and len(lines[-1].split()) <= 3 and lines[-1].rstrip()[-1] not in ".?!":
        signed = lines[-2].rstrip()[-1:] in (".", "?", "!", '"', "'", ")")
        if lines[-1].isupper() or signed:
            lines.pop()  # the signature may follow without a blank line
    text = "\n".join(lines).rstrip()
    is_item = _item_label().match(text) is not None
    return len(text.split()) >= 8 and text[-1] in ".?!\"')" and "://" not in text and not is_item


@cache
def _item_label() -> re.Pattern[str]:
    return compiled.pattern(r"(?:\(?[a-z][.)]|[-*•–—]{1,2})[ \t]")
