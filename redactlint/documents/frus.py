"""Documents of the *Foreign Relations of the United States* series, as the published text prints them.

The editors print the marking in the source note ("Source: … Secret; Limdis. …"), the date above the text, and each
excision in brackets.  They leave portion marks and authority out, so their absence is no defect of the document.
"""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.datewords import find_date
from redactlint.documents.model import Banner, Caption, Document, Line
from redactlint.documents.redactions import find_redactions
from redactlint.markings.banners import read_banner
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["read", "recognises"]

# How far from the start the place and date stand.
_LATEST_DATELINE = 4_000


@cache
def _source_pattern() -> re.Pattern[str]:
    """A source note: where the original lies, then how it was marked, as a sentence of its own."""
    return compiled.pattern(
        r"\bSource: (?P<where>[A-Z][^\n]{8,500}?)[.;]\s+"
        r"(?P<level>Top Secret|Secret|Confidential|Restricted|Limited Official Use|Official Use Only|Unclassified"
        r"|No classification marking)\b(?P<controls>(?:[;,] ?[^.;\n]{2,60}){0,5})(?=[.\n]|\Z)"
    )


@cache
def _excision_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\[[^\[\]\n]{2,80}\bnot declassified[^\[\]\n]{0,20}\]")


@cache
def _heading_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?:\d{1,4}\. )?(?:Telegram|Memorandum|Letter|Airgram|Minutes|Paper|Report|Editorial Note|Transcript"
        r"|Summary|Intelligence (?:Memorandum|Note|Information Cable)|(?:Special )?National (?:Intelligence|Security))"
        r"\b"
    )


@cache
def _dateline_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?:[A-Z][\w.’' -]{2,40}, )(?P<date>(?:undated|[A-Z][a-z]{2,8} \d{1,2}(?:[–-]\d{1,2})?, \d{4}))"
        r"(?:, [^\n]{1,40})?\.?[ \t]*(?=\n|\Z)"
    )


def recognises(text: Text) -> bool:
    """Whether the text has a source note that gives a marking, or a heading of the series with its excisions."""
    content = text.content
    if "Source: " in content and _source_pattern().search(content) is not None:
        return True
    if "not declassified" not in content or _excision_pattern().search(content) is None:
        return False
    return _heading_pattern().search("\n" + content[:_LATEST_DATELINE]) is not None


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read one document of the series, without its date: the marking of its source note, its excisions, no portions."""
    content = text.content
    note = _source_pattern().search(content)
    banner = None
    captions: tuple[Caption, ...] = ()
    if note is not None:
        span = Span(note.start("level"), note.end("level"))
        parsed = read_banner(note["level"].upper(), register, dialect)
        if parsed is not None and parsed.marking is not None:
            banner = Banner(span, parsed, line=Span(note.start(), note.end()))
        captions = tuple(_captions(note, register))
    date = _date_line(content)
    return Document(
        text=text,
        kind="frus",
        banner=banner,
        banners=(banner,) if banner is not None else (),
        captions=captions,
        lines=(date,) if date is not None else (),
        redactions=find_redactions(content),
        body=Span(0, len(content)),
    )


def _captions(note: re.Match[str], register: Register) -> list[Caption]:
    """The words after the level ("Limdis", "Noforn", "Eyes Only") that a register knows as captions or controls."""
    found = []
    for match in compiled.pattern(r"[^;,]+").finditer(note["controls"]):
        printed = match.group().strip()
        word = register.captions.get(printed.upper())
        control = register.banner_words.get(printed.upper())
        if word is None and control is not None:
            word = control.word
        if word is not None:
            start = note.start("controls") + match.start() + len(match.group()) - len(match.group().lstrip())
            found.append(Caption(word, Span(start, start + len(printed))))
    return found


def _date_line(content: str) -> Line | None:
    """The place and date above the text; an undated paper has none."""
    match = _dateline_pattern().search("\n" + content[:_LATEST_DATELINE])
    if match is None or match["date"] == "undated":
        return None
    start, end = match.start("date") - 1, match.end("date") - 1
    if find_date(content, start, end) is None:
        return None
    return Line("DATE", Span(match.start(), match.end() - 1), Span(start, end), content[start:end])
