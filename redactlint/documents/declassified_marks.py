"""Marks of declassification: the word DECLASSIFIED, with its authority, its day and the office on the lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.datewords import find_date
from redactlint.documents.stamps import NUMERIC_DATE, Stamp, stamp_of

__all__ = ["find_marks"]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


_ANY_DATE = rf"{NUMERIC_DATE}|\d{{1,2}} [A-Za-z]{{3,9}}\.?,? \d{{4}}|[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}}|\b\d{{8}}\b"
_AUTHORITY = (
    r"(?i)\b(?:by|authority|per|under|pursuant to)\b[ \t:]*(.{2,80}?)"
    r"(?=[ \t]+on\b|[ \t]*,?[ \t]*(?:date\b|$)|[ \t]{3,})"
)

# What may follow the word for it to be a mark and not prose in capitals.
_DECLASSIFIED = (
    r"\n[ \t|*]*(?P<words>(?:DECLASSIFIED|Declassified|SANITIZED(?=[ \t]*\n[ \t]*(?:E\.?O|NL[A-Z])))"
    r"(?:(?P<lead>[ \t]*(?:[:.,]|w/|\b(?:(?:and|AND)[ ](?i:approved for )?(?i:released?)|BY|By|by|AUTHORITY|Authority"
    r"|ON|On|on|PER|Per|PURSUANT TO|UNDER)\b|\bIN (?:FULL|PART|WHOLE)\b|(?=E\.? ?O\.? ?\d)))(?P<rest>[^\n]{0,100}))?)"
    r"(?=[ \t]*(?:\n|\Z))"
)
# The line of an authority block above, or of the stamp of E.O. 11652 that tells when the paper will be declassified.
_BLOCK_BEFORE = (
    r"\n[ \t]*(?i:(?:cl\.? reason|reasons?|derived from|drv fm|classified by|cl\.? by)[ \t]*:"
    r"|(?:automatically )?downgraded (?:at|to)\b)[^\n]*\n\Z"
)
# Words that follow "DECLASSIFIED" in a mark and not in a sentence.
_SURE = ("AUTHORITY", "IN FULL", "IN PART", "IN WHOLE")
_MARK_LINE = (
    r"[ \t]*\n[ \t]*(?P<label>Authority|AUTHORITY|By|BY|(?:DECLASSIFICATION )?DATE|Date|On|ON|Per|PER|INTERAGENCY|ISCAP"
    r"|E\.? ?O\.?|Sec(?:tion)?\.|NL[A-Z]{1,3}\b"
    r"|(?:NSC|State|OSD|DOD|DoD|CIA|White House|WH)(?=[^\n]*\b(?:Memo|Letter|Ltr|Guidelines?|[Ww]aiver)\b))"
    r"[ \t:.]*(?P<value>[^\n]{0,80})"
)
# A line of a mark without a label: the office, the number of the case, the day; it is short.
_MARK_MORE = (
    r"[ \t]*\n[ \t]*(?=[^\n]{3,64}(?:\n|\Z))"
    r"(?P<value>(?P<office>(?=[^\n]*(?:\b(?:NARA|E\.?O|WHS|NL[A-Z]{1,3}|Div|PA/HO|IPS|Guidelines?|Records"
    r"|Department of State)\b|\b\d{4}-\d{3,4}-[A-Z]\b))[^\n])[^\n]+"
    rf"|(?:on[ ])?(?:{_ANY_DATE}|[A-Z]{{3}} \d{{1,2}},? \d{{4}})[^\n]{{0,24}})"
)
_ON_PAPER = r"(?i)guideline|letter|memo|review"
# Papers that a mark cites as its authority: their day is not the mark's.
_CITED = r"NSC|STATE|OSD|DOD|CIA|WH"


def find_marks(content: str) -> Iterator[Stamp]:
    """Marks that begin a line with the word; bare or followed by its parts on the same or the next lines."""
    if "DECLASSIFIED" not in content and "Declassified" not in content and "SANITIZED" not in content:
        return
    padded = "\n" + content
    for match in _compiled(_DECLASSIFIED).finditer(padded):
        fields: dict[str, str | None] = {}
        end = match.end()
        rest = (match["lead"] or "") + (match["rest"] or "")
        dated = _compiled(_ANY_DATE).search(rest)
        if dated:
            fields["date"] = dated.group()
        who = _compiled(_AUTHORITY).search(rest)
        if who:
            fields["authority"] = who[1].rstrip(" ,")
        elif "E.O" in rest or "EO " in rest:
            fields["authority"] = rest
        parts = 0
        while parts < 6:
            line = _compiled(_MARK_LINE).match(padded, end)
            if line is None:
                line = _compiled(_MARK_MORE).match(padded, end)
                # A day by itself, right below the word, may be that of the paper.
                if line is None or not (parts or rest or line["office"]):
                    break
                _take_more(line["value"], fields)
                end = line.end()
                parts += 1
                continue
            label, value = line["label"].upper(), line["value"]
            if label in ("DATE", "ON", "DECLASSIFICATION DATE"):
                fields.setdefault("date", value)
            elif label == "BY" and (day := _compiled(rf"(?i:date)[ \t:]*({NUMERIC_DATE})").search(value)):
                # An archivist's day; one before it is that of the guidelines that are cited.
                fields["date"] = day[1]
                fields.setdefault("authority", value)
            else:
                fields.setdefault("authority", value if label in ("AUTHORITY", "BY", "PER") else line.group())
                if (
                    "date" not in fields
                    and not _compiled(_CITED).match(label)
                    and (day := _compiled(NUMERIC_DATE).search(value))
                ):
                    fields["date"] = day.group()
            end = line.end()
            parts += 1
        if _compiled(_BLOCK_BEFORE).search(padded, max(0, match.start() - 160), match.start() + 1):
            continue  # an instruction of the document, mistyped
        before = padded.rfind("\n", 0, match.start())
        after_blank = not padded[before + 1 : match.start()].strip()
        sure = "date" in fields or rest.lstrip()[:1] == ":" or (match["lead"] or "").strip().upper() in _SURE
        if after_blank or sure:
            yield stamp_of("declassified", content, match.start("words") - 1, end - 1, fields)


def _take_more(value: str, fields: dict[str, str | None]) -> None:
    """What a line of a mark without a label says: the office, the number of the case, the day."""
    day = find_date(value, 0, len(value))
    if day is not None and "date" not in fields and not _compiled(_ON_PAPER).search(value):
        fields["date"] = value[day.span.start : day.span.end]
    if "E.O" in value or "EO " in value or "Department" in value:
        fields.setdefault("authority", value)
