"""Message lines told apart: the operative one, later sections, pages, repeated telegrams, and a second document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from redactlint import compiled
from redactlint.documents.first_paragraph import first_paragraph
from redactlint.documents.header import LONGEST_HEADER, Label, find_labels
from redactlint.documents.headings import Heading, PageLine, is_level
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = ["Outline", "is_message_line", "outlined", "repeat_cue"]


def _from(headings: Sequence[Heading], first: int) -> Iterator[Heading]:
    """The headings from that index on; `islice` would walk through all before it for every message of a file."""
    return map(headings.__getitem__, range(first, len(headings)))


def is_message_line(content: str, heading: Heading) -> bool:
    """Whether the heading is that of a message, not a sentence that begins with a level and holds a number."""
    # "SECRET //N03100//" says where a naval message is filed; no post has one letter.
    if len(heading.post or "") == 1 or _is_in_banner(content, heading):
        return False
    if heading.is_certain:
        return bool(heading.number or heading.section)
    if heading.number is None:
        return False
    after = heading.line.end
    return bool(find_labels(content, after, min(len(content), after + 2500)))


def _is_in_banner(content: str, heading: Heading) -> bool:
    """Whether what reads like a message number belongs to a banner: "SECRET//NOFORN//20291123"."""
    if heading.number is None or heading.message_span is None:
        return False
    before = content.rfind(heading.number, heading.message_span.start, heading.message_span.end) - 1
    return before >= 0 and content[before] == "/"


def operative(content: str, headings: Sequence[Heading], first: int, start: int, end: int) -> Heading | None:
    """The message line, from the heading with index `first` on, whose marking is the document's own."""
    following = _from(headings, first)
    main = next((one for one in following if is_message_line(content, one)), None)
    if main is None:
        first_label = next(iter(find_labels(content, start, min(end, start + LONGEST_HEADER))), None)
        limit = first_label.at if first_label is not None else end
        before = list(takewhile(lambda one: one.line.start < limit, _from(headings, first)))
        return next((one for one in before if one.spaced), before[0] if before else None)
    for other in following:
        between = content[main.line.end : other.line.start]
        if len(between) > LONGEST_HEADER:
            break
        # A header printed twice: the first copy breaks off, the second is whole.
        if not other.is_same_message(main) or other.section != main.section:
            continue
        if ("..." in between or "…" in between or "\n1." not in between) and find_labels(
            content, other.line.end, min(end, other.line.end + 3000)
        ):
            main = other
    return main


def before_a_repeat(
    content: str, headings: Iterable[Heading], main: Heading | None, labels: Sequence[Label], body_start: int
) -> int:
    """Where the body begins: before the message line of a repeated telegram, if the header is complete there."""
    for other in headings:
        if main is None or other.line.start >= body_start:
            break
        if other.line.start <= main.line.start or other.is_same_message(main) or not is_message_line(content, other):
            continue
        above = {one.name for one in labels if one.at < other.line.start}
        return other.line.start - 1 if above.issuperset(("TAGS", "SUBJECT")) else body_start
    return body_start


@cache
def repeat_cue() -> re.Pattern[str]:
    """The words that announce a telegram, or another text, that is quoted."""
    return compiled.pattern(
        r"\b(?:[QO]UOTE|REPEAT(?:ED|ING|S)?|RETRANSMI\w+|FOLLOWING (?:IS|ARE|TEL\w*|MESSAGE|CABLE|TEXT)|"
        r"BEGIN (?:TEXT|MESSAGE|TELEGRAM|CABLE|[QO]UOTE)|TEXT (?:OF|FOLLOWS)|READS? AS FOLLOWS)\b",
        re.IGNORECASE,
    )


@cache
def _unquote() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?:UN[QO]U?OTE|END (?:OF )?(?:[QO]UOTE|TEXT|MESSAGE|TELEGRAM|CABLE|REPEAT\w*))\b", re.IGNORECASE
    )


def roles(
    content: str,
    headings: Sequence[Heading],
    first: int,
    pages: list[PageLine],
    main: Heading | None,
    body_start: int,
    end: int,
) -> list[tuple[Heading, str]]:
    """What each heading is: overall, section, page, repeat, quoted, or nothing; the last may be other (a new one)."""
    found: list[tuple[Heading, str]] = []
    quoted_until = 0
    for heading in _from(headings, first):
        if heading.line.start >= end:
            break
        if heading is main:
            found.append((heading, "overall"))
            continue
        if heading.line.start < quoted_until:
            continue
        role = _role(content, heading, pages, main, body_start, end)
        if role == "quoted":
            closing = _unquote().search(content, heading.line.end, end)
            quoted_until = closing.start() if closing is not None else end
        if role is not None:
            found.append((heading, role))
        if role == "other":
            break
    return found


def _role(
    content: str, heading: Heading, pages: list[PageLine], main: Heading | None, body_start: int, end: int
) -> str | None:
    at = heading.line.start
    if heading.is_alone:
        if _is_at_a_page_line(pages, at):
            return "page"
        if main is not None and at < main.line.start:
            return None
        if heading.spaced and at > body_start and _is_announced(content, main, at):
            return "quoted"
        if at > body_start and end - heading.line.end < 3000:
            # Nothing but the end-of-message letters follows: it is the foot of the document.
            rest = content[heading.line.end : end].strip()
            if set(rest) <= set(" \n\tN=-_"):
                return "page" if pages else "repeat"
        if at > body_start and not _stands_beside_another(content, heading):
            return None  # "a paper headed / SECRET"
        return "page" if pages else None
    if main is None or not (heading.is_certain or heading.is_same_message(main) or is_message_line(content, heading)):
        return None
    same = heading.is_same_message(main)
    if at < main.line.start:
        return None
    if same or (heading.number is None and heading.section is not None):
        return "section" if heading.section is not None and heading.section != main.section else "repeat"
    if heading.section is not None and heading.section[0] > 1 and heading.post == main.post:
        return "section"
    if heading.number is None:
        return None
    if _is_announced(content, main, at):
        return "quoted"
    labels = find_labels(content, heading.line.end, min(end, heading.line.end + 3000))
    if any(label.name in ("ORDER", "TAGS", "SUBJECT") for label in labels) and (at > body_start or not labels):
        return "other"
    return "quoted" if heading.spaced and at > body_start else None


def _is_at_a_page_line(pages: list[PageLine], at: int) -> bool:
    """Whether a page line stands within two short lines of the offset."""
    after = bisect_left(pages, at, key=lambda page: page.span.start)
    return any(
        abs(page.span.start - at) < 120 or abs(page.span.end - at) < 120
        for page in pages[max(0, after - 1) : after + 1]
    )


# How far the head of a page can stand from the foot of the one before, with a stamp between them.
_BETWEEN_PAGES = 400


def _stands_beside_another(content: str, heading: Heading) -> bool:
    """Whether a level is the next line of text above or below, as at the foot of one page and the head of the next."""
    start, end = heading.line.start, heading.line.end
    above = content[max(0, start - _BETWEEN_PAGES) : start].rstrip()
    below = content[end : end + _BETWEEN_PAGES].lstrip()
    lines = (above.rpartition("\n")[2], below.partition("\n")[0])
    return any(is_level(line.strip()) for line in lines)


def _is_announced(content: str, main: Heading | None, at: int) -> bool:
    """Whether the words before a message line say that a telegram is repeated there."""
    near = content[max(main.line.end if main is not None else 0, at - 400) : at]
    cues = list(repeat_cue().finditer(near))
    return bool(cues) and _unquote().search(near, cues[-1].end()) is None


def quoted_spans(content: str, roles: list[tuple[Heading, str]], end: int) -> list[tuple[Span, Heading]]:
    """What each repeated telegram covers, up to the end of the quotation, with its message line."""
    spans = []
    for heading, role in roles:
        if role == "quoted":
            closing = _unquote().search(content, heading.line.end, end)
            spans.append((Span(heading.line.start, closing.start() if closing is not None else end), heading))
    return spans


class Outline(NamedTuple):
    """The parts of one message, and the index of the heading that begins the next one, if there is one."""

    start: int
    end: int
    main: Heading | None
    main_end: int
    labels: list[Label]
    body_start: int
    roles: list[tuple[Heading, str]]
    quoted: list[tuple[Span, Heading]]
    following: int | None


def outlined(
    content: str, headings: Sequence[Heading], first: int, pages: list[PageLine], start: int, end: int
) -> Outline:
    """The outline of the message that begins at `start`, with the heading of that index."""
    main = operative(content, headings, first, start, end)
    main_end = start
    if main is not None:
        main_end = main.message_span.end if main.message_span is not None else main.line.end
    labels = find_labels(content, main_end, min(end, main_end + LONGEST_HEADER))
    body_start = first_paragraph(content, main_end, labels, end)
    body_start = before_a_repeat(content, _from(headings, first), main, labels, body_start)
    found = roles(content, headings, first, pages, main, body_start, end)
    following: int | None = None
    if found and found[-1][1] == "other":
        next_heading, _ = found.pop()
        following = headings.index(next_heading, first)
        end = next_heading.line.start
    quoted = quoted_spans(content, found, end)
    return Outline(start, end, main, main_end, labels, body_start, found, quoted, following)
