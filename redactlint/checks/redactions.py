"""Redactions and the codes that justify them: is there one, does it exist, is it complete, does it fit the record?"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from redactlint.documents.model import Document, Portion, Redaction
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.markings.levels import Level
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = [
    "PlacedCode",
    "age",
    "in_unclassified_portion",
    "incomplete",
    "mark_deleted",
    "marking_as_ground",
    "not_in_force",
    "placed_codes",
    "stamp_kinds",
    "third_party",
    "unknown",
    "upgrade_stamps",
    "with_rows",
    "withheld_after_date",
    "without_code",
    "without_section",
]

# Deletions of the releasing office; a publisher's X and a label that names its ground are others.
_OFFICIAL = ("excision", "blank", "margin", "box")


class PlacedCode(NamedTuple):
    """An exemption code of a released copy with its place; `is_header` says that it stands in the release line."""

    code: str
    span: Span
    is_header: bool = False

    @property
    def base(self) -> str:
        """The code without a statute ("B3 CIA" is B3) and without an index ("B7(C)-1" is B7(C))."""
        code = self.code.split(" ", 1)[0]
        return re.sub(r"-\d{1,2}$", "", code)

    @property
    def is_indexed(self) -> bool:
        """Whether it is an index code ("B1-1"), whose full ground stands in a sheet beside the copy."""
        return re.search(r"-\d{1,2}$", self.code.split(" ", 1)[0]) is not None


def placed_codes(document: Document) -> list[PlacedCode]:
    """Every exemption code of the document, the release line's first, then those at its deletions."""
    found = []
    release = document.release
    if release is not None:
        found += [PlacedCode(*pair, True) for pair in zip(release.codes, release.code_spans, strict=False)]
    for one in document.redactions:
        found += [PlacedCode(*pair) for pair in zip(one.codes, one.code_spans, strict=False)]
    return found


def with_rows(document: Document, setting: Setting) -> list[tuple[PlacedCode, Mapping[str, object]]]:
    """The codes that the register holds, each with its row."""
    known = setting.register.exemptions
    return [(one, known[one.base]) for one in placed_codes(document) if one.base in known]


def _visible(document: Document) -> list[Redaction]:
    return [one for one in document.redactions if one.kind in _OFFICIAL]


def _count(number: int, one: str) -> str:
    return f"a {one}" if number == 1 else f"{number} {one}s"


# -- is there a code? ------------------------------------------------------------------------------------------------


def without_code(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Deletions that no code covers.

    Case "none": the release line says IN PART and no code stands anywhere.  Case "header": only the codes of the
    release line cover them.  Case "uncovered": no release line does.  `grounds` are words that count as a code.
    """
    release = document.release
    if release is None and not document.redactions:
        return
    codes = placed_codes(document)
    grounds = tuple(rule.parameters.get("grounds", ()))
    labelled = any(one.kind == "label" for one in document.redactions)
    in_part = release is not None and release.decision == "part"
    if in_part and release is not None and release.span is not None and not codes and not labelled:
        if not any(_has_ground(one, grounds) for one in document.redactions):
            yield Hit(release.span, {"what": "the release line says IN PART and no code stands anywhere"}, case="none")
        return
    bare = [one for one in _visible(document) if not one.codes and not _has_ground(one, grounds)]
    if not bare:
        return
    header = any(one.is_header for one in codes)
    what = f"{_count(len(bare), 'deletion')} without a code"
    what += ", covered by the codes of the release line alone" if header else ""
    related = tuple((one.span, "another deletion without a code") for one in bare[1:6])
    yield Hit(bare[0].span, {"what": what}, case="header" if header else "uncovered", related=related)


def _has_ground(redaction: Redaction, grounds: tuple[str, ...]) -> bool:
    extent = (redaction.extent or "").lower()
    return any(word in extent for word in grounds)


# -- does it exist, is it complete? ----------------------------------------------------------------------------------


def unknown(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Codes that no list holds, each once.  Case "edge": a known code with the edge of its box read as a digit."""
    known = setting.register.exemptions
    words = frozenset(rule.parameters.get("markings", ()))
    seen = set()
    for one in placed_codes(document):
        if one.base in known or one.base in words or one.base in seen:
            continue
        seen.add(one.base)
        if re.fullmatch(r"B[1-9]1", one.base):
            nearest = f"{one.base[:2]} beside the edge of its box"
            yield Hit(one.span, {"code": one.base, "nearest": nearest}, case="edge")
        else:
            yield Hit(one.span, {"code": one.base, "nearest": _nearest(one.base, known)})


def _nearest(code: str, known: Mapping[str, object]) -> str:
    import difflib

    begins = [one for one in known if code.startswith(one)]
    near = begins or difflib.get_close_matches(code, sorted(known), 1, 0.5)
    return f"the nearest is {near[0]}" if near else "none is near"


def without_section(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first (b)(1), where no section of an order stands beside any code of the copy nor in an upgrade stamp."""
    rows = with_rows(document, setting)
    first = next((one for one, row in rows if row.get("needs") == "section" and not one.is_indexed), None)
    # A section that does not exist was meant for one: that it does not is the finding of another rule.
    has_section = any(one.code[:1].isdigit() for one in placed_codes(document))
    if first is None or has_section or any(row["family"] == "order" for _, row in rows):
        return
    if not any("reason" in stamp for stamp, _ in upgrade_stamps(document)):
        yield Hit(first.span, {"code": first.code})


def incomplete(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first code of each kind that owes a statute or a letter, where no fuller form of it stands in the copy."""
    rows = with_rows(document, setting)
    every = {one.code for one, _ in rows}
    for need, what in rule.parameters["needs"].items():
        for one, row in rows:
            if row.get("needs") != need or one.code != one.base or one.is_indexed:
                continue
            if not any(other != one.base and other.startswith((f"{one.base} ", f"{one.base}(")) for other in every):
                yield Hit(one.span, {"code": one.code, "missing": what}, case=need)
            break


def marking_as_ground(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A control marking in the place of an exemption code."""
    words = frozenset(rule.parameters["markings"])
    for one in placed_codes(document):
        if one.base in words:
            yield Hit(one.span, {"marking": one.base})
            return


# -- does it fit the record? -----------------------------------------------------------------------------------------


def not_in_force(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A section that no longer held the categories when the copy was released: `sections` maps it to its last day."""
    release = document.release
    if release is None or release.date is None:
        return
    rows = with_rows(document, setting)
    # A number alone in a margin may count paragraphs; beside (b)(1) it is a section of the order.
    is_classified = any(row.get("needs") == "section" for _, row in rows)
    last_days = {name: datetime.date.fromisoformat(day) for name, day in rule.parameters["sections"].items()}
    for one, row in rows:
        section = str(row.get("section"))
        if section in last_days and (one.is_header or is_classified) and release.date > last_days[section]:
            current = one.base.replace(section, rule.parameters["current"])
            yield Hit(one.span, {"code": one.base, "released": release.date.isoformat(), "current": current})
            return


def age(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Exemptions against the age of the record at release, counted to 31 December of the year (13526 sec. 3.3(a)).

    Case "young": an exemption from automatic declassification at `years` on a record more than five years short of
    them; "nearly": on one that is short of them by less.  Case "old-section": a plain category on an older record.
    Case "old-deliberation": (b)(5) on a record older than that when the request was made.
    """
    release = document.release
    if release is None:
        return
    years, grace = rule.parameters["years"], rule.parameters["grace"]
    rows = with_rows(document, setting)
    if release.date is not None:
        # The first year whose records had not yet come to their 31 December.
        first_young = release.date.year - years + (1 if (release.date.month, release.date.day) == (12, 31) else 0)
        exempt = next((one for one, row in rows if row.get("years") == years and "-" not in one.base), None)
        if exempt is not None:
            arguments = {"code": exempt.base, "years": str(years)}
            young = DateRange(datetime.date(first_young + grace, 1, 1))
            nearly = DateRange(datetime.date(first_young, 1, 1), datetime.date(first_young + grace - 1, 12, 31))
            yield Hit(exempt.span, {**arguments, "what": _YOUNG}, DateSet((young,)), case="young")
            yield Hit(exempt.span, {**arguments, "what": _YOUNG}, DateSet((nearly,)), case="nearly")
        plain = next((one for one, row in rows if row.get("section") == rule.parameters["section"]), None)
        older = any(row.get("section") == "3.3" or "years" in row for _, row in rows)
        if plain is not None and not older:
            old = DateRange(latest=datetime.date(first_young - 1, 12, 31))
            what = f"a record of more than {years} years is exempted under section 3.3(b), not under 1.4 alone"
            yield Hit(plain.span, {"code": plain.base, "what": what}, DateSet((old,)), case="old-section")
    requested = _year_of_request(release.case)
    if requested is not None and requested >= rule.parameters["deliberation_from"]:
        deliberation = next((one for one, _ in rows if one.base == rule.parameters["deliberation"]), None)
        if deliberation is not None:
            what = f"the deliberative privilege ends {years} years before the request"
            then = DateRange(latest=datetime.date(requested - years, 1, 1))
            arguments = {"code": deliberation.base, "what": what}
            yield Hit(deliberation.span, arguments, DateSet((then,)), case="old-deliberation")


_YOUNG = "the record had not come to the 31 December at which it would be declassified"


def _year_of_request(case: str | None) -> int | None:
    """The year in a case number ("F-2017-00123"), or None."""
    match = re.search(r"(?:19|20)\d\d", case or "")
    return int(match.group()) if match else None


def stamp_kinds(document: Document) -> frozenset[str]:
    """The kinds of stamp that the copy bears."""
    if document.release is None:
        return frozenset()
    return frozenset(dict(document.release.details).get("stamps", "").split(", "))


def upgrade_stamps(document: Document) -> list[tuple[Mapping[str, str], Span]]:
    """The stamps by which a FOIA office classified the document on release: their fields and places."""
    from redactlint.documents.stamps import find_stamps

    if "upgrade" not in stamp_kinds(document):
        return []
    return [(one.fields, one.span) for one in find_stamps(document.text.content) if one.kind == "upgrade"]


def in_unclassified_portion(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A deletion of classified information inside the text of a portion that is marked unclassified."""
    if not document.portions or upgrade_stamps(document):
        return
    content = document.text.content
    known = setting.register.exemptions
    for redaction in _visible(document):
        code = next((one for one in redaction.codes if _is_classified(known.get(one.split(" ", 1)[0]))), None)
        if code is None:
            continue
        for portion in _portions_at(document, redaction.span):
            mark = portion.mark
            inside = portion.kind != "subject" and _is_inside(content, redaction.span, portion)
            if inside and mark is not None and mark.level is Level.U:
                arguments = {"code": code, "portion": portion.label, "mark": document.text.words(mark.span)}
                related = ((mark.span, "the mark of the portion"),)
                yield Hit(redaction.span, arguments, related=related, paragraph=portion.number)
                break


def _portions_at(document: Document, place: Span) -> tuple[Portion, ...]:
    """The portions that begin before the place, the three nearest: a segment, its paragraph, the subject."""
    after = bisect_right(document.portions, place.start, key=lambda one: one.span.start)
    return document.portions[max(0, after - 3) : after]


def _is_classified(row: Mapping[str, object] | None) -> bool:
    return row is not None and (row.get("needs") == "section" or row["family"] == "order")


def _is_inside(content: str, place: Span, portion: Portion) -> bool:
    """Whether the deletion stands between words of the portion, and not in the blank after it."""
    if not portion.text_start <= place.start < portion.span.end:
        return False
    line = content.rfind("\n", 0, place.start) + 1
    shares_line = bool(content[max(line, portion.text_start) : place.start].strip())
    return shares_line or bool(content[place.end : content.find("\n", place.end)].strip())


def mark_deleted(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Numbered paragraphs of which nothing is left, their marks included: one finding for the document."""
    gone = [one for one in document.portions if one.is_redacted and one.mark is None and one.number is not None]
    if gone:
        related = tuple((one.span, f"{one.label}, as well") for one in gone[1:6])
        number = gone[0].number_span or Span(gone[0].span.start, gone[0].text_start)
        yield Hit(number, {"portion": gone[0].label}, related=related, paragraph=gone[0].number)


def third_party(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Runs of X and other deletions of a publisher: one finding, at the first."""
    runs = [one for one in document.redactions if one.kind == "third-party"]
    if runs:
        yield Hit(runs[0].span, {"count": _count(len(runs), "deletion")})


def withheld_after_date(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Classified information withheld though the declassification date of the document had passed at release."""
    release = document.release
    dated = next((one for one in document.instructions if one.kind == "date" and one.date is not None), None)
    if release is None or release.date is None or dated is None or dated.date is None or dated.date >= release.date:
        return
    rows = with_rows(document, setting)
    if any("years" in row or row.get("section") == "3.3" for _, row in rows) or upgrade_stamps(document):
        return
    first = next((one for one, row in rows if _is_classified(row)), None)
    if first is not None:
        arguments = {"code": first.code, "date": dated.date.isoformat(), "released": release.date.isoformat()}
        yield Hit(first.span, arguments, related=((dated.span, "the declassification date"),))
