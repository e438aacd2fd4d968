"""What was parsed from a document, as `redactlint show` prints it: for programs, and for people.

It quotes the document, and so it carries the document's marking.
"""

from __future__ import annotations

from typing import Any

from redactlint.documents.model import Document, Instruction, Portion
from redactlint.facts import controls, facts_of
from redactlint.reports.json_report import date_row
from redactlint.reports.safe import safe

__all__ = ["as_words", "parsed"]

# How many characters of a portion are shown.
_LONGEST_START = 60

# The kinds of instruction of the model, as the page for programs names them.  A cut value is none at all.
_KINDS = {"review": "date", "redacted": "invalid"}


def parsed(document: Document) -> dict[str, Any]:
    """The document as `schemas/document.schema.json` has it; null or an empty list where it has none."""
    text = document.text
    instruction = next((one for one in document.instructions if one.kind != "cut"), None)
    order, banner = document.order, document.banner
    return {
        "path": text.path if text.member is None else text.member.container,
        "where": None if text.member is None else dict(text.member.where),
        "kind": document.kind,
        "id": document.id,
        "date": date_row(facts_of(document)),
        "banner": None
        if banner is None
        else {
            "text": text.words(banner.span),
            "level": None if banner.level is None else banner.level.name,
            "controls": [] if banner.marking is None else list(controls(banner.marking)),
            "line": text.position(banner.span.start)[0],
        },
        "captions": [caption.word for caption in document.captions],
        "order": None if order is None else f"E.O. {order.number or order.raw}",
        "declassify_on": None if instruction is None else _declassify_on(instruction),
        "reasons": [{"section": one.section, "letters": list(one.letters)} for one in document.reasons],
        "classified_by": None if document.classified_by is None else document.classified_by.words,
        "derived_from": None if document.derived_from is None else document.derived_from.words,
        "subject": None if document.subject is None else document.subject.words,
        "portions": [_portion(one, document) for one in document.portions],
        "redactions": [
            {
                "kind": one.kind,
                "codes": list(one.codes),
                "extent": one.extent,
                "line": text.position(one.span.start)[0],
            }
            for one in document.redactions
        ],
        "release": _release(document),
    }


def _declassify_on(instruction: Instruction) -> dict[str, Any]:
    downgrade = instruction.downgrade
    return {
        "kind": _KINDS.get(instruction.kind, instruction.kind),
        "value": instruction.text if instruction.date is None else instruction.date.isoformat(),
        "code": instruction.code,
        "downgrade": None
        if downgrade is None
        else {"level": downgrade[0], "date": None if downgrade[1] is None else downgrade[1].isoformat()},
    }


def _portion(portion: Portion, document: Document) -> dict[str, Any]:
    text, mark = document.text, portion.mark
    begins = portion.number_span or (mark.span if mark is not None and portion.place == "start" else portion.span)
    end = portion.text_end if portion.text_end is not None else portion.span.end
    words = " ".join(text.content[portion.text_start : min(end, portion.text_start + 4 * _LONGEST_START)].split())
    if len(words) > _LONGEST_START:
        words = words[: words.rfind(" ", 0, _LONGEST_START + 1) if " " in words[:_LONGEST_START] else _LONGEST_START]
    return {
        "number": portion.number,
        "raw_number": portion.raw_number,
        "mark": None if mark is None else mark.parsed.canonical,
        "level": None if portion.level is None else portion.level.name,
        "inherited": portion.inherited,
        "kind": portion.kind,
        "line": text.position(begins.start)[0],
        "text_start": words,
    }


def _release(document: Document) -> dict[str, Any] | None:
    release = document.release
    if release is None:
        return None
    return {
        "decision": release.decision,
        "codes": list(release.codes),
        "case": release.case,
        "document": release.document,
        "date": None if release.date is None else release.date.isoformat(),
        "details": dict(release.details),
    }


def as_words(row: dict[str, Any], name: str) -> str:
    """The same for people, a line a fact, under the document's `name`; nothing in it can steer a terminal."""
    lines = [safe(f"{name}: {row['kind']}{' ' + row['id'] if row['id'] else ''}")]
    for name, words in _facts(row):
        if words:
            lines.append(f"  {name:<15} {safe(words)}")
    if row["portions"]:
        lines.append("  portions")
    for portion in row["portions"]:
        number = f"{portion['number']}." if portion["number"] is not None else "-"
        mark = "inherits" if portion["inherited"] else "no mark"
        if portion["mark"] is not None:
            mark = f"({portion['mark']})"
        kind = "" if portion["kind"] == "paragraph" else f"[{portion['kind']}] "
        lines.append(f"    {portion['line']:>5}  {number:<5} {safe(mark):<10} {kind}{safe(portion['text_start'])}")
    for redaction in row["redactions"]:
        codes = ", ".join(redaction["codes"]) or "no code"
        lines.append(safe(f"  redaction at {redaction['line']}: {redaction['kind']}, {codes}"))
    return "\n".join(lines) + "\n"


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    date, banner, until, release = row["date"], row["banner"], row["declassify_on"], row["release"]
    reasons = "; ".join(
        f"{one['section'] or '?'} " + ", ".join(f"({letter})" for letter in one["letters"]) for one in row["reasons"]
    )
    return [
        ("date", "" if date is None else _date_words(date)),
        ("banner", "" if banner is None else _banner_words(banner)),
        ("captions", ", ".join(row["captions"])),
        ("order", row["order"] or ""),
        ("declassify on", "" if until is None else _until_words(until)),
        ("reasons", reasons),
        ("classified by", row["classified_by"] or ""),
        ("derived from", row["derived_from"] or ""),
        ("subject", row["subject"] or ""),
        ("release", "" if release is None else _release_words(release)),
    ]


def _banner_words(banner: dict[str, Any]) -> str:
    return f"{banner['text']} ({banner['level'] or 'unclear'}; line {banner['line']})"


def _date_words(date: dict[str, str | None]) -> str:
    earliest, latest = date["earliest"] or "…", date["latest"] or "…"
    days = earliest if earliest == latest else f"{earliest} to {latest}"
    return f"{days} ({date['source']})" if date["source"] else days


def _until_words(until: dict[str, Any]) -> str:
    code = f", {until['code']}" if until["code"] and until["code"] != until["value"] else ""
    return f"{until['value']} ({until['kind']}{code})"


def _release_words(release: dict[str, Any]) -> str:
    parts = [
        f"released in {release['decision']}" if release["decision"] else "",
        ", ".join(release["codes"]),
        f"case {release['case']}" if release["case"] else "",
        f"document {release['document']}" if release["document"] else "",
        release["date"] or "",
    ]
    return "; ".join(part for part in parts if part)
