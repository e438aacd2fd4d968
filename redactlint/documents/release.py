"""Released copies: the layer that a release puts over a document, and the document that lies below it.

What was written and what was stamped on it later are two layers (32 CFR 2001.25(b)(4)): the stamps, the case line and
the codes are read into `Document.release` and `Document.redactions`, then blanked, and the document below is read by
the reader of its own kind as if they had never been there.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right

from redactlint.documents import stamps
from redactlint.documents.datewords import find_date
from redactlint.documents.exemptions import margin_codes
from redactlint.documents.model import Document, Portion, Redaction, Release
from redactlint.documents.redactions import find_redactions
from redactlint.documents.stamps import Stamp
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["layer", "read", "recognises", "stamp_date", "with_layer"]

# Stamps that only a released copy carries.  A telegram under a systematic-review stamp stays a telegram: the archive
# released the whole of it, and nothing is left to judge in the release.
_COPY = frozenset({"state-case", "release", "house", "cia", "jfk"})
# Stamps beside which a copy has exemption codes in its margins.
_MARGINS = frozenset({"state-case", "release", "cia"})
# The order in which stamps speak for the date of the release.
_DATED = ("state-case", "systematic-review", "cia", "nara", "declassified", "jfk", "upgrade")

# What a stamp names beside its date.
_NAMED = (
    ("nara", "project"),
    ("declassified", "authority"),
    ("declassified", "date"),
    ("systematic-review", "by"),
    ("upgrade", "by"),
    ("upgrade", "date"),
    ("upgrade", "class"),
    ("upgrade", "reason"),
    ("upgrade", "declassify-on"),
)


def recognises(text: Text) -> bool:
    """Whether the text bears the stamp of a released copy."""
    return any(one.kind in _COPY for one in stamps.find_stamps(text.content))


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read a released copy, without its date: the document below by its own reader, and the release over it.

    The kind is "release" and the id the document number of the release, where it has one.
    """
    from redactlint.documents import email, reading

    release, redactions, below = _layers(text)
    inner = evolve(text, content=below)
    if email.recognises(inner, is_copy=True):
        document = email.read(inner, law, register, dialect)
    else:
        document = reading.read_undated(inner, law, register, dialect, without=frozenset({"release"}))
    if document.kind in ("email", "plain") and email.is_private_confidential(document):
        document = evolve(document, banner=None, banners=())
    number = release.document if release is not None else None
    sanitized = None if document.extract is not None else _sanitized(text, redactions)
    if sanitized is not None:
        document = evolve(document, extract=sanitized, extract_kind="sanitized")
    deletions = _union(document.redactions, redactions)
    return evolve(
        _without_release_banner(document),
        text=text,
        kind="release",
        id=number or document.id,
        release=release,
        redactions=deletions,
        portions=_deleted(text.content, document.portions, deletions),
    )


def _sanitized(text: Text, redactions: tuple[Redaction, ...]) -> Span | None:
    """The stamp of an intelligence agency on a copy from which lines were taken, those on its authority among them."""
    stamp = next((one for one in stamps.find_stamps(text.content) if one.kind == "cia"), None)
    if stamp is None:
        return None
    is_part = stamp.fields.get("decision") == "part" or any(one.kind == "margin" for one in redactions)
    return stamp.span if is_part else None


def _without_release_banner(document: Document) -> Document:
    """An UNCLASSIFIED beside the level that a document was written at was put there on release."""
    classified = [one for one in document.banners if one.level is not None and one.level.is_classified]
    if not classified or len(classified) == len(document.banners):
        return document
    first = next((one for one in classified if one.role == "overall"), classified[0])
    kept = [one for one in document.banners if one in classified or one.role == "transmittal"]
    banners = tuple(evolve(one, role="overall") if one is first else one for one in kept)
    return evolve(document, banner=evolve(first, role="overall"), banners=banners)


def with_layer(document: Document) -> Document:
    """The document of any other kind with the stamps and deletions that its text shows."""
    release, redactions = layer(document.text)
    if release is None and not redactions:
        return document
    deletions = _union(document.redactions, redactions)
    portions = _deleted(document.text.content, document.portions, deletions)
    return evolve(document, release=release, redactions=deletions, portions=portions)


def _deleted(content: str, portions: tuple[Portion, ...], deletions: tuple[Redaction, ...]) -> tuple[Portion, ...]:
    """The portions, with those marked as redacted of which a deletion leaves no word."""
    starts = [one.span.start for one in deletions]
    gone = []
    for one in portions:
        first, last = bisect_left(starts, one.text_start), bisect_left(starts, one.span.end)
        inside = [each.span for each in deletions[first:last]]
        if inside and not one.is_redacted:
            start, end = one.text_start, one.span.end
            places = [Span(each.start - start, min(each.end, end) - start) for each in inside]
            left = _blanked(content[start:end], places)
            gone.append(evolve(one, is_redacted=not any(character.isalnum() for character in left)))
        else:
            gone.append(one)
    return tuple(gone)


def layer(text: Text) -> tuple[Release | None, tuple[Redaction, ...]]:
    """The release layer of a text: what its stamps say together (None without a stamp), and the deletions that show."""
    release, redactions, _ = _layers(text)
    return release, redactions


def _layers(text: Text) -> tuple[Release | None, tuple[Redaction, ...], str]:
    """The release, the deletions, and the text with the stamps and the margin codes blanked."""
    content = text.content
    found = stamps.find_stamps(content)
    boxes = text.layers.boxes if text.layers is not None else ()
    if not found:
        return None, find_redactions(content, boxes=boxes), content
    below = _blanked(content, stamps.stamp_pieces(content, found))
    has_margins = any(one.kind in _MARGINS or _is_in_part(content, one) for one in found)
    words = any(one.kind == "cia" for one in found)
    redactions = find_redactions(below, has_margins=has_margins, words=words, boxes=boxes)
    if has_margins:
        below = _blanked(below, [one.span for one in margin_codes(below, words=words)])
    return _release(found), redactions, below


def _is_in_part(content: str, stamp: stamps.Stamp) -> bool:
    """Whether a mark of declassification says that parts are withheld: such a copy has codes in its margins too."""
    words = content[stamp.span.start : stamp.span.end].upper() if stamp.kind in ("declassified", "nara") else ""
    return " PART" in words or "SANITIZED" in words


def _blanked(content: str, places: list[Span]) -> str:
    if not places:
        return content
    pieces = []
    at = 0
    for span in places:
        if span.start < at:
            continue
        pieces += [content[at : span.start], re.sub(r"[^\n]", " ", content[span.start : span.end])]
        at = span.end
    return "".join((*pieces, content[at:]))


def _union(first: tuple[Redaction, ...], second: tuple[Redaction, ...]) -> tuple[Redaction, ...]:
    """Both, without those of the first that the second sees too."""
    ends = [one.span.end for one in second]
    kept = []
    for one in first:
        index = bisect_right(ends, one.span.start)
        if index >= len(second) or not one.span.overlaps(second[index].span):
            kept.append(one)
    return tuple(sorted((*kept, *second), key=lambda one: one.span))


def stamp_date(stamp: Stamp) -> datetime.date | None:
    """The day that a stamp gives, or None where it gives none, only a year, or one that no calendar has."""
    written = stamp.fields.get("date", "")
    day = find_date(written, 0, len(written))
    return day.date if day is not None else None


def _release(found: tuple[Stamp, ...]) -> Release:
    by_kind: dict[str, Stamp] = {}
    for one in found:
        by_kind.setdefault(one.kind, one)
    case, line = by_kind.get("state-case"), by_kind.get("release")
    date = next((day for kind in _DATED if kind in by_kind and (day := stamp_date(by_kind[kind])) is not None), None)
    cia = by_kind.get("cia")
    decision = next((one.fields["decision"] for one in (line, cia) if one and "decision" in one.fields), None)
    numbers = [one.fields.get(name) for one, name in ((case, "document"), (cia, "record")) if one is not None]
    codes = line.codes if line is not None else ()
    first = line or case or found[0]
    details = [("stamps", ", ".join(by_kind))]
    for kind, name in _NAMED:
        if kind in by_kind and name in by_kind[kind].fields:
            details.append((f"{kind} {name}", by_kind[kind].fields[name]))
    return Release(
        decision=decision,
        codes=tuple(one.code for one in codes),
        code_spans=tuple(one.span for one in codes),
        case=case.fields.get("case") if case is not None else None,
        document=next((one for one in numbers if one), None),
        date=date,
        span=first.span,
        details=tuple(details),
    )
