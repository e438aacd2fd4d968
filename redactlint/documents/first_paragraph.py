"""Where the header of a telegram ends and its first paragraph begins."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.header import LONGEST_HEADER, Label, value_end

__all__ = ["first_paragraph"]


@cache
def _paragraph_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?=[-•*_#¶\d({\[<A-Zl])(?:[-•][ \t]{1,40}|[*_#]{1,4}[ \t]{0,40})?(?:¶[ \t]{0,40})?"
        r"(?:\d{1,3}[ \t]?[.),]?[*_]{0,3}[ \t]{0,3}[({\[<][ \t]?(?=[A-Za-z]{1,3}[)/ }\]>-]|LOU)"
        r"|1{1,2}[ \t]?[.)](?:[ \t]*(?=[A-Z\"(\[¶])(?!\(?[Cc][Ll][Aa][Ss]{1,2}[A-Za-z]{0,6}\.?[ \t][Bb][Yy])"
        r"|[ \t]*\n[ \t\n]{0,9}(?=\((?:TS|S|C|U|SBU|LOU)[)/]))"
        r"|1{1,2}[ \t]?,(?:[ \t]{0,3}(?=[A-Z]{1,3}\))|[ \t]{1,3}(?=[A-Z\"]))"
        r"|(?:[A-Zl]|[IVX]{2,4})[.)][ \t]{0,3}(?=\((?:TS|S|C|U|SBU|LOU)[)/][^\n]{20})"
        r"|\([ \t]?(?:TS|S|C|U|SBU|LOU)(?:[ \t]?\)|(?:/|[ ]?-[- ]*ENTIRE)[^\n)]{0,60}\))[ \t\n]"
        r"(?![ \t]*[Cc][Ll][Aa][Ss][Ss]))"
    )


@cache
def _inline_first_pattern() -> re.Pattern[str]:
    # Reflowed text: the first paragraph follows the header on one line.
    return compiled.pattern(r"[.):;][ \t]{1,4}(?P<number>1{1,2}\.[ \t]{0,3}\((?:TS|S|C|U|SBU|LOU)[/) ])")


def first_paragraph(content: str, start: int, labels: list[Label], end: int) -> int:
    """The offset at which the body begins: the first paragraph after the subject, or what follows the last label."""
    after = start
    for wanted in ("SUBJECT", "ORDER", "TAGS"):
        found = [one for one in labels if one.name == wanted]
        if found:
            after = found[0].value_at
            break
    window_start = max(0, after - 1)
    limit = min(end, start + 2 * LONGEST_HEADER)
    matches = _paragraph_pattern().finditer(content, window_start, limit)
    match = next((one for one in matches if not _is_other(content, one, labels)), None)
    first = end
    if match is not None:
        earlier = _paragraph_before(content, window_start, match, labels)
        first = (match.start() if earlier is None else earlier) + 1
    inline = _inline_first_pattern().search(content, window_start, min(first, limit))
    if inline is not None:
        return inline.start("number")
    # Labels of a second copy of the header come before the first paragraph; those of a repeated telegram after it.
    inside = [one for one in labels if one.at < first]
    if match is not None and first - start < LONGEST_HEADER:
        return first
    if not inside:
        blank = compiled.pattern(r"\n[ \t]*\n").search(content, start, limit)
        return blank.end() if blank is not None else end
    return min(end, value_end(content, inside[-1], limit, double_spaced=False))


@cache
def _number_one() -> re.Pattern[str]:
    # A first paragraph that does not begin as nearly all do: "1. . He said", "1." above its text, "1. 3,000 boats".
    return compiled.pattern(
        r"\n[ \t]*(?=[-•*_#¶1\[])(?:[-•][ \t]{1,40}|[*_#]{1,4}[ \t]{0,40})?(?:¶[ \t]{0,40})?1{1,2}[ \t]?[.)]"
        r"(?![ \t\n]*(?:[3-5][ ]?[(.,]?[ ]?[A-Ha-h]\b|\(?[Cc][Ll][Aa][Ss]))"
    )


@cache
def _number_two() -> re.Pattern[str]:
    # The second paragraph, where the first names the classifier: "1. CLASSIFIED BY DCM …", "2. SUMMARY: …".
    return compiled.pattern(
        r"\n[ \t]*¶?[ \t]?1{1,2}[ \t]?[.)][ \t]*\(?[Cc][Ll][Aa][Ss][^\n]*(?:\n[ \t]*(?!\d{1,2}[.)][ \t])\S[^\n]*){0,4}"
        r"(?:\n[ \t]*){0,2}(?P<two>\n[ \t]*¶?[ \t]?1?2[.)][ \t]+(?=[A-Z\"“]))"
    )


def _paragraph_before(content: str, start: int, match: re.Match[str], labels: list[Label]) -> int | None:
    """Where the line before the paragraph 1 ends that stands before what begins with 2, or 2 before 3, if it does."""
    label = match.group().lstrip(" \t\n-•*_#¶")
    if label[:1] == "3" or label[:2] == "13":
        second = _number_two().search(content, start, match.start())
        return second.start("two") if second is not None else None
    if label[:1] != "2" and label[:2] != "12":
        return None
    earlier = _number_one().search(content, start, match.start())
    return earlier.start() if earlier is not None and not _is_other(content, earlier, labels) else None


def _is_other(content: str, match: re.Match[str], labels: list[Label]) -> bool:
    """Whether what looks like a first paragraph belongs to a line of the header, or to a sentence of the body."""
    return (
        _is_reason(content, match)
        or _is_reference(content, match, labels)
        or _is_in_sentence(content, match, labels)
    )


# What is shorter can be a heading.
_FULL_LINE, _FEWEST_WORDS = 46, 5
_LONGEST_LINE = 200


@cache
def _cited() -> re.Pattern[str]:
    # A statute, "2(C)(2)", "3 (C) above"; the third of several, "(S) to option (C)".
    return compiled.pattern(
        r"\n[ \t]*(?:\d{1,3}[ \t]?\([A-Za-z]{1,3}\)(?:[^\s]|[ \t]+[a-z])|\([A-Z]{1,3}\)[ \t]+[a-z]+[ \t,.])"
    )


def _is_in_sentence(content: str, match: re.Match[str], labels: list[Label]) -> bool:
    """Whether a sentence runs over from the line above into what looks like a number or a mark, and on behind it."""
    above = content[max(0, match.start() - 120) : match.start()].rstrip(" \t")
    if not above or above[-1] in "\n.!?:)\"”":
        return False
    if _cited().match(content, match.start()) is not None:
        return True
    # A full line of prose, which is no line of the header.
    line = above[above.rfind("\n") + 1 :]
    words = line.split()
    if not (line[-1].isalnum() or line[-1] == ","):
        return False
    if len(line) < _FULL_LINE and (len(words) < _FEWEST_WORDS or not words[-1].islower()):
        return False
    block = content.rfind("\n\n", 0, match.start())
    return not any(block < one.at < match.start() for one in labels)


@cache
def _reasons_before() -> re.Pattern[str]:
    # "reasons 1.5 (b)," and "1.5": what letters that begin the next line go on with.
    return compiled.pattern(
        r"(?<!\d)1 ?[.,/]? ?[3-5][ ().,/&;+A-Ha-h]*(?P<open>,|&|/|\b(?i:and|or)|[3-5])?[ \t\\\n]*\Z"
    )


@cache
def _broken_section() -> re.Pattern[str]:
    # "for reasons" and below it "1.5 (b)"; "…, Political Counselor. 1." and below it "5 (b)".
    return compiled.pattern(
        r"(?:(?i:reasons?|per|due to|section)[ :]{0,3}(?P<one>1[.,])?"
        r"|[A-Za-z)][.,;:]?[ \t]{1,3}(?P<alone>1[.,]))[ \t\n]*\Z"
    )


@cache
def _further_reason() -> re.Pattern[str]:
    return compiled.pattern(r"(?i:and|or|a nd)[ \t]+\(?[A-Ka-k](?![A-Za-z])|[,&/]")


def _is_reason(content: str, match: re.Match[str]) -> bool:
    """Whether the mark is a letter of the clause on reasons: "reasons 1.5 (b)," and below it "(C) and (D)."."""
    words = match.group().strip()
    if words[0] in "1345" and words[1:2] in (" ", "("):
        before = _broken_section().search(content, max(0, match.start() - 40), match.start())
        return before is not None and (words[0] == "1") == (before["one"] is None and before["alone"] is None)
    if words[0] != "(" or not words[1:2].isalpha():
        return False
    before = _reasons_before().search(content, max(0, match.start() - 40), match.start())
    if before is None:
        return False
    following = _further_reason().match(content, match.end())
    return following is not None or (before["open"] is not None and not content[match.end() : match.end() + 1].strip())


@cache
def _reference_item() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:1[.)]|\([A-Z]\))[ \t]*(?:\d{2,4}[ \t]+)?[A-Z][A-Z .'/-]{2,30}[ \t]\d{2,7}\b")


def _is_reference(content: str, match: re.Match[str], labels: list[Label]) -> bool:
    """Whether what looks like a first paragraph is a line of the list of references: "(C) 08 SUVA 12" after "(B) …"."""
    reference = next((one.at for one in reversed(labels) if one.at <= match.start()), None)
    if reference is None or content[reference : reference + 3].upper() != "REF":
        return False
    words = match.group().strip(" \t\n")
    if words[0] != "(":
        return "(" not in words and _reference_item().match(content, match.start()) is not None
    if any(0 < one.at - match.start() < 800 for one in labels if one.name in ("CLASSIFIED BY", "DERIVED FROM")):
        return True
    before = chr(ord(words[1]) - 1)
    listed = content[reference : match.start()]
    if "classified" in listed.lower():
        return False  # what stands between is the clause on reasons, glued to the last reference
    if f"({words[1]})" in listed:
        return False  # it is on the list already
    line_end = content.find("\n", match.end())
    behind = content[match.end() : line_end if line_end >= 0 else len(content)][:_LONGEST_LINE].split()
    if listed.endswith("\n") and sum(one.islower() for one in behind) >= _FEWEST_WORDS:
        return False  # a sentence behind a blank line
    if f"({before})" in listed:
        return True
    is_listed = any(one in listed for one in (f" {before}.", f"\n{before}.", f" {before})"))
    return is_listed and _reference_item().match(content, match.start()) is not None
