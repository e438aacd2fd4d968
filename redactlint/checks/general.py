"""Checks for rules that need no Python: patterns in zones, labelled lines, and closed vocabularies.

Every one of them takes the parameter `from_level`: the rule speaks only of documents whose banner or highest portion
is at least that level ("U", "R", "C", "S", "TS").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from redactlint.checks.per_rule import PerRule
from redactlint.checks.zones import extent_of, folded, portion_at, spans_of
from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.rulebook.patterns import UserPattern
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = [
    "controls_of",
    "is_in_scope",
    "line_forbidden",
    "line_required",
    "pattern_forbidden",
    "pattern_required",
    "patterns_of",
    "start_of",
    "vocabulary",
]

# How many findings one rule may give on one document by default.
_MOST = 20


def pattern_forbidden(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Every place at which a pattern matches in a zone.

    Parameters: `pattern` (one or a list), `zone` (default "text"), `ignore_case`, `unless` (a pattern: a part of the
    zone that it matches too is passed over), `at_most` (findings a document).  Arguments: {zone}, {where}.
    """
    if not is_in_scope(document, rule):
        return
    patterns, unless = patterns_of(rule)
    left = rule.parameters.get("at_most", _MOST)
    zone = rule.parameters.get("zone", "text")
    for pattern in patterns:
        excused: set[int] | None = None
        for part, start, end in _matches(pattern, document, zone):
            if excused is None:
                excused = {at for one in unless for at, _, _ in _matches(one, document, zone, only_first=True)}
            if part in excused or left <= 0:
                continue
            left -= 1
            portion = portion_at(document, start)
            where = portion.label if portion is not None else f"the {zone}"
            number = portion.number if portion is not None else None
            yield Hit(Span(start, end), {"zone": zone, "where": where}, paragraph=number)


def pattern_required(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A zone in which no pattern matches, or with `each` every part of it; silent where the document lacks the zone.

    Parameters: `pattern` (one or a list: any of them will do), `zone` (default "text"), `ignore_case`, `each`,
    `at_most`.  Arguments: {zone}, {where}.
    """
    zone = rule.parameters.get("zone", "text")
    parts = spans_of(document, zone)
    if not parts or not is_in_scope(document, rule):
        return
    found: set[int] = set()
    each = rule.parameters.get("each", False)
    for pattern in patterns_of(rule)[0]:
        for at, _, _ in _matches(pattern, document, zone, only_first=True):
            found.add(at)
            if not each:
                return
    lacking = [part for at, part in enumerate(parts) if at not in found] if each else [parts[0]]
    for part in lacking[: rule.parameters.get("at_most", _MOST)]:
        portion = portion_at(document, part.start) if zone in ("portion", "paragraph") else None
        where = portion.label if portion is not None else f"the {zone}"
        place, number = start_of(document, part), None
        if portion is not None:
            place, number = portion.number_span or (portion.mark.span if portion.mark else place), portion.number
        yield Hit(place, {"zone": zone, "where": where}, paragraph=number)


def line_required(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document without a labelled line.

    Parameters: `line` (the label as it is printed; any of a list will do).  Argument: {line}.
    """
    labels = _labels(rule)
    if is_in_scope(document, rule) and _labelled(document, rule) is None:
        yield Hit(_top(document), {"line": " or ".join(labels)})


def line_forbidden(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A labelled line that may not stand here.  Parameters and argument: as in `line_required`."""
    place = _labelled(document, rule)
    if place is not None and is_in_scope(document, rule):
        yield Hit(place, {"line": document.text.words(place).rstrip(" :")})


def vocabulary(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A word of the header or of a marking that a closed list does not hold, or that a list of refused words does.

    Parameters: `of` ("captions", "tags", "controls", "marks", "exemptions", "reasons"), and `allowed` or `forbidden`,
    as canonical words.  Each word is reported once.  Arguments: {word}, {nearest} (of the allowed ones, or empty).
    """
    if not is_in_scope(document, rule):
        return
    allowed, forbidden = rule.parameters.get("allowed"), rule.parameters.get("forbidden", ())
    seen: set[str] = set()
    for word, span in WORDS[rule.parameters["of"]](document):
        if word in seen or (word in allowed if allowed is not None else word not in forbidden):
            continue
        seen.add(word)
        yield Hit(span, {"word": word, "nearest": _nearest(word, allowed or ())})


# -- what rules share ---------------------------------------------------------------------------------------------


def is_in_scope(document: Document, rule: Rule) -> bool:
    """Whether the document reaches the parameter `from_level`, where there is one."""
    level = rule.parameters.get("from_level")
    if level is None:
        return True
    own = [one for one in (document.level, document.highest_portion) if one is not None]
    return bool(own) and max(own) >= Level[level]


def patterns_of(rule: Rule) -> tuple[tuple[UserPattern, ...], tuple[UserPattern, ...]]:
    """The patterns of the parameters `pattern` and `unless`."""
    return _patterns(rule)


def _built(rule: Rule) -> tuple[tuple[UserPattern, ...], tuple[UserPattern, ...]]:
    ignores_case = rule.parameters.get("ignore_case", False)
    made = []
    for key in ("pattern", "unless"):
        sources = rule.parameters.get(key, ())
        sources = (sources,) if isinstance(sources, str) else tuple(sources)
        several = len(sources) > 1
        made.append(
            tuple(
                UserPattern(
                    one, ignores_case, f"{key} {number} of {rule.code}" if several else f"the {key} of {rule.code}"
                )
                for number, one in enumerate(sources, 1)
            )
        )
    return made[0], made[1]


_patterns = PerRule(_built)


def _matches(
    pattern: UserPattern, document: Document, zone: str, *, only_first: bool = False
) -> Iterator[tuple[int, int, int]]:
    """Every match in the zone, or the first in each part of it: the index of the part, start and end."""
    content = document.text.content
    if not pattern.can_match(content, folded(document) if pattern.ignores_case else ""):
        return
    yield from pattern.spans(content, spans_of(document, zone), only_first=only_first)


def start_of(document: Document, part: Span) -> Span:
    """The first line of a part that holds more than blanks: what a finding on all of it points at."""
    content = document.text.content
    start = part.start
    while start < part.end and content[start].isspace():
        start += 1
    end = content.find("\n", start, part.end)
    return Span(start, part.end if end < 0 else end) if start < part.end else part


def _top(document: Document) -> Span:
    """What a finding on something absent points at: the banner, else the first line."""
    return document.banner.span if document.banner is not None else start_of(document, extent_of(document))


def _labels(rule: Rule) -> list[str]:
    labels = rule.parameters["line"]
    return [labels] if isinstance(labels, str) else labels


def _label_pattern(rule: Rule) -> re.Pattern[str]:
    words = "|".join(r"[ \t]+".join(re.escape(one) for one in label.split()) for label in _labels(rule))
    return re.compile(rf"\n[ \t]*((?:{words})[ \t]*:)", re.IGNORECASE)


_label_of = PerRule(_label_pattern)


def _labelled(document: Document, rule: Rule) -> Span | None:
    """The label of the line, wherever it stands; one that the reader knows by that name counts however it is spelt."""
    text = folded(document)
    whole = extent_of(document)
    for label in _labels(rule):
        known = document.line(label.upper())
        if known is not None:
            return Span(known.span.start, max(known.span.start, known.value.start))
        if label.split()[0].lower() in text:
            found = _label_of(rule).search(document.text.content, max(0, whole.start - 1), whole.end)
            if found is not None:
                return Span(*found.span(1))
            at_top = _label_of(rule).match("\n" + document.text.content[whole.start : whole.start + 200])
            if at_top is not None:
                return Span(whole.start + at_top.start(1) - 1, whole.start + at_top.end(1) - 1)
    return None


def controls_of(marking: Marking) -> Iterator[str]:
    """The canonical control words of a marking, of every category."""
    for words in (marking.sci, marking.sap, marking.aea, marking.dissemination, marking.non_ic, marking.nato):
        yield from sorted(words)
    for word, there in (("FGI", marking.fgi), ("REL TO", marking.rel_to), ("DISPLAY ONLY", marking.display_to)):
        if there is not None:
            yield word
    if marking.cui is not None:
        yield "CUI"


def _controls(document: Document) -> Iterator[tuple[str, Span]]:
    for banner in document.banners:
        if banner.marking is not None:
            yield from ((word, banner.span) for word in controls_of(banner.marking))
    for marking, portion in document.distinct_marks:
        if portion.mark is not None:
            for word in controls_of(marking):
                yield word, portion.mark.span


def _marks(document: Document) -> Iterator[tuple[str, Span]]:
    for _, portion in document.distinct_marks:
        if portion.mark is not None and portion.mark.parsed.canonical is not None:
            yield portion.mark.parsed.canonical, portion.mark.span


def _tags(document: Document) -> Iterator[tuple[str, Span]]:
    line = document.line("TAGS")
    if line is None:
        return
    # Names of persons and places stand in brackets behind their tag.
    content = document.text.content[line.value.start : line.value.end]
    plain = re.sub(r"\([^()]*\)?", lambda found: " " * len(found[0]), content)
    for tag in re.finditer(r"[^\s,;]+", plain):
        yield tag[0].upper(), Span(line.value.start + tag.start(), line.value.start + tag.end())


def _exemptions(document: Document) -> Iterator[tuple[str, Span]]:
    for one in document.redactions:
        yield from zip(one.codes, one.code_spans or (one.span,) * len(one.codes), strict=False)


def _reasons(document: Document) -> Iterator[tuple[str, Span]]:
    for one in document.reasons:
        for letter, span in zip(one.letters, one.letter_spans, strict=False):
            yield f"{one.section or ''}({letter})", span


WORDS: Mapping[str, Callable[[Document], Iterable[tuple[str, Span]]]] = {
    "captions": lambda document: ((one.word, one.span) for one in document.captions),
    "tags": _tags,
    "controls": _controls,
    "marks": _marks,
    "exemptions": _exemptions,
    "reasons": _reasons,
}


def _nearest(word: str, allowed: Iterable[str]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, list(allowed), 1, 0.6)), "")
