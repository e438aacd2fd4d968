"""Memoranda and letters: text in, Document out, without its date.

A memorandum is read in this order: what is not of it (release stamps) is blanked; its overall markings are found, page
by page; the labelled lines at its head; the classification authority block, wherever it stands; then its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from redactlint import compiled
from redactlint.documents import authority_block, overall, stamps
from redactlint.documents.model import Banner, Document, Line
from redactlint.documents.paragraphs import split_paragraphs
from redactlint.documents.portioning import read_portions, read_subject
from redactlint.documents.recognition import MarkingEvidence, marking_evidence
from redactlint.documents.statements import find_compilation, find_extract
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["as_written", "read", "recognises"]

# How far down the page the labelled lines of the head can begin.
_LONGEST_HEAD = 6_000
# The longest run of other text between two labelled lines of one head.
_WIDEST_GAP = 400
# A value of which the line is no longer than this was not wrapped.
_SHORT_LINE = 40
_OF_DECLASSIFICATION = frozenset({"systematic-review", "cia", "jfk", "nara", "declassified"})
# Files of programs and their settings quote markings, as examples and tests; they bear none.
_PROGRAMS = (".py", ".toml", ".ini", ".cfg", ".js", ".ts", ".c", ".h", ".cpp", ".java", ".go", ".rs", ".rb", ".sh")
# How many memoranda in one file are told apart.
_MOST_PARTS = 8

_NAMES = {
    "TO": "TO", "FOR": "TO", "FROM": "FROM", "SUBJECT": "SUBJECT", "SUBJ": "SUBJECT", "RE": "SUBJECT", "DATE": "DATE",
    "THROUGH": "THROUGH", "THRU": "THROUGH", "VIA": "THROUGH", "CC": "CC", "INFO": "CC", "COPY TO": "CC", "ATTN": "TO",
    "REF": "REF", "REFS": "REF", "REFERENCE": "REF", "REFERENCES": "REF", "PARTICIPANTS": "PARTICIPANTS",
    "PLACE": "PLACE",
}  # fmt: skip


@cache
def _label_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_#|]*(?P<mark>\([A-Z][A-Z/, -]{0,40}\)[*_ \t]*)?"
        r"(?:(?P<memo>MEMORANDUM|MEMO|NOTE)[ \t]+(?:FOR|TO)(?![A-Za-z])[ \t]*:?"
        r"|(?P<label>TO|FOR|FROM|SUBJECT|SUBJ|RE|DATE|THROUGH|THRU|VIA|CC|INFO|COPY[ ]TO|ATTN|REFERENCES?|REFS?"
        r"|PARTICIPANTS|PLACE)"
        r"[*_]{0,3}(?P<colon>[ \t]*[:=]|[ \t]{2,}|\t|[ \t]+[-–—][ \t]))[*_]{0,3}[ \t]*(?P<value>[^\n]*)",
        re.IGNORECASE,
    )


@cache
def _title_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_#]*(?:\([A-Z/]{1,9}\)[ \t]*)?"
        r"(?:(?:ACTION|INFORMATION|INFO|BRIEFING|DECISION|STAFF|COVER|COVERING|OFFICE|INTEROFFICE|INTELLIGENCE"
        r"|SCHEDULE|URGENT|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)[ \t]+){0,2}"
        r"(?:MEMORANDUM|MEMO|MEMCON|BRIEFING[ ](?:PAPER|CHECKLIST|NOTE)|AIDE[- ]MEMOIRE"
        r"|Memorandum(?=[ ](?:[Ff]or|[Oo]f)[ ][A-Zt]))"
        r"(?:[ \t]+(?:OF[ \t]+(?:CONVERSATION|UNDERSTANDING|TELEPHONE[ \t]+CONVERSATION)"
        r"|(?:FOR|TO|[Ff]or|[Oo]f)\b[^\n]{0,120}))?"
        r"[*_ \t:]*(?=\n)"
    )


@cache
def _official_form() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t*_#]*(?:MEMORANDUM FOR (?:THE|AMBASSADOR)\b|(?:ACTION|INFORMATION) MEMORANDUM\b"
        r"|MEMORANDUM OF CONVERSATION\b)"
    )


@cache
def _letterhead_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t*_#]*(?:THE WHITE HOUSE|UNITED STATES GOVERNMENT|CENTRAL INTELLIGENCE AGENCY"
        r"|NATIONAL SECURITY (?:COUNCIL|AGENCY)"
        r"|(?:UNITED STATES |U\.S\. )?DEPARTMENT OF (?:STATE|DEFENSE|ENERGY|JUSTICE|HOMELAND SECURITY|THE [A-Z]+)"
        r"|EMBASSY OF THE UNITED STATES[^\n]{0,30}|FEDERAL BUREAU OF INVESTIGATION|JOINT CHIEFS OF STAFF"
        r"|(?:OFFICE OF THE )?DIRECTOR OF (?:CENTRAL|NATIONAL) INTELLIGENCE)[ \t*_]*(?=\n)",
        re.IGNORECASE,
    )


def recognises(text: Text) -> bool:
    """Whether the text has the head of a memorandum and carries markings.

    A head is a title ("ACTION MEMORANDUM", "MEMORANDUM FOR …"), two of TO, FROM and SUBJECT, or a salutation.  A
    private writer's CONFIDENTIAL over such a head is no marking.
    """
    head = "\n" + text.content[:_LONGEST_HEAD]
    if "\nTAGS:" in head or "\nSent:" in head:
        return False
    has_head = _has_head(head)
    if not has_head and not _salutation().search(head):
        return False
    evidence = evidence_of(text)
    if evidence.is_sufficient or evidence.certain or evidence.labels:
        return True
    if evidence.banners and (_official_form().search(head) or _letterhead_pattern().search(head)):
        return True
    unclassified = any("CLASSIFIED" in one.replace(" ", "") for one in evidence.banners)
    return unclassified or (has_head and evidence.has_official_banner)


def evidence_of(text: Text) -> MarkingEvidence:
    """The evidence of markings in the text as it was written; stamps count as such, not as markings.

    A stamp of declassification shows that the paper was classified.  One of release does not: private papers that lie
    in an agency's files are released with the rest.
    """
    if text.path.endswith(_PROGRAMS):
        return MarkingEvidence(0, (), (), frozenset(), cites_order=False)
    found = stamps.find_stamps(text.source)
    content = stamps.blanked(text.content, stamps.stamp_pieces(text.source, found)) if found else text.content
    return marking_evidence(content, is_stamped=any(one.kind in _OF_DECLASSIFICATION for one in found))


@cache
def _salutation() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:(?:My )?[Dd]ear\b[^\n]{1,60}|Excellency|Sir|Madam)[ \t]*[:,][ \t]*(?=\n)")


def _has_head(head: str) -> bool:
    if _title_pattern().search(head):
        return True
    names = {_name(match) for match in _label_pattern().finditer(head) if _is_label(match)}
    return "MEMORANDUM FOR" in names or ("SUBJECT" in names and ("FROM" in names or "TO" in names))


def _name(match: re.Match[str]) -> str:
    return "MEMORANDUM FOR" if match["memo"] else _NAMES[" ".join(match["label"].upper().split())]


def _is_label(match: re.Match[str]) -> bool:
    """A label without a colon is one only in capitals: "To  go" is prose."""
    if match["memo"]:
        return match["memo"].isupper() or ":" in match.string[match.start() : match.start("value")]
    return ":" in match["colon"] or "=" in match["colon"] or match["label"].isupper()


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read a memorandum or letter, without its date.  Total, and linear in the text."""
    content = as_written(text.content)
    starts = _starts(content)
    parts = []
    for start, end in pairwise((*starts, len(content))):
        # Blanked before and cut behind: every offset stays one into the text.
        part = content[:end] if start == 0 else stamps.blanks(content[:start]) + content[start:end]
        parts.append(_read_part(text, part, start, law, register, dialect))
    return evolve(parts[0], others=tuple(parts[1:])) if len(parts) > 1 else parts[0]


def _starts(content: str) -> list[int]:
    """Where the memoranda in the text begin: 0, and each overall marking with a head below it.

    A memorandum behind one that lists enclosures is taken for one of them, and no document of its own.
    """
    starts = [0]
    if content.count("MEMORANDUM") < 2:
        return starts
    for match in _second_head().finditer(content):
        # A letterhead and a date may stand between the marking and the title, but no text.
        above = list(_marking_line().finditer(content, max(starts[-1], match.start() - _WIDEST_GAP), match.start() + 1))
        if not above or len(starts) == _MOST_PARTS:
            continue
        start = above[-1].start() + 1
        before = content[starts[-1] : start]
        if start > starts[-1] and _has_head("\n" + before) and not _enclosure_label().search(before):
            starts.append(start)
    return starts


@cache
def _second_head() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?:[A-Z]{4,14}[ \t]+)?MEMORANDUM\b[^\n]{0,120}\n(?:[^\n]{0,120}\n){0,12}?"
        r"[ \t]*(?:SUBJ|Subject|FROM|From)"
    )


@cache
def _marking_line() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:(?:TOP )?SECRET|CONFIDENTIAL|UNCLASSIFIED)(?://[A-Z/, -]{1,60})?[ \t]*(?=\n)")


@cache
def _enclosure_label() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:Enclosures?|Attachments?|Encls?|Tabs?|Annex(?:es)?)\b", re.IGNORECASE)


def _read_part(text: Text, content: str, start: int, law: Law, register: Register, dialect: str) -> Document:
    banners = overall.find_overall_markings(text, content, register, dialect, is_marked=True)
    lines = _head_lines(content, start)
    head_end = max((one.span.end for one in lines), default=start)
    first = overall.operative(banners)
    if first is not None and first.line is not None and not lines and first.line.end - start < _LONGEST_HEAD:
        head_end = first.line.end
    subject = next((one for one in lines if one.name == "SUBJECT"), None)
    block = authority_block.read_block(without_banners(content, banners), law)
    is_dated = any(one.name == "DATE" for one in lines)
    dates = () if is_dated else authority_block.find_date_line(stamps.blanked(content, block.spans), start, head_end)
    skip = not_text(banners, block.spans, dates)
    paragraphs = split_paragraphs(content, head_end, len(content), skip, register, dialect)
    body = read_portions(content, paragraphs, len(content))
    extract = find_extract(content)
    return Document(
        text=text,
        kind="memorandum",
        banner=first,
        banners=banners,
        captions=overall.read_captions_below(content, first, lines[0].span.start if lines else None, register),
        order=block.order,
        instructions=block.instructions,
        reasons=block.reasons,
        classified_by=block.classified_by,
        derived_from=block.derived_from,
        subject=subject,
        lines=tuple(sorted((*lines, *block.lines, *dates), key=lambda one: one.span.start)),
        portions=(*read_subject(content, subject, register, dialect), *body.portions),
        items=body.items,
        extract=extract[0] if extract is not None else None,
        extract_kind=extract[1] if extract is not None else None,
        header=Span(start, head_end),
        body=Span(head_end, len(content)),
        compilation=find_compilation(content),
        entire_text=body.entire_text,
    )


def as_written(content: str) -> str:
    """The text with the stamps of later hands blanked: what its writer's office made."""
    return stamps.blanked(content, stamps.spans(content))


def without_banners(content: str, banners: Sequence[Banner]) -> str:
    """The text with the lines of its overall markings blanked, so that no value runs on into one."""
    return stamps.blanked(content, [one.line for one in banners if one.line is not None])


def not_text(banners: Sequence[Banner], block: Sequence[Span], dates: Sequence[Line]) -> list[Span]:
    """The lines of a document that belong to no paragraph, in order of place."""
    spans = [one.line for one in banners if one.line is not None]
    return sorted((*spans, *block, *(one.span for one in dates)))


def _head_lines(content: str, start: int) -> tuple[Line, ...]:
    """The labelled lines of the head: those that stand close together, before the first paragraph."""
    padded = "\n" + content[: start + _LONGEST_HEAD]
    matches = [one for one in _label_pattern().finditer(padded, start) if _is_label(one)]
    lines: list[Line] = []
    for index, match in enumerate(matches):
        if lines and not _is_one_head(padded[lines[-1].span.end + 1 : match.start()], after=lines[-1].name):
            break
        name = _name(match)
        if any(one.name == name for one in lines) and name in ("SUBJECT", "FROM", "DATE"):
            break
        limit = matches[index + 1].start() if index + 1 < len(matches) else len(padded)
        value_at = match.end() if match["memo"] and not match["value"].strip() else match.start("value")
        end = _value_end(padded, value_at, limit)
        while value_at < end and padded[value_at] in " \t\n*_":
            value_at += 1
        while end > value_at and padded[end - 1] in " \t\n*_":
            end -= 1
        label_at = match.start("mark" if match["mark"] else "memo" if match["memo"] else "label")
        words = " ".join(padded[value_at:end].split())
        span = Span(label_at - 1, max(end, match.end("label" if match["label"] else "memo")) - 1)
        lines.append(Line(name, span, Span(value_at - 1, max(value_at, end) - 1), words, words.endswith(("...", "…"))))
    return tuple(lines)


def _is_one_head(between: str, after: str) -> bool:
    """Whether two labels belong to one head: no paragraph stands between them, and nothing at all below the subject."""
    words = between.strip()
    if after == "SUBJECT":
        return not words
    lines = words.split("\n")
    return len(words) <= _WIDEST_GAP and not any(
        len(one) > 80 or (_value_stop().match(one) and not _further_label().match(one)) for one in lines if one
    )


@cache
def _further_label() -> re.Pattern[str]:
    # Labels of the head of which nothing is needed: when and where people met, who drafted.
    return compiled.pattern(
        r"[ \t]*(?:TIME|LOCATION|DURATION|OFFICE|COUNTRY|CLEARED BY|DRAFTED BY|DRAFTER|APPROVED BY|NOTETAKER|OUR REF"
        r"|FILE|CLASSIFICATION)(?:[ \t]+(?:AND|&)[ \t]+[A-Z]+)?[ \t]*:",
        re.IGNORECASE,
    )


@cache
def _value_stop() -> re.Pattern[str]:
    # A numbered or marked line, or a rule of dashes, begins something else.
    return compiled.pattern(r"[ \t]*(?:\d{1,3}[.)][ \t]|\([A-Z]{1,4}[/)]|[-=_]{3,}|[A-Z][A-Za-z ]{1,24}:)")


def _value_end(padded: str, start: int, limit: int) -> int:
    """The end of a value: its line, the lines that are set in below it; the next line if its own is empty."""
    end = padded.find("\n", start)
    end = len(padded) if end < 0 else end
    if end > limit:
        return max(start, min(end, limit))
    if not padded[start:end].strip():
        follows = compiled.pattern(r"(?:[ \t]*\n){1,2}[ \t]*(?=\S)").match(padded, end)
        if follows is None or follows.end() >= limit or _value_stop().match(padded, follows.end()):
            return end
        end = padded.find("\n", follows.end())
        end = len(padded) if end < 0 else end
    for _ in range(4):
        after = padded.find("\n", end + 1)
        after = len(padded) if after < 0 else after
        following = padded[end + 1 : after]
        is_set_in = following[:1] in (" ", "\t") or end - padded.rfind("\n", 0, end) > _SHORT_LINE
        if after > limit or not following.strip() or not is_set_in or _value_stop().match(padded, end + 1):
            break
        end = after
    return min(end, limit)
