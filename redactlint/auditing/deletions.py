"""Deletions: the redaction index, one row a deletion, as courts ask for it; and deletions counted by exemption.

The index is named after Vaughn v. Rosen, 484 F.2d 820 (D.C. Cir. 1973): for each deletion the document, the place, the
exemption claimed and the statute behind it.  What was withheld and why is for the agency to add; no report can know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from redactlint.auditing.entries import Entry, date_words
from redactlint.auditing.inventory import DeletionFacts
from redactlint.auditing.tables import Cell, Column, Table
from redactlint.markings.register import Register

__all__ = ["Exemptions", "RedactionIndex", "extent_of", "ground_of", "printed"]

_KINDS = {
    "third-party": "publisher's",
    "excision": "words in brackets",
    "label": "label",
    "margin": "code in the margin",
    "blank": "blocks",
    "box": "box",
}


@cache
def _foia() -> re.Pattern[str]:
    return re.compile(r"B(\d+)(?:\(([A-F])\))?(?:-(\d{1,2}))?(?: (.*))?\Z")


def printed(code: str) -> str:
    """A canonical exemption code as filings print it: "B7(C)" is "(b)(7)(C)", "1.4(D)" is "1.4(d)"."""
    match = _foia().match(code)
    if match is not None:
        letter, index = (f"({match[2]})" if match[2] else ""), (f"-{match[3]}" if match[3] else "")
        return f"(b)({match[1]}){letter}{index}" + (f" {match[4]}" if match[4] else "")
    if re.match(r"\d\.\d\(", code):
        return code.lower()
    if re.fullmatch(r"[DJK]\d", code):
        return f"({code[0].lower()})({code[1]})"
    return code


def ground_of(code: str, register: Register) -> str | None:
    """The statute or section that a code stands for, and the statute named beside it; None where no list has it."""
    base, _, statute = code.partition(" ")
    base = re.sub(r"-\d{1,2}\Z", "", base)  # the index of a sheet beside the copy
    row: Mapping[str, Any] | None = register.exemptions.get(base)
    if row is None:
        return None
    source = str(row["source"])
    if len(row["codes"]) > 1:  # the row speaks of several: say which
        source = re.sub(r"\([A-Za-z0-9]+\)\s?-\([A-Za-z0-9]+\)", lambda match: _own(base) or match.group(), source)
    return f"{source}: {statute}" if statute else source


def _own(base: str) -> str | None:
    """The last letter or number of a code in brackets: "(c)" of 1.4(C), "(C)" of B7(C), "(6)" of 25X6."""
    match = re.search(r"\((\w)\)\Z", base)
    if match is not None:
        return f"({match[1] if base.startswith('B') else match[1].lower()})"
    match = re.match(r"(?:\d\dX|P)(\d)", base)
    return f"({match[1]})" if match is not None else None


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        r"(?:less than )?(?:(?<!\d)\d+(?:[-–]?\s?\d/\d|\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
        r"\s(?:and a half\s)?(?:(?:half )?(?:line|paragraph|page|word|sentence|document)s?)\b",
        re.IGNORECASE,
    )


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(
        r"\A(?P<what>(?:\w+ )?(?:name|cryptonym|title|number|figure|amount|location|text|paragraph|line)s?)"
        r"(?: of source text)? (?:not declassified|redacted|deleted|withheld|excised|sanitized|denied)\Z",
        re.IGNORECASE,
    )


def extent_of(deletion: DeletionFacts) -> str | None:
    """How much was deleted, in a few words of a closed kind, never the document's own; None where it is not shown."""
    if deletion.extent and deletion.kind != "label":
        measures = [" ".join(match.group().lower().split()) for match in _measure().finditer(deletion.extent)]
        if measures:
            return ", ".join(measures)
        noun = _nouns().match(" ".join(deletion.extent.split()))
        if noun is not None and noun["what"].lower() in _PLAIN:
            return noun["what"].lower()
        return None
    if deletion.length:
        rows = deletion.end_line - deletion.line + 1
        return f"{deletion.length} characters" + (f", {rows} lines" if rows > 1 else "")
    return None


_PLAIN = frozenset(
    f"{one}{plural}"
    for one in (
        "name",
        "cryptonym",
        "title",
        "number",
        "figure",
        "amount",
        "dollar amount",
        "location",
        "text",
        "place name",
    )
    for plural in ("", "s")
)


def _codes_of(deletion: DeletionFacts, header: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The codes that cover a deletion, and where they stand."""
    if deletion.codes:
        return deletion.codes, "at the deletion"
    if deletion.kind in ("third-party", "label"):
        return (), "no code"
    return (header, "release line") if header else ((), "no code")


class RedactionIndex:
    """One row a deletion, in order of document and place."""

    name = "redactions"
    title = "Redaction index"

    def __init__(self, register: Register, *, excerpts: bool = False) -> None:
        self._register, self._excerpts = register, excerpts
        self._rows: list[tuple[Cell, ...]] = []
        self._documents = 0

    def add(self, entry: Entry) -> None:
        """Keep the rows of one document."""
        release = entry.inventory.release
        header = release.codes if release is not None else ()
        self._documents += bool(entry.inventory.deletions)
        for number, one in enumerate(entry.inventory.deletions, 1):
            codes, where = _codes_of(one, header)
            if one.kind == "label" and one.extent:
                grounds = [one.extent]
            else:
                grounds = [ground_of(code, self._register) or "no list has it" for code in codes]
            extent = one.extent if self._excerpts and one.extent else extent_of(one)
            row = (
                entry.name, date_words(entry.facts.date), number, _place(one), one.mark, _KINDS[one.kind],
                ", ".join(map(printed, codes)) or None, where, "; ".join(dict.fromkeys(grounds)) or None, extent,
            )  # fmt: skip
            self._rows.append(row)

    def table(self, top: int | None = None) -> Table:
        """The rows; with `top`, the first of them."""
        columns = (
            Column("document", "document", "path"),
            Column("date", "date", "text"),
            Column("number", "no.", "figure"),
            Column("place", "place", "text"),
            Column("mark", "mark"),
            Column("shown_as", "shown as", "text"),
            Column("exemptions", "exemptions", "text"),
            Column("code_stands", "code stands", "text"),
            Column("ground", "statute or section", "text"),
            Column("extent", "extent", "text"),
        )
        notes = (
            f"deletions: {len(self._rows)}; documents with deletions: {self._documents}",
            "what was withheld and why is for the agency to add; a deletion of plain white space does not show in text",
        )
        if top is not None and top < len(self._rows):
            notes = (f"{notes[0]}; the first {top} are shown", notes[1])
        return Table(self.name, self.title, columns, tuple(self._rows[:top]), notes)


def _place(one: DeletionFacts) -> str:
    words = [one.where] if one.where else []
    words.append(f"line {one.line}" if one.end_line == one.line else f"lines {one.line}-{one.end_line}")
    if one.portion is not None:
        words.append("subject line" if one.portion == "subject" else f"paragraph {one.portion}")
    return ", ".join(words)


class Exemptions:
    """Deletions counted by the exemption that covers them."""

    name = "exemptions"
    title = "Deletions by exemption"

    def __init__(self, register: Register) -> None:
        self._register = register
        self._counts: dict[str | None, list[int]] = {}
        self._deletions = 0

    def add(self, entry: Entry) -> None:
        """Count the deletions of one document."""
        release = entry.inventory.release
        header = release.codes if release is not None else ()
        seen: set[str | None] = set()
        for one in entry.inventory.deletions:
            self._deletions += 1
            codes, where = _codes_of(one, header)
            for code in codes or (None,):
                counts = self._counts.setdefault(code, [0, 0, 0])
                counts[0] += 1
                counts[1] += where == "release line"
                counts[2] += code not in seen
                seen.add(code)

    def table(self, top: int | None = None) -> Table:
        """A row a code, those that cover most deletions first."""
        rows = [
            (
                "none" if code is None else printed(code),
                None if code is None else ground_of(code, self._register) or "no list has it",
                *counts,
            )
            for code, counts in sorted(self._counts.items(), key=lambda item: (-item[1][0], item[0] or "~"))
        ]
        columns = (
            Column("exemption", "exemption"),
            Column("ground", "statute or section", "text"),
            Column("deletions", "deletions", "figure"),
            Column("release_line_only", "release line only", "figure"),
            Column("documents", "documents", "figure"),
        )
        notes = (f"deletions: {self._deletions}; one under several exemptions counts under each",)
        return Table(self.name, self.title, columns, tuple(rows[:top]), notes)
