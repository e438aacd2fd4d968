"""Release, declassification, upgrade and reclassification marks: consistent with the copy, complete, and lawful."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from redactlint.checks.redactions import placed_codes, stamp_kinds, upgrade_stamps
from redactlint.documents.datewords import find_date
from redactlint.documents.model import Document
from redactlint.documents.redactions import legend
from redactlint.documents.stamps import Stamp, find_stamps
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet, add_years
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = [
    "codes_disagree",
    "declassification_incomplete",
    "full_with_redactions",
    "part_without_redactions",
    "reclassification_incomplete",
    "still_marked",
    "upgrade_incomplete",
]


def full_with_redactions(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A copy released in full that shows a code or a deletion: the first.

    Case "words": bracketed words without a code, which the writer may have quoted.
    """
    release = document.release
    if release is None or release.decision != "full" or release.span is None:
        return
    related = ((release.span, "the release line"),)
    codes = placed_codes(document)
    if codes:
        yield Hit(codes[0].span, {"what": f"the code {codes[0].code} stands in it"}, related=related)
        return
    for one in document.redactions:
        if one.kind in ("blank", "label"):
            yield Hit(one.span, {"what": "a deletion shows in it"}, related=related)
            return
        if one.kind == "excision":
            yield Hit(one.span, {"what": f"it says [{one.extent}]"}, case="words", related=related)
            return


def part_without_redactions(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A copy released in part in whose text no deletion shows."""
    release = document.release
    shows = any(one.kind != "third-party" for one in document.redactions)
    if release is not None and release.decision == "part" and release.span is not None and not shows:
        yield Hit(release.span, {})


def codes_disagree(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Codes of the release line that stand at no deletion, codes at deletions that the line or a legend lacks.

    Nothing is said where line or deletions show no code at all: then there is nothing to compare.
    """
    release = document.release
    known = setting.register.exemptions
    codes = [one for one in placed_codes(document) if one.base in known]
    header = {one.base for one in codes if one.is_header}
    margins = {one.base for one in codes if not one.is_header}
    if header and margins and release is not None and release.span is not None:
        only_header, only_margins = sorted(header - margins), sorted(margins - header)
        parts = []
        if only_header:
            parts.append(f"{', '.join(only_header)} in the release line, at no deletion")
        if only_margins:
            parts.append(f"{', '.join(only_margins)} at a deletion, not in the release line")
        if parts:
            yield Hit(release.span, {"what": "; ".join(parts)}, case="line")
    explained = legend(document.text.content) if codes else {}
    if explained:
        used = header | margins
        missing = sorted(used - explained.keys())
        if missing:
            first = next(one for one in codes if one.base in missing)
            what = f"{', '.join(missing)} used, but not explained in the legend"
            yield Hit(first.span, {"what": what}, case="legend")


# -- declassification ------------------------------------------------------------------------------------------------


def still_marked(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A classified banner on a copy that bears neither a release stamp nor a declassification mark.

    Only a stamp that classifies, or none, is no such stamp.
    """
    banner = document.banner
    if banner is None or banner.level is None or not banner.level.is_classified:
        return
    noted = document.order is not None and document.order.is_declassified_note
    if stamp_kinds(document) <= {"upgrade", "reclassified"} and not noted:
        yield Hit(banner.span, {"banner": document.text.words(banner.span)})


def declassification_incomplete(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """An agency's own mark of declassification that lacks its authority, its date, or the line through the old marking.

    Only a text that can show such a line ("~~SECRET~~") lacks it.  `sufficient` are stamps that need no more.  An E.O.
    line retyped as DECLASSIFIED needs a date alone.
    """
    found = _stamps(document)
    if any(one.kind in rule.parameters["sufficient"] for one in found):
        return
    order = document.order
    if order is not None and order.is_declassified_note:
        if find_date(document.text.content, order.span.end, order.line.end) is None:
            yield Hit(order.line, {"missing": "a date"})
        return
    marks = [one for one in found if one.kind == "declassified"]
    if not marks:
        return
    fields = {name: value for one in marks for name, value in one.fields.items()}
    missing = [words for name, words in (("authority", "its authority"), ("date", "a date")) if name not in fields]
    banner = document.banner
    if "~~" in document.text.source and banner is not None and banner.level is not None and banner.level.is_classified:
        near = document.text.source[max(0, banner.span.start - 3) : banner.span.end + 3]
        missing += [] if "~~" in near else ["a line through the old marking"]
    if missing:
        yield Hit(marks[0].span, {"missing": " and ".join(missing)})


def _stamps(document: Document) -> tuple[Stamp, ...]:
    return find_stamps(document.text.content) if document.release is not None else ()


# -- classification on release, and again ----------------------------------------------------------------------------

_PARTS = (("class", "Class"), ("reason", "Reason"), ("declassify-on", "Declassify on"))


def upgrade_incomplete(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A FOIA office's stamp that lacks a part, or whose part is not lawful (case "illegal").

    The level is TOP SECRET, SECRET or CONFIDENTIAL; the reasons are letters of section 1.4; the declassification date
    lies after the stamp and, give or take `tolerance` days, at most `years` after the document.
    """
    for fields, span in upgrade_stamps(document):
        missing = [words for name, words in _PARTS if name not in fields]
        if missing:
            yield Hit(span, {"what": f"lacks {' and '.join(missing)}"})
        yield from _illegal(fields, span, rule, setting)


def _illegal(fields: Mapping[str, str], span: Span, rule: Rule, setting: Setting) -> Iterator[Hit]:
    level = fields.get("class")
    if level is not None and " ".join(level.upper().split()) not in rule.parameters["levels"]:
        yield Hit(span, {"what": f"names {level!r}, which is no level"}, case="illegal")
    section = rule.parameters["section"]
    for number, letter in _reasons(fields.get("reason", "")):
        if number != section or letter not in setting.law.letters_of(section):
            what = f"gives the reason {number}({letter}), which is no category of section {section}"
            yield Hit(span, {"what": what}, case="illegal")
            break
    written = fields.get("declassify-on")
    if written is None:
        return
    until, stamped = _day(written), _day(fields["date"])
    if until is None:
        if not any(code in written.upper() for code in rule.parameters["codes"]):
            yield Hit(span, {"what": f"declassifies on {written!r}, which is no date"}, case="illegal")
        return
    if stamped is not None and until <= stamped:
        yield Hit(span, {"what": f"declassifies on {until.isoformat()}, before it was put on"}, case="illegal")
    years, tolerance = rule.parameters["years"], rule.parameters["tolerance"]
    last_short = add_years(until, -years, -tolerance)
    what = f"declassifies on {until.isoformat()}, more than {years} years after the document"
    too_old = DateRange(latest=last_short - datetime.timedelta(days=1))
    yield Hit(span, {"what": what}, DateSet((too_old,)), case="illegal")


def _reasons(words: str) -> list[tuple[str, str]]:
    return [(match[1], match[2].lower()) for match in re.finditer(r"(\d\.\d)\s?\(?([A-Za-z])\)?", words)]


def _day(words: str) -> datetime.date | None:
    found = find_date(words, 0, len(words))
    return found.date if found is not None else None


def reclassification_incomplete(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A reclassification mark without one of its five items: `items` maps a part of the mark to what it is called."""
    for stamp in _stamps(document):
        if stamp.kind != "reclassified":
            continue
        missing = [words for name, words in rule.parameters["items"].items() if name not in stamp.fields]
        if "reason" in stamp.fields and not _reasons(stamp.fields["reason"]):
            missing.append(rule.parameters["items"]["reason"])
        if missing:
            yield Hit(stamp.span, {"missing": ", ".join(missing)})
