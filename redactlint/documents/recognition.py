"""Recognition: how much in a text of no fixed form shows that it carries markings under an order on classification.

A private writer's "CONFIDENTIAL", a licence that says "(c) 2020" or "(C)", a statute that counts (A), (B), (C), and a
page that explains what the marks mean are no such evidence.
"""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.values import Value, frozen

__all__ = ["MarkingEvidence", "marking_evidence"]

# Marks that nothing else looks like, even without controls.
_CERTAIN = ("SBU", "FOUO", "LOU", "CUI", "TS")
_CONTROLLED_BY = "controlled by"
# No more of a text is looked at: a document shows its markings early, and a hundred megabytes of log does not.
_LONGEST_LOOK = 400_000


@frozen
class MarkingEvidence(Value):
    """What was found: marks at the head of paragraphs, lines that are an overall marking, labels of an authority block.

    `certain` counts marks that nothing but a portion mark looks like ("(S//NF)", "(SBU)"), `bare` the letters of the
    others, in order.  `banners` holds the overall markings as printed.  `labels` are the labels of the block.
    `is_stamped` says that an office has put a stamp of release or declassification on the copy.  `sentences` counts
    the `bare` letters that stand before a sentence, and no item of a list.  `is_scattered` says that banners of several
    levels stand in the midst of the text, as the headings of a story do.
    """

    certain: int
    bare: tuple[str, ...]
    banners: tuple[str, ...]
    labels: frozenset[str]
    cites_order: bool
    is_stamped: bool = False
    sentences: int = 0
    is_scattered: bool = False

    @property
    def marks(self) -> int:
        """How many marks stand at the head of a paragraph."""
        return self.certain + len(self.bare)

    @property
    def has_strong_banner(self) -> bool:
        """Whether an overall marking is one that only a government writes: with controls, spaced, or TOP SECRET."""
        return any(
            "//" in one or one.startswith("TOP") or one[1:2] == " " or one.endswith("SECURITY INFORMATION")
            for one in self.banners
        )

    @property
    def has_official_banner(self) -> bool:
        """Whether an overall marking is one that private writers do not use: any but CONFIDENTIAL and RESTRICTED."""
        return any("CONFIDENTIAL" not in one.replace(" ", "") and one != "RESTRICTED" for one in self.banners)

    @property
    def is_sufficient(self) -> bool:
        """Whether the text as a whole is a marked document, whatever its form."""
        supports = bool(self.banners) + bool(self.labels) + self.cites_order
        if self.certain:
            return self.marks >= 2 or supports > 0
        if self.is_scattered and not self.labels and self.sentences < 2:
            return False
        if self.bare:
            if self.labels or self.has_official_banner:
                return True
            if self.banners:  # a private writer's word: the letters must be marks
                return self.sentences > 0 or len(self.bare) >= 3
            several = len(self.bare) >= 3 and "U" in self.bare and len(set(self.bare)) >= 2
            return several and 2 * self.sentences >= len(self.bare)
        if self.labels or self.cites_order or self.is_stamped:
            return bool(self.banners)
        return (self.has_strong_banner or self.has_official_banner) and len(self.banners) >= 2


@cache
def _mark_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>]*(?:#{1,6}[ \t]+)?[*_]{0,3}"
        r"(?:¶?(?:\d{1,3}[.)]?|\(\d{1,2}\)|\[\d{1,3}\]|[A-Za-z][.)]|[-–—•*·]{1,2}"
        r"|[Ss][Uu][Bb][Jj](?:[Ee][Cc][Tt])?[ \t]*:|RE:)[ \t]*)?[*_]{0,3}"
        r"\((?P<level>TS|S|C|U|R|SBU|FOUO|LOU|CUI|//[A-Z]{2,4})"
        r"(?P<controls>(?://?|[ ]?-+|[ ])[ ]?(?:[A-Z][^()\n]{0,80}))?\)[*_]{0,3}"
        r"(?:[ \t]+(?=[\"“‘(*_]{0,3}[\w\[$#])|[ \t]*(?=\n))"
    )


@cache
def _explained() -> re.Pattern[str]:
    # What follows a letter that is explained, a copyright sign, or a size.
    return compiled.pattern(
        r"[*_\"“]{0,3}(?:(?:copyright|©|by|means?\b|stands for\b|(?:19|20)\d\d\b)|(?:[-–—=:][ \t]*)?"
        r"(?:top secret|secret|confidential|unclassified|restricted|sensitive but|for official use|small|large)\b"
        r"(?:,[ \t]|[*_.,;]{0,4}[ \t]*(?:$|\n|[-–—:=(]|is\b|means\b|information\b|marking)))",
        re.IGNORECASE,
    )


@cache
def _banner_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_|\[\-–—]*(?:(?:OVERALL )?CLASSIFICATION:[ \t]*)?"
        r"(?P<words>(?:(?:T ?O ?P[ -]{1,3})?S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
        r"|U ?N ?C ?L ?A ?S ?S ?I ?F ?I ?E ?D|LIMITED OFFICIAL USE|SENSITIVE BUT UNCLASSIFIED"
        r"|FOR OFFICIAL USE ONLY"
        r"|CUI|CONTROLLED(?=//|[ \t]*\n)|RESTRICTED"
        r"|//[A-Z]{3,4} (?:TOP )?SECRET)(?:[ ]{0,2}//?[ ]{0,2}[A-Z][A-Z0-9 ,/&\-]{1,120}"
        r"|[ ]{0,2}[-–—,]?[ ]{0,2}SECURITY INFORMATION"
        r"|[ -]{1,3}(?:NOFORN|WNINTEL|NOCONTRACT|ORCON|NODIS|EXDIS|EYES ONLY|SENSITIVE)\b[A-Z /,\-]{0,60})?)"
        r"(?:[ \t]+\(?X?GDS\)?(?:[ \t]?\(\d\))?)?"
        r"[ \t*_|\]\-–—]*(?:\d{1,4}[ \t\-–—]*|[ \t]{3}"
        r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})[ \t]*)?"
        r"(?=\n)"
    )


@cache
def _label_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_(#|]*(?:\([A-Z]{1,2}\)[ \t]*)?(?P<label>classified by|class(?:ified)? by derivation|derived from"
        r"|controlled by|declassify on"
        r"|declas on|cl by|decl on|drv fm|drv from|cl reason|downgrade to)[*_]{0,3}(?:[ \t]*[:;]"
        r"|(?<=cl by)[ \t]+(?:signer\b|\d{6,7}\b))",
        re.IGNORECASE,
    )


_ORDERS = ("10290", "10501", "11652", "12065", "12356", "12958", "13526")


@cache
def _order_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\b(?:E\.? ?O\.?|Executive Order|EXECUTIVE ORDER)(?: No\.)?[ \t]{0,2}"
        rf"(?:{'|'.join(_ORDERS)})\b"
    )


@cache
def _fence() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:```|~~~)")


def _without_code(content: str) -> str:
    """The text without what stands between code fences: an example shown is no marking of the page that shows it."""
    if "```" not in content and "~~~" not in content:
        return content
    pieces = _fence().split(content)
    return "\n".join(pieces[::2])


def marking_evidence(content: str, *, is_stamped: bool = False) -> MarkingEvidence:
    """What of the markings of a document stands in `content`; linear in its length."""
    window = _without_code("\n" + content[:_LONGEST_LOOK] + "\n")
    certain = 0
    bare: list[str] = []
    sentences = 0
    counts = re.search(r"\n[ \t>*_\-]*\([AB]\)[ \t]", window) is not None
    for match in _mark_pattern().finditer(window):
        level, controls = match["level"], match["controls"]
        if _explained().match(window, match.end()) or _is_listed(window, match.end()):
            continue
        if level in _CERTAIN or (controls is not None and _is_control(controls)) or level[0] == "/":
            certain += 1
        elif controls is None and not counts and not _is_note(window, match):
            bare.append(level)
            sentences += _begins_sentence(window, match.end())
    found = list(_banner_pattern().finditer(window))
    banners = [match["words"] for match in found]
    labels = {match["label"].lower() for match in _label_pattern().finditer(window)}
    # CONTROLLED is a word of many papers, and so is "Controlled by": each needs the other, or CUI beside it.
    if _CONTROLLED_BY not in labels:
        banners = [one for one in banners if one != "CONTROLLED"]
    if not any(one.startswith(("CUI", "CONTROLLED")) or "//CUI" in one for one in banners):
        labels.discard(_CONTROLLED_BY)
    return MarkingEvidence(
        certain,
        tuple(bare),
        tuple(banners),
        frozenset(labels),
        any(number in window for number in _ORDERS) and _order_pattern().search(window) is not None,
        is_stamped,
        sentences,
        _is_scattered(window, found),
    )


def _is_listed(window: str, at: int) -> bool:
    """Whether a mark that has a line to itself stands before no text, but before another mark or nothing."""
    return window[at : at + 1] == "\n" and _no_text().match(window, at) is not None


@cache
def _no_text() -> re.Pattern[str]:
    return compiled.pattern(r"\s*+(?:\([A-Z][A-Z/, -]{0,30}\)[ \t]*(?:\n|\Z)|\Z)")


def _begins_sentence(window: str, at: int) -> bool:
    """Whether a sentence, or eight words and more, stand before another letter in brackets or a blank line."""
    text = re.split(r"\n[ \t]*(?:\n|\()", window[at : at + 240], maxsplit=1)[0].rstrip()
    words = len(text.split())
    return words >= 8 or (words >= 4 and text[-1:] in (".", "?", "!"))


# How many lines may stand above a marking at the head of a text, and how many characters below one at its foot.
_MOST_ABOVE, _MOST_BELOW = 2, 60


def _is_scattered(window: str, banners: list[re.Match[str]]) -> bool:
    """Whether banners of several levels stand elsewhere than at the ends of the text, or in pairs between pages."""
    if len({match["words"].replace(" ", "").split("/")[0] for match in banners}) < 2:
        return False
    runs: list[list[re.Match[str]]] = []
    for match in banners:
        if runs and not window[runs[-1][-1].end() : match.start()].strip(_BETWEEN_PAGES):
            runs[-1].append(match)
        else:
            runs.append([match])
    for run in runs:
        first, last = run[0].start(), run[-1].end()
        at_head = run is runs[0] and sum(1 for line in window[:first].split("\n") if line.strip()) <= _MOST_ABOVE
        at_foot = run is runs[-1] and len(window[last:].strip()) <= _MOST_BELOW
        at_break = len(run) == 2 or "\f" in window[max(0, first - _MOST_BELOW) : last + _MOST_BELOW]
        if not (at_head or at_foot or at_break) or len(run) > 2:
            return True
    return False


_BETWEEN_PAGES = " \t\n\f-–—*0123456789"


def _is_note(window: str, match: re.Match[str]) -> bool:
    """Whether a letter in brackets heads an item in small letters: "- (C) fixed a crash" is a note on a change."""
    return match.group().lstrip()[:1] in "-*•" and window[match.end() : match.end() + 1].islower()


def _is_control(controls: str) -> bool:
    return (
        controls.startswith("//")
        or re.match(
            r"[/ -]+(?:NF|NOFORN|N\b|SI\b|TK\b|REL|FOUO|SBU|OC\b|ORCON|FGI|RD\b|FRD\b|HCS|ENTIRE TEXT)", controls
        )
        is not None
    )
