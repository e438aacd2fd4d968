"""Redactions: deletions that show in the text of a copy, each with the codes that stand at it.

A deletion shows as a code in the margin or at its place, as words in brackets, as a label, as a row of blocks, or as a
run of X.  One that is plain white space does not show, and nothing is said of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from redactlint import compiled
from redactlint.documents.exemptions import Code, code_run, margin_codes, place_codes
from redactlint.documents.model import Redaction
from redactlint.text import Span, SpanIndex
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.layers import Box

__all__ = ["find_redactions", "has_runs_of_x", "legend"]

# Lines apart and columns apart at which margin codes still speak of one deletion.
_NEXT_LINE = 1
_SAME_COLUMN = 6
# Deletions that a code beside them belongs to.
_OWNERS = ("excision", "blank", "box")


@cache
def _bracketed() -> re.Pattern[str]:
    return compiled.pattern(
        r"\[(?!expletive)(?P<words>[^\[\]\n]{0,80}?(?:\n[ \t]*)?\b"
        r"(?:not[ \n]declassified|[Rr]edacted|REDACTED|[Dd]eleted|DELETED|[Ww]ithheld|WITHHELD|[Ee]xcised|EXCISED"
        r"|[Ss]anitized|SANITIZED|[Dd]enied|DENIED"
        r"|[Cc]lassified material removed)\b"
        r"[^\[\]\n]{0,60}(?:\n[^\[\]\n]{0,40})?)\]"
        r"|\[[ \t]*(?=(?:\(?[bB]\)?[ \t]?\(?\d|1\.4|3\.3|25X|50X|NR\b))(?P<codes>[^\[\]\n]{1,60})\]"
    )


@cache
def _blocks() -> re.Pattern[str]:
    return compiled.pattern(r"[█■▇▆]{2,}(?:[ \t\n]{1,3}[█■▇▆]{2,})*")


@cache
def _runs_of_x() -> re.Pattern[str]:
    return compiled.pattern(r"(?<![A-Za-z])(?:X{5,}|x{5,})(?:[ \t\n]{1,2}(?:X{5,}|x{5,}))*")


_LABELS = ("Harm to Ongoing Matter", "Investigative Technique", "Grand Jury", "Personal Privacy")


@cache
def _labels() -> re.Pattern[str]:
    # A label stands alone: in brackets, in its own column, or alone on a line.
    words = "|".join(_LABELS)
    return compiled.pattern(
        rf"(?:\n[ \t]*+|(?<![ \t])[ \t]{{3,}}+|[\[:])(?P<label>{words})(?=[ \t]*+(?:\n|\]|\Z)|[ \t]{{3}})"
    )


@lru_cache(maxsize=2)
def has_runs_of_x(content: str) -> bool:
    """Whether a run of five X or more stands in `content`."""
    return ("X" in content and "XXXXX" in content) or "xxxxx" in content


def find_redactions(
    content: str, *, has_margins: bool = False, words: bool = False, boxes: Sequence[Box] = ()
) -> tuple[Redaction, ...]:
    """Every deletion that shows in `content`, in order of place.

    `has_margins` says that the copy bears a release stamp: only then are codes alone on a line, or set apart at its
    end, exemption codes; `words` that they may be words of intelligence agencies.  A legend that explains the codes
    deletes nothing.  Stamps must have been blanked before, or their codes are taken for those of a margin.  `boxes` are
    those that the container shows; the blocks that its reader wrote for them are no deletions of their own.
    """
    found: list[Redaction] = []
    if "[" in content:
        found += _in_brackets(content, has_margins)
    if not content.isascii() and ("█" in content or "■" in content or "▇" in content):
        found += [Redaction(Span(*match.span()), "blank") for match in _blocks().finditer(content)]
    if has_runs_of_x(content):
        found += [Redaction(Span(*match.span()), "third-party") for match in _runs_of_x().finditer(content)]
    if _LABELS[0] in content:
        found += [
            Redaction(Span(match.start("label") - 1, match.end("label") - 1), "label", extent=match["label"])
            for match in _labels().finditer("\n" + content)
        ]
    if boxes:
        found = _with_boxes(content, found, boxes)
    codes = list(place_codes(content))
    if has_margins:
        taken = {one.span.start for one in codes}
        codes += [one for one in margin_codes(content, words=words) if one.span.start not in taken]
    if codes and (explained := legend(content)):
        lines = {line.start for line in explained.values()}
        codes = [one for one in codes if one.span.start not in lines]
    return _with_codes(content, found, codes)


def _with_boxes(content: str, found: list[Redaction], boxes: Sequence[Box]) -> list[Redaction]:
    """The deletions with the boxes of the container in the place of what its reader wrote for them and their labels."""
    made = []
    for box in boxes:
        codes = list(code_run(content, box.label_span.start, box.label_span.end)) if box.label_span is not None else []
        label = next((one for one in _LABELS if box.label is not None and one.casefold() in box.label.casefold()), None)
        if label is not None and not codes:
            made.append(Redaction(box.span, "label", extent=label))
        else:
            made.append(_with(Redaction(box.span, "box"), codes))
    places = [one for box in boxes for one in (box.span, box.label_span) if one is not None]
    index = SpanIndex(places)
    return [*(one for one in found if not index.touches(one.span)), *made]


@cache
def _behind() -> re.Pattern[str]:
    # "[redacted] B1, 1.4(D)": codes as printed in a margin, one blank behind the brackets.
    one = r"(?:[Bb][1-9]\d?(?:\([A-F]\))?|[13]\.[345][ ]?\([A-Ha-h]\)(?:\([1-9]\))?|(?:25|50)X\d{1,2}|NR)(?![\w-])"
    return compiled.pattern(rf"[ \t]{{0,2}}[,:]?[ \t]{{1,2}}(?P<codes>{one}(?:[,;/ \t]{{1,3}}{one}){{0,7}})")


def _in_brackets(content: str, has_margins: bool) -> list[Redaction]:
    """The deletions in brackets; in a copy with `has_margins` the codes behind words without one belong to them."""
    found = []
    for match in _bracketed().finditer(content):
        if match["codes"] is not None:
            codes = code_run(content, match.start("codes"), match.end("codes"))
            words = None
        else:
            codes = tuple(_codes_in(content, match.start("words"), match.end("words")))
            words = " ".join(match["words"].split())
            if not codes and has_margins and (behind := _behind().match(content, match.end())) is not None:
                codes = code_run(content, *behind.span("codes"))
        if codes or words is not None:
            found.append(_with(Redaction(Span(*match.span()), "excision", extent=words), list(codes)))
    return found


@cache
def _legend_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t|*•-]*(?P<code>\(?[bB]\)?[ \t]?\(?[1-9]\)?(?:[ \t]?\([A-Fa-f]\))?|(?:25|50)X\d|1\.4[ \t]?\([A-Ha-h]\))"
        r"[ \t]*(?:[-–—:=.]{1,2}[ \t]*|[ \t]{1,12})(?=[A-Za-z][a-z])[^\n]{12,}"
    )


def legend(content: str) -> dict[str, Span]:
    """The codes that a legend explains, each with its line; at least three lines in a row of explanations are one."""
    found: dict[str, Span] = {}
    if "(b)" not in content and "B1" not in content and "b1" not in content:
        return found
    for match in _legend_pattern().finditer("\n" + content):
        start, end = match.start("code") - 1, match.end("code") - 1
        run = code_run(content, start, end)
        if run:
            found.setdefault(run[0].code, Span(start, match.end() - 1))
    return found if len(found) >= 3 else {}


@cache
def _code_cue() -> re.Pattern[str]:
    return compiled.pattern(r"(?<![\w.])(?=\(?[bB]\)? ?\(?[1-9]\b|\(?[bB]\)?\([1-9]|1\.4|3\.3|25X|50X|NR\b)")


def _codes_in(content: str, start: int, end: int) -> list[Code]:
    """Codes named inside the brackets: "[Redacted – (b)(6)]", "[deleted, B1 1.4(D)]"."""
    codes: list[Code] = []
    for match in _code_cue().finditer(content, start, end):
        rest = code_run(content, match.start(), end)
        if rest:
            return [*codes, *rest]
        stop = match.start()
        while stop < end and not content[stop].isspace() and content[stop] not in ",;]":
            stop += 1
        codes += code_run(content, match.start(), stop)
    return codes


def _with_codes(content: str, found: list[Redaction], codes: list[Code]) -> tuple[Redaction, ...]:
    """The deletions with the codes beside them; codes that stand at no other sign are deletions of their own."""
    owners = sorted((one for one in found if one.kind in _OWNERS), key=lambda one: one.span)
    starts = [one.span.start for one in owners]
    added: dict[int, list[Code]] = {}
    loose: list[Code] = []
    for code in sorted(codes, key=lambda one: one.span):
        # Only the deletion before the code and the one after it can touch it.
        after = bisect_right(starts, code.span.start)
        near = [index for index in (after - 1, after) if 0 <= index < len(owners)]
        owner = next((index for index in near if _is_beside(content, owners[index].span, code.span)), None)
        if owner is None:
            on_line = [index for index in _on_line(content, starts, code.span) if owners[index].kind == "box"]
            on_line = [index for index in on_line if not owners[index].codes]
            for index in on_line:
                added.setdefault(index, []).append(code)
            if not on_line:
                loose.append(code)
        elif code.code not in owners[owner].codes:
            added.setdefault(owner, []).append(code)
    kept = [one for one in found if one.kind not in _OWNERS]
    kept += [_with(one, added.get(index, [])) for index, one in enumerate(owners)]
    return tuple(sorted((*kept, *_grouped(content, loose)), key=lambda one: one.span))


def _with(redaction: Redaction, codes: list[Code]) -> Redaction:
    """The deletion with further codes, each once."""
    if not codes:
        return redaction
    places = dict(zip(redaction.codes, redaction.code_spans, strict=True))
    for one in codes:
        places.setdefault(one.code, one.span)
    return Redaction(redaction.span, redaction.kind, tuple(places), redaction.extent, tuple(places.values()))


def _is_beside(content: str, deletion: Span, code: Span) -> bool:
    """Whether the code touches the deletion, or only blanks lie between on one line."""
    if deletion.overlaps(code):
        return True
    first, second = sorted((deletion, code))
    between = content[first.end : second.start]
    return "\n" not in between and not between.strip(" \t[]|,")


def _on_line(content: str, starts: list[int], code: Span) -> range:
    """Which deletions, by where they start, begin on the line of a code: in the margin it speaks of them all."""
    end = content.find("\n", code.end)
    first = bisect_left(starts, content.rfind("\n", 0, code.start) + 1)
    return range(first, bisect_left(starts, end if end >= 0 else len(content)))


def _grouped(content: str, codes: list[Code]) -> list[Redaction]:
    """Margin codes that stand below each other, or beside each other, speak of one deletion."""
    groups: list[list[Code]] = []
    column = 0
    for code in codes:
        start = content.rfind("\n", 0, code.span.start) + 1
        here = content.count("\n", groups[-1][-1].span.start, code.span.start) if groups else 99
        at = code.span.start - start
        if groups and here <= _NEXT_LINE and (here == 0 or abs(at - column) <= _SAME_COLUMN):
            groups[-1].append(code)
        else:
            groups.append([code])
        column = at if here else min(column, at)
    return [_margin(group) for group in groups if not _may_be_text(content, group)]


_LEFT = 20


@cache
def _plain() -> re.Pattern[str]:
    return compiled.pattern(r"B[1-9](?:[ (-]|\Z)|(?:25|50|75)X|NR|[A-Z]{4}")


def _may_be_text(content: str, group: list[Code]) -> bool:
    """Whether what stands alone at the left of its lines may be the writer's: "1.4(a)" counts, "B52" flies."""
    if any(_plain().match(one.code) or one.raw[:1] == "(" for one in group):
        return False
    return all(one.span.start - content.rfind("\n", 0, one.span.start) <= _LEFT for one in group)


def _margin(group: list[Code]) -> Redaction:
    places = {one.code: one.span for one in reversed(group)}
    codes = tuple(dict.fromkeys(one.code for one in group))
    span = Span(group[0].span.start, group[-1].span.end)
    return Redaction(span, "margin", codes, code_spans=tuple(places[code] for code in codes))
