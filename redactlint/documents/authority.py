"""The classification authority block: its lines, however mistyped; and, with the E.O. line, all that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.instructions import read_instructions
from redactlint.documents.model import Line
from redactlint.documents.order_line import find_order_lines, read_order_line, read_order_lines
from redactlint.documents.reasons import read_reasons, reason_clause
from redactlint.text import Span

__all__ = [
    "find_classified_by",
    "find_classified_by_in_body",
    "find_declassify_on",
    "find_derived_from",
    "find_order_lines",
    "find_reason_line",
    "is_paragraph_one",
    "read_instructions",
    "read_order_line",
    "read_order_lines",
    "read_reasons",
]

# A reason on the line below its label: "1. 4B" is no paragraph, and an E.O. line does not go on with a section.
_SECTION_AHEAD = r"1[ ]?[.,][ ]?[3-5][ ]?\(?[A-Ha-h]|E\.?[ ]?O\.?[ ]?1\d{4},?[ ](?:as amended,?[ ])?(?i:sec|1\.)"

# No clause is longer, not even in a text without line ends.
_LONGEST_CLAUSE = 600


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


def _line_end(content: str, at: int) -> int:
    end = content.find("\n", at)
    return len(content) if end < 0 else end


_DERIVED = (
    r"[Dd](?<![A-Za-z].)(?i:ERIVED|RV|ERIVATIVE|ERVIED)[ \t]{1,3}(?i:FROM|FM|FRM|FRO)(?![A-Za-z])"
    r"[ \t]{0,3}(?P<colon>[:;])?"
)
_DECLASSIFY = (
    r"[Dd](?<![A-Za-z].)(?i:ECL(?:AS(?:SIFY|SIFICATION|S)?)?\.?|CL)[ \t]{1,3}(?i:ON|BY|DATE)(?![A-Za-z])"
    r"[ \t]{0,3}(?P<colon>[:;])?"
)
_REASON = (
    r"[RrCc](?<![A-Za-z].)(?i:(?<=r)|(?:L|LASS(?:IFICATION)?)[ \t]{1,3}R)(?i:EASON)(?:S|\(S\))?(?![A-Za-z])"
    r"(?:[ \t](?i:FOR CLASSIFICATION))?[ \t]{0,3}(?P<colon>[:;])"
)
# What ends the value of a line of the block when it begins the next line.
_ENDS = (
    r"[ \t]*(?:[¶\[(]?\d{1,3}\]?[.,)][ \t\]]|[¶]|\([A-Z][A-Z/ ]{0,14}\)|[-=_*]{3,}"
    r"|(?i:DERIVED FROM|DRV FM|DECLASSIFY|DECL(?:AS)?\.? ?(?:ON|BY|:|OADR)|DATED?:|DOWNGRADE|CLASSIF[A-Z]{0,5} BY"
    r"|(?:SUBJECT TO|EXEMPT FROM) (?:THE )?GENERAL DECLASS|AUTOMATICALLY DOWNGRADED|EXEMPTION CATEGORY)"
    r"|(?:TAGS?|SUBJ(?:ECT)?|REF(?:S|TELS?|ERENCES?)?|E\.?O\.?|FROM|TO|SIPDIS|SUMMARY|INTRODUCTION|COMMENT|BEGIN)"
    r"(?![a-z])[ \t]*[:.\n\d(-])"
)
_REASON_AHEAD = (
    r"[ \t]*(?:(?i:(?:CL[ \t]+)?reasons?(?:\(s\))?(?![a-z])|for reasons?|per|due to)|[(]?1[ ]?[./,][ ]?[3-5]"
    r"|\([A-Ha-h]\)\s?(?:,|and|AND|[.&/]|\n)|(?:(?i:and)|&)\s*\(?[A-Ha-h]\)|E\.?O\.?\s?1\d{4},?\s+(?i:reason|1\.))"
)
_LEFT_OPEN = (
    r"(?:,|;|(?<![A-Za-z])(?i:for|for reasons?|reasons?|per|and|under|due to|section|by|of):?|1\.[45]|E\.?O\.? \d{5})"
    r"[ \t]*\Z"
)

# A clause on reasons broken off inside its section ("due to 1."), behind it, or between its letters ("1.5 (b), and").
_BROKEN_SECTION = r"(?<![\dA-Za-z/.\-])[1Il]\s?[.,/]?\s?[3-5]?[.,:]?[ \t]*\(?[ \t]*\Z"
_BROKEN_LETTERS = (
    r"(?<![\dA-Za-z/.\-])[1Il]\s?[.,/]?\s?[3-5][\s().,/&;+A-Ha-h]*(?:\band\b|\bAND\b|\bor\b)?"
    r"[\s().,/&;+A-Ha-hNDnd]*(?<![.])[ \t]*\Z"
)
_LETTERS_AHEAD = (
    r"[ \t]*(?:[.,]?[ ]?[3-5][.,]?)?(?:[ ,/&]{0,2}(?i:a?\s?n?\s?d)[ \t]+)?[ \t]*"
    r"[(\[]?\s?[A-Ka-k](?![A-Za-z'’])\s?[)\]]?"
    r"\s{0,2}(?:[,;&/+.(\\-]|(?i:a\s?n\s?d|or)(?![A-Za-z])|\Z|\n)|[ \t]*(?i:and)[ \t]*(?:\Z|\n)"
)


# "DAS, A/GIS, DoS on 06/30/2015 ~ Class: CONFIDENTIAL"
_STAMP = r"[^\n]{0,100}\d{4}[^\n]{0,20}[ \t]*\n?[ \t]*.{0,3}(?:Class|CLASS) ?:"


def find_classified_by(content: str, start: int, end: int) -> Line | None:
    """The first Classified By line in `content[start:end]`, or None.

    `value` is the classifier, without the clause on reasons; `span` covers the label and all that belongs to it, the
    clause on reasons included: what `read_reasons` is to read.  The stamp of a reviewer ("Classified by DAS … on
    06/30/2015 ~ Class: …") is no line of the document.  Of a header printed twice the copy that is cut counts only
    where there is no other.
    """
    at, cut = start, None
    while (label := _next_classified(content, at, end)) is not None:
        at = label.end
        if _compiled(_STAMP).match(content, label.end) is None:
            line = _block_line("CLASSIFIED BY", content, label, end)
            if not line.is_cut:
                return line
            cut = cut or line
    return cut


# "1. (U) CLASSIFIED BY DCM …", "(Classified by …", "This cable is classified by …" at the start of a line or sentence.
_IN_BODY = (
    r"(?:\n[ \t]*(?:¶?[ \t]?\d{1,2}[.)][ \t]{0,3})?(?:\([A-Z]{1,3}\)[ \t]{0,3}|\()?|(?<=[.)])[ \t]{1,3}\(?)"
    r"(?:(?i:this (?:message|cable|telegram) (?:is|was|has been))[ \t])?"
    r"(?P<label>[Cc](?:lassified|LASSIFIED)[ \t](?:by|By|BY)(?![A-Za-z])[ \t]?:?)"
)


def find_classified_by_in_body(content: str, start: int, end: int) -> Line | None:
    """The Classified By line that is a paragraph of the body or follows it, or None.

    Behind the first paragraph it must give its reasons: what is said of others ("classified by the Ministry") has none.
    """
    if content.find("lassified ", start, end) < 0 and content.find("LASSIFIED ", start, end) < 0:
        return None
    for match in _compiled(_IN_BODY).finditer(content, max(0, start - 1), end):
        line = _block_line("CLASSIFIED BY", content, Span(*match.span("label")), end)
        if match.start() < start or read_reasons(content, line.span.start, line.span.end):
            return line
    return None


def is_paragraph_one(content: str, line: Line) -> bool:
    """Whether the line bears the number of the first paragraph: "1. CLASSIFIED BY DCM …"."""
    label = content[max(content.rfind("\n", 0, line.span.start), line.span.start - 12) : line.span.start]
    return label.strip(" \t\n-¶(") in ("1.", "11.", "1)")


def _next_classified(content: str, start: int, end: int) -> Span | None:
    # Nine in ten are spelled in one of two ways; only the rest are worth a search.
    exact = [at for words in ("Classified By:", "CLASSIFIED BY:") if (at := content.find(words, start, end)) >= 0]
    if exact:
        return Span(min(exact), min(exact) + len("Classified By:"))
    found = [
        *_garbled_with_colon(content, start, end),
        *_without_colon(content, start, end),
    ]
    return min(found, default=None)


def _garbled_with_colon(content: str, start: int, end: int) -> Iterator[Span]:
    """The first label that ends in a colon, its word mistyped or short ("Classjfied By:", "CL BY:")."""
    for match in _compiled(r"[Bb][ \t]?[Yy]?[ \t]{0,2}[:;]").finditer(content, start, end):
        word = _compiled(r"([A-Za-z]{2,12}+)\.?[ \t]{0,3}(?:[ \t]|\n(?:[ \t]{0,3}\n)?)[ \t]{0,3}\Z").search(
            content, max(start, match.start() - 24), match.start()
        )
        if word is not None and (word[1].upper() == "CL" or _is_classified(word[1])):
            yield Span(word.start(), match.end())
            return


def _without_colon(content: str, start: int, end: int) -> Iterator[Span]:
    """The first label without a colon: spelled with capitals anywhere, or in whatever way at the start of a line."""
    for words in ("Classified By", "CLASSIFIED BY", "CLASS BY", "Classified\nBy", "CLASSIFIED\nBY"):
        for gap in " \n":  # the name may stand on the next line
            at = content.find(words + gap, start, end)
            if at >= 0:
                yield Span(at, at + len(words) + 1)
    at = content.find("Classified by ", start, end)
    if at >= 0 and reason_clause(content, at, min(end, at + 200)) is not None:
        yield Span(at, at + len("Classified by "))
    begin = start if start == 0 or content[start - 1] != "\n" else start - 1
    for match in _compiled(_AT_LINE_START).finditer(content, begin, end):
        if match["word"] == "CL" or _is_classified(match["word"]):
            yield Span(match.start("label"), match.end("label"))
            return


# A label without a colon at the start of a line, behind a portion mark of its own if it has one.
_AT_LINE_START = (
    r"(?:\n|\A)[ \t]{0,12}(?:\([A-Z]{1,3}\)[ \t]{0,3})?"
    r"(?P<label>(?P<word>C[A-Za-z]{1,11}+)[ \t]{1,3}[Bb][Yy](?![A-Za-z])[ \t]{0,3})"
)


def _is_classified(word: str) -> bool:
    """Whether `word` is "classified", "class", or the former with up to two slips."""
    word = word.lower()
    if word in ("classified", "class", "clas", "classifed", "classifier"):
        return True
    if abs(len(word) - 10) > 2 or word in ("classic", "classical", "classes", "clarified", "certified"):
        return False
    # Enough of the right letters in the right order: a subsequence but for two of the longer.
    common, place = 0, 0
    for letter in word:
        found = "classified".find(letter, place)
        if found >= 0:
            common, place = common + 1, found + 1
    return common >= 8


def find_derived_from(content: str, start: int, end: int) -> Line | None:
    """The first Derived From line in `content[start:end]` ("DERIVED FROM: GUIDE 05-1 B, D", "DRV FM: GUIDE 1-82")."""
    return _labelled("DERIVED FROM", _DERIVED, content, start, end)


def find_declassify_on(content: str, start: int, end: int) -> Line | None:
    """The first Declassify On line in `content[start:end]` ("DECL ON: X1", "Declas by"); no E.O. line is one."""
    return _labelled("DECLASSIFY ON", _DECLASSIFY, content, start, end)


def find_reason_line(content: str, start: int, end: int) -> Line | None:
    """The first Reason line in `content[start:end]` that begins a line ("Reason: 1.4(c)", "CL REASON: 1.5(c)")."""
    return _labelled("REASON", _REASON, content, start, end)


# Without one of these no line of that name can be found; looking for them is quick.
_HINTS = {
    "DERIVED FROM": ("ERIVE", "erive", "DRV", "ERIVAT", "erivat", "ERVIED", "ervied"),
    "DECLASSIFY ON": ("DECL", "Decl", "decl", "DCL"),
    "REASON": ("REASON", "Reason", "reason:", "reasons:"),
}


def _labelled(name: str, pattern: str, content: str, start: int, end: int) -> Line | None:
    zone = content[start:end]
    if not any(word in zone for word in _HINTS[name]):
        return None
    for match in _compiled(pattern).finditer(content, start, end):
        before = content[content.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>*•-")
        # A reason in mid-line is the classifier's clause, unless a guide or source stands before it.
        if not before or (match["colon"] and (name != "REASON" or _compiled(_DERIVED).match(before) is not None)):
            return _block_line(name, content, Span(match.start(), match.end()), end)
    return None


def _block_line(name: str, content: str, label: Span, end: int) -> Line:
    """The line of that label: its value over the lines that continue it, the clause on reasons set apart."""
    begin = label.end
    again = _compiled(r"[ \t]{0,4}(?i:classified|class)[ \t]+(?i:by)(?![A-Za-z])[ \t]*:?").match(content, begin, end)
    if again is not None and name == "CLASSIFIED BY":
        begin = again.end()
    while begin < end and content[begin] in " \t:;":
        begin += 1
    begin = _next_line(name, content, begin, end)
    finish = _block_end(name, content, begin, end)
    if name == "CLASSIFIED BY" and content.find("1", begin, finish) < 0:
        finish = _double_spaced_end(content, label.start, begin, finish, end)
    whole = finish
    if name == "CLASSIFIED BY":
        clause = reason_clause(content, begin, finish)
        if clause is not None:
            finish = clause
            if whole - clause > 40:
                whole = _clause_end(content, clause, whole)
    cut = content[begin:whole].rstrip().endswith(("...", "…"))
    while finish > begin and content[finish - 1] in ' \t\n,.;:-–(/\\"…':
        finish -= 1
    while whole > finish and content[whole - 1] in " \t\n\\":
        whole -= 1
    words = " ".join(content[begin:finish].split())
    return Line(name, Span(label.start, max(whole, label.end)), Span(begin, finish), words, cut)


def _next_line(name: str, content: str, begin: int, end: int) -> int:
    """Where the value begins of a label that ends its line: on the next, unless that begins something else."""
    follows = _compiled(r"\n(?:[ \t]*\n)?[ \t]*(?=\S)").match(content, begin, end)
    if follows is None:
        return begin
    if name == "REASON" and _compiled(_SECTION_AHEAD).match(content, follows.end(), end):
        return follows.end()
    is_other = any(_compiled(one).match(content, follows.end(), end) for one in (_ENDS, _LABEL_AHEAD))
    return begin if is_other else follows.end()


def _clause_end(content: str, start: int, end: int) -> int:
    """Where a clause on reasons ends, if the text runs on behind it on the same line."""
    reasons = read_reasons(content, start, end)
    if not reasons:
        return end
    last = reasons[-1].span.end
    closing = _compiled(r"[\s).,;\]]*").match(content, last, end)
    return last if closing is None or closing.end() == end else closing.end()


def _block_end(name: str, content: str, begin: int, end: int) -> int:
    """Where the value that begins at `begin` ends: a label, a paragraph or a blank line follows."""
    end = min(end, begin + _LONGEST_CLAUSE)
    finish = min(_line_end(content, begin), end)
    label = _inline_label(content, begin, finish)
    if label is not None:
        return label
    for _ in range(6):
        follows = _compiled(r"[ \t]*\n[ \t]*(?P<blank>\n[ \t]*)?(?=[^\s])").match(content, finish, end)
        if follows is None:
            return finish
        after = min(_line_end(content, follows.end()), end)
        is_classifier = name == "CLASSIFIED BY"
        is_reason = is_classifier and (
            _compiled(_REASON_AHEAD).match(content, follows.end(), after) is not None
            or _is_broken(content, begin, finish, follows.end(), after)
        )
        if not is_reason and _compiled(_ENDS).match(content, follows.end(), after):
            return finish
        if not is_classifier and _compiled(_LABEL_AHEAD).match(content, follows.end(), after):
            return finish
        if follows["blank"] is not None:
            is_open = _compiled(_LEFT_OPEN).search(content, max(begin, finish - 24), finish) is not None
            if not is_reason and not (is_open and is_classifier):
                return finish
        elif not is_reason and is_classifier and _has_reason(content, begin, finish):
            return finish
        finish = after
        label = _inline_label(content, follows.end(), finish)
        if label is not None:
            return label
    return finish


def _is_broken(content: str, begin: int, finish: int, follows: int, after: int) -> bool:
    """Whether a clause on reasons is broken off at `finish`, and the line `content[follows:after]` has its letters."""
    before = content[max(begin, finish - 40) : finish].rstrip(" \t\\")
    if not any(one.isdigit() for one in before) or not _compiled(_LETTERS_AHEAD).match(content, follows, after):
        return False
    return any(_compiled(one).search(before) is not None for one in (_BROKEN_SECTION, _BROKEN_LETTERS))


def _double_spaced_end(content: str, label: int, begin: int, finish: int, end: int) -> int:
    """Where a clause ends that goes on behind blank lines, in a text that has one after every line.

    Only where a reason follows within three lines; else `finish`.
    """
    before = content[max(0, label - 300) : label]
    if before.count("\n") < 4 or _compiled(r"\S[ \t]*\n[ \t]*\S").search(before) is not None:
        return finish
    at = finish
    for _ in range(3):
        follows = _compiled(r"[ \t]*\n[ \t]*\n[ \t]*(?=\S)").match(content, at, end)
        if follows is None:
            return finish
        after = min(_line_end(content, follows.end()), end)
        is_reason = _compiled(_REASON_AHEAD).match(content, follows.end(), after) is not None
        if not is_reason and _compiled(_ENDS).match(content, follows.end(), after):
            return finish
        at = after
        if read_reasons(content, begin, at):
            return at
    return finish


def _inline_label(content: str, begin: int, finish: int) -> int | None:
    """Where another label begins on the same line, or None."""
    if content.find(":", begin, finish) < 0:
        return None
    label = _compiled(_INLINE_LABEL).search(content, begin, finish)
    return label.start() if label is not None else None


def _has_reason(content: str, begin: int, finish: int) -> bool:
    """Whether the clause on reasons is complete, so that the next line begins something else."""
    closed = content[begin:finish].rstrip().endswith((".", ")"))
    return closed and reason_clause(content, begin, finish) is not None and bool(read_reasons(content, begin, finish))


_INLINE_LABEL = (
    r"(?<![A-Za-z])(?:(?:DECL ON|DECLASSIFY ON|Declassify [Oo]n|DRV FM|DERIVED FROM|Derived [Ff]rom|TAGS|SUBJECT)"
    r"[ \t]*:|E\.O\. ?1\d{4}:[ \t]*DECL)"
)
_LABEL_AHEAD = r"[ \t]*[A-Za-z][A-Za-z ]{1,20}:[ \t]"
