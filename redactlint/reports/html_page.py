"""The page of a document in the HTML report: its text with the marks coloured, and the findings beside their lines."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from redactlint.findings import Finding
from redactlint.pages import Page, Piece
from redactlint.reports.html_words import page_words, words
from redactlint.runs.discovery import SIDECAR

__all__ = ["note", "sheet"]

# A finding on more than this is shown where it starts.
_LONGEST_HIGHLIGHT = 400
# How many findings a page shows; the table lists them all.
_MOST_NOTES = 200
# How many characters of a note fit a line of the margin, for an estimate of its height.
_MARGIN = 34

_KINDS = {
    "U": "unclassified", "R": "restricted", "C": "confidential", "S": "secret", "TS": "top secret",
    "unclear": "a marking that is not clear", "caption": "caption", "order": "the order cited",
    "instruction": "declassification instruction", "reason": "reason for classification", "redaction": "deletion",
    "release": "exemption code",
}  # fmt: skip


def sheet(page: Page, findings: Sequence[Finding]) -> Iterator[str]:
    """The page as HTML, in parts: strips of text, each with the findings on its lines in the margin beside it."""
    text = page.text
    starts = [0, *(end for end in accumulate(map(len, text.splitlines(keepends=True))) if end < len(text))]
    numbered = sorted(enumerate(findings[:_MOST_NOTES], 1), key=lambda one: (one[1].span.start, one[0]))
    highlights = [(*_extent(text, one), number, one) for number, one in numbered if one.span.start <= len(text)]
    yield '<div class="sheet">'
    for first, last, beside in _strips(starts, numbered):
        start = starts[first]
        end = starts[last] if last < len(starts) else len(text)
        inside = [one for one in highlights if start <= one[0] < end or (one[0] == end == len(text))]
        body = "".join(_marked(text, start, end, page.pieces, inside))
        notes = "".join(note(number, one) for number, one in beside)
        margin = f'<ol class="margin">{notes}</ol>' if notes else '<div class="margin"></div>'
        yield f'<pre class="text">\n{body}</pre>{margin}\n'
    yield "</div>"
    if len(findings) > _MOST_NOTES:
        yield f'<p class="cut">{len(findings) - _MOST_NOTES} more findings are in the table only.</p>'
    if page.length > len(text):
        yield f'<p class="cut">The first {len(text)} of {page.length} characters are shown.</p>'


def note(number: int, finding: Finding) -> str:
    """A finding as a note in the margin."""
    place = finding.place
    # What is wrong with a suppression beside the document stands in a file of its own.
    file = f"{os.path.basename(place.path)}, " if place.path.endswith(SIDECAR) else ""
    silenced = ""
    kind = finding.severity
    if finding.suppressed is not None:
        kind = "suppressed"
        silenced = f"<br><em>suppressed: {words(finding.suppressed.get('reason') or '')}</em>"
    return (
        f'<li value="{number}" class="note {words(kind)}"><b>{number}</b> '
        f"<strong>{words(finding.severity)}</strong> {words(finding.rule)} "
        f'<span class="at">{words(file)}line {place.line}</span><br>{words(finding.message)}{silenced}'
        f"<br><small>{words(finding.citation)}</small></li>"
    )


def _strips(
    starts: list[int], numbered: list[tuple[int, Finding]]
) -> Iterator[tuple[int, int, list[tuple[int, Finding]]]]:
    """Strips of lines (first, last exclusive) with the findings beside each.

    A strip is about as tall as its notes, so that notes stand near their lines and no gap opens in the text.
    """
    first, room, beside = 0, 0.0, list[tuple[int, Finding]]()
    for number, finding in numbered:
        line = max(bisect_right(starts, finding.span.start) - 1, 0)
        if line > first and line - first >= room:
            yield first, line, beside
            first, room, beside = line, 0.0, []
        beside.append((number, finding))
        room += 2.6 + len(finding.message) // _MARGIN + len(finding.citation) // (_MARGIN + 6)
    yield first, len(starts), beside


def _extent(text: str, finding: Finding) -> tuple[int, int]:
    """What of the page to highlight: the place of the finding, without the end of its line and what lies beyond."""
    start, end = finding.span.start, min(finding.span.end, len(text))
    if end - start > _LONGEST_HIGHLIGHT:
        line_end = text.find("\n", start, end)
        end = line_end if line_end >= 0 else start + _LONGEST_HIGHLIGHT
    return start, max(start, end)


def _marked(
    text: str, start: int, end: int, pieces: Sequence[Piece], highlights: Sequence[tuple[int, int, int, Finding]]
) -> Iterator[str]:
    """The text from `start` to `end` with its pieces and highlights as elements, none of them crossing another."""
    low = max(bisect_right(pieces, start, key=lambda one: one.start) - 1, 0)
    high = bisect_right(pieces, end, key=lambda one: one.start)
    inside = [one for one in pieces[low:high] if one.end > start and one.start < end]
    cuts = {start, end}
    for piece in inside:
        cuts |= {max(piece.start, start), min(piece.end, end)}
    for first, last, _, _ in highlights:
        cuts |= {first, min(last, end)}
    ordered = sorted(cuts)
    begins = [one.start for one in inside]
    for at, until in zip(ordered, [*ordered[1:], end], strict=True):
        yield "".join(
            f'<sup class="{_severity(one)}">{number}</sup>' for first, _, number, one in highlights if first == at
        )
        if at == until:
            continue
        here = page_words(text[at:until])
        place = bisect_right(begins, at) - 1
        if place >= 0 and at < inside[place].end:
            kind = inside[place].kind
            here = f'<span class="k k-{kind}" title="{_KINDS[kind]}">{here}</span>'
        over = next((one for first, last, _, one in highlights if first <= at < last), None)
        yield here if over is None else f'<mark class="{_severity(over)}">{here}</mark>'


def _severity(finding: Finding) -> str:
    return "suppressed" if finding.suppressed is not None else words(finding.severity)
