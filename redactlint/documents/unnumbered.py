"""Bodies of telegrams without numbers: one paragraph is a portion, and one unmarked among marked ones owes a mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from redactlint import compiled
from redactlint.documents.body import Body
from redactlint.documents.headings import PageLine
from redactlint.documents.marks import mark_at
from redactlint.documents.messages import repeat_cue
from redactlint.documents.model import Portion
from redactlint.documents.starts import first_word
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import evolve

__all__ = ["with_unnumbered_body"]


def with_unnumbered_body(
    content: str,
    body: Body,
    zone: tuple[int, int, int],
    double_spaced: bool,
    pages: list[PageLine],
    register: Register,
    dialect: str,
) -> Body:
    """A telegram of one paragraph has no numbers: its body is a portion, though a page may end inside it.

    Where several paragraphs without numbers are marked, those beside them that are not are portions.  `zone` is where
    the last line of the header ends, and where the body begins and ends.
    """
    above, start, end = zone
    if start >= end:
        return body
    if body.portions:
        if double_spaced or pages or body.entire_text is not None or body.portions[0].raw_number is not None:
            return body
        return _with_unmarked_paragraphs(content, body, above, end, register, dialect)
    if double_spaced:
        return _with_double_spaced_body(content, body, start, end)
    blocks = _blocks(content, start, end)
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


def _blocks(content: str, start: int, end: int) -> list[Span]:
    """What blank lines part."""
    pattern = compiled.pattern(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
    return [Span(one.start(), one.end()) for one in pattern.finditer(content, start, min(end, start + 20_000))]


# So many marked paragraphs show that paragraphs are marked, each of them, and so many to one without a mark.
_FEWEST_MARKED = 3
# Fewer words can be a heading, a notice or a signature.
_FEWEST_WORDS = 12
_LONGEST_HEADING = 8


def _with_unmarked_paragraphs(
    content: str, body: Body, start: int, end: int, register: Register, dialect: str
) -> Body:
    marked = [one for one in body.portions if one.mark is not None and one.mark.span.start == one.span.start]
    first = content.find("\n\n", start, end)
    if first < 0 or len(marked) < _FEWEST_MARKED or any(one.raw_number is not None for one in body.portions):
        return body
    places = [one.span.start for one in body.portions]
    added: list[Portion] = []
    before = "."
    for block in _blocks(content, first, end):
        words = content[block.start : block.end]
        follows = before
        if len(words.split()) > _LONGEST_HEADING or words[-1] == ":" or repeat_cue().search(words) is not None:
            before = words
        if bisect_left(places, block.start) < bisect_left(places, block.end) or _announces(follows):
            continue
        mark = mark_at(content, block.start, block.end, register, dialect) if words[0] == "(" else None
        fewest = _FEWEST_WORDS if mark is not None or block.start > places[0] else 2 * _FEWEST_WORDS
        if len(words.split()) < fewest or (mark is None and not _is_prose(words)):
            continue
        if mark is not None:
            text_at = first_word(content, mark.span.end, block.end)
            added.append(Portion("paragraph", block, text_at, mark=mark, level=mark.level))
        elif words[0].isalpha():
            added.append(Portion("paragraph", block, block.start))
    if not added or _FEWEST_MARKED * len(added) > len(marked):
        return body
    portions = sorted((*body.portions, *added), key=lambda one: one.span.start)
    for index, one in enumerate(portions[:-1]):
        following = portions[index + 1].span.start
        if following < one.span.end:
            portions[index] = evolve(one, span=Span(one.span.start, following))
    return body._replace(portions=tuple(portions))


def _announces(block: str) -> bool:
    """Whether a quotation or a list follows the block, or its own sentence goes on behind it."""
    return block.rstrip()[-1] not in ".?!\"”)" or repeat_cue().search(block[-80:]) is not None


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
    return compiled.pattern(r"(?:\(?[a-z][.)]|\(?[ivx]{2,4}[.)]|\(\d{1,2}\)|[-*•–—·▪■►●○>+o]{1,2})[ \t]")
