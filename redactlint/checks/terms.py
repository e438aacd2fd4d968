"""Term lists: words and phrases that call for a level, a control or an exemption where they stand.

Ten thousand terms cost little more than one: the words of a text are looked up as a set, and only where the rarest
word of a term stands is the rest of it compared.  White space in a term stands for any white space, line ends
included.  What was found is quoted only with excerpts, since a list may itself be secret.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from redactlint.checks.general import controls_of
from redactlint.checks.per_rule import PerRule
from redactlint.checks.zones import extent_of, folded, portion_at, spans_of
from redactlint.documents.model import Document, Portion
from redactlint.findings import Hit
from redactlint.markings.levels import Level
from redactlint.rulebook.patterns import UserPattern, fold
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING, NamedTuple, Value, evolve, frozen

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Term", "Terms", "calling", "terms_of"]

# A term that ends in "*" stands for every word that begins so; of these many letters at least.
SHORTEST_STEM = 3

# How many findings one list may give on one document by default.
_MOST = 100


@frozen
class Term(Value):
    """One entry: its number in its list, its words in folded case, what it calls for, where it does not count.

    `shape` is the whole of it, folded, with single blanks; `stem` says that its last word may go on.
    """

    number: int
    shape: str = ""
    words: tuple[str, ...] = ()
    stem: bool = False
    case: str | None = None
    pattern: UserPattern | None = None
    level: Level | None = None
    control: str | None = None
    exemption: str | None = None
    unless: tuple[str, ...] = ()


class Found(NamedTuple):
    """A term in a text."""

    start: int
    end: int
    term: Term


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+")


@cache
def _gaps() -> dict[int, str]:
    """What stands between words, each as a blank."""
    return str.maketrans({chr(one): " " for one in range(128) if not (chr(one).isalnum() or chr(one) == "_")})


class Terms:
    """The terms of one list, ready to be looked for in many texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        # By the word of a term that the fewest others hold: where that word stands in it, and the words themselves.
        self._anchored: dict[str, dict[tuple[int, int], dict[tuple[str, ...], list[Term]]]] = {}
        self._stems: dict[str, list[Term]] = {}
        self._patterns: list[Term] = []
        shared = Counter(word for one in terms for word in one.words)
        for one in terms:
            if one.pattern is not None:
                self._patterns.append(one)
            elif one.stem and len(one.words) == 1:
                self._stems.setdefault(one.words[0][:SHORTEST_STEM], []).append(one)
            else:
                whole = one.words[:-1] if one.stem else one.words
                at = min(range(len(whole)), key=lambda place: (shared[whole[place]], -len(whole[place])))
                by_shape = self._anchored.setdefault(whole[at], {}).setdefault((at, len(whole)), {})
                by_shape.setdefault(whole, []).append(one)

    def find(self, content: str, text: str) -> list[Found]:
        """Every term in `content`, of which `text` is the fold, in order of place; raises UndecidedError."""
        found = list(self._find_words(content, text))
        for one in self._patterns:
            assert one.pattern is not None
            if one.pattern.can_match(content, text):
                spans = one.pattern.spans(content, (Span(0, len(content)),))
                found += [Found(start, end, one) for _, start, end in spans if end > start]
        return sorted((one for one in found if not _is_excepted(one, text)), key=lambda one: one[:2])

    def _find_words(self, content: str, text: str) -> Iterator[Found]:
        words = _words_of(text)
        present = words.present
        anchors = self._anchored.keys() & present
        stems = {word for word in present if word[:SHORTEST_STEM] in self._stems} if self._stems else set()
        if not anchors and not stems:
            return
        tokens, starts, wanted = words.tokens, None, anchors | stems
        for at in [at for at, word in enumerate(tokens) if word in wanted]:
            word = tokens[at]
            for first, term in self._at(tokens, at, word, word in anchors, word in stems):
                starts = starts or words.starts
                place = _compared(content, text, tokens, starts, first, term)
                if place is not None:
                    yield Found(*place, term)

    def _at(self, tokens: list[str], at: int, word: str, is_anchor: bool, is_stem: bool) -> Iterator[tuple[int, Term]]:
        """The terms whose words stand about the word at that place, with the place of their first word."""
        if is_anchor:
            for (before, length), by_words in self._anchored[word].items():
                first = at - before
                if first >= 0:
                    for term in by_words.get(tuple(tokens[first : first + length]), ()):
                        yield first, term
        if is_stem:
            for term in self._stems[word[:SHORTEST_STEM]]:
                if word.startswith(term.words[0]):
                    yield at, term


class _Words:
    """The words of one folded text: in order, as a set, and where each begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The same words either way; the first is three times as fast.
        self.tokens = text.translate(_gaps()).split() if text.isascii() else _word().findall(text)
        self.present = frozenset(self.tokens)
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [match.start() for match in _word().finditer(self.text)]
        return self._starts


# The words of the text that was asked for last: many lists ask for the same in turn.
_last: _Words | None = None


def _words_of(text: str) -> _Words:
    global _last  # noqa: PLW0603 - one document is judged at a time, and memory stays flat
    if _last is None or _last.text is not text:
        _last = _Words(text)
    return _last


def _compared(
    content: str, text: str, tokens: list[str], starts: list[int], first: int, term: Term
) -> tuple[int, int] | None:
    """The place of the term whose first word is the one at index `first`, if what stands between the words agrees."""
    last = first + len(term.words) - 1
    if last >= len(tokens):
        return None
    if term.stem and not tokens[last].startswith(term.words[-1]):
        return None
    lead = term.shape.index(term.words[0])
    start = starts[first] - lead
    end = starts[last] + len(tokens[last])
    if term.stem:
        shape_end = starts[last] + len(term.words[-1])
    else:
        tail = len(term.shape) - term.shape.rindex(term.words[-1]) - len(term.words[-1])
        shape_end = end = end + tail
    if start < 0 or end > len(text) or " ".join(text[start:shape_end].split()) != term.shape:
        return None
    if term.case is not None and " ".join(content[start:shape_end].split()) != term.case:
        return None
    return start, end


def _is_excepted(found: Found, text: str) -> bool:
    """Whether it stands inside one of the phrases in which its term does not count."""
    for phrase in found.term.unless:
        reach = 2 * len(phrase) + 20
        begin = max(0, found.start - reach)
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in phrase.split()) + r"(?!\w)"
        for match in re.finditer(pattern, text[begin : found.end + reach]):
            if begin + match.start() <= found.start and found.end <= begin + match.end():
                return True
    return False


def terms_of(rule: Rule) -> tuple[Term, ...]:
    """The terms of a rule's parameters; raises ValueError, with the number of the entry, for one that is none."""
    wanted = rule.parameters
    defaults = {key: wanted[key] for key in ("level", "control", "exemption") if key in wanted}
    common = tuple(fold(" ".join(one.split())) for one in wanted.get("except", ()))
    minds_case = not wanted.get("ignore_case", True)
    made = []
    for index, raw in enumerate(wanted.get("terms", ()), 1):
        row: dict[str, Any] = {**defaults, **({"term": raw} if isinstance(raw, str) else raw)}
        made.append(_term(row, row.get("number", index), common, minds_case))
    return tuple(made)


def _term(row: dict[str, Any], number: int, common: tuple[str, ...], minds_case: bool) -> Term:
    entry = Term(
        number,
        level=Level[row["level"]] if "level" in row else None,
        control=row.get("control"),
        exemption=row.get("exemption"),
        unless=common + tuple(fold(" ".join(one.split())) for one in row.get("except", ())),
    )
    if "pattern" in row:
        return evolve(entry, pattern=UserPattern(row["pattern"], not minds_case, f"pattern {number}"))
    printed = " ".join(row["term"].split())
    stem = printed.endswith("*")
    printed = printed.removesuffix("*")
    shape = fold(printed)
    words = tuple(_word().findall(shape))
    if not words:
        raise ValueError(f"entry {number} holds no word")
    if stem and (not shape.endswith(words[-1]) or (len(words) == 1 and len(words[0]) < SHORTEST_STEM)):
        raise ValueError(f"entry {number} needs {SHORTEST_STEM} letters or more before its *")
    return evolve(entry, shape=shape, words=words, stem=stem, case=printed if minds_case else None)


_terms = PerRule(lambda rule: Terms(terms_of(rule)))


def calling(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Every term of a list whose place does not carry what the term calls for; an entry speaks once a portion.

    Parameters: `list` (a file beside the rule) or `terms`; `level`, `control`, `exemption` for entries that call for
    nothing of their own; `except`, `ignore_case`, `zone`, `at_most`.  Cases: "level", "control", "exemption", "listed"
    (the entry calls for nothing: its presence is the finding).  Arguments: {list}, {entry}, {calls_for}, {has},
    {where}.
    """
    found = _terms(rule).find(document.text.content, folded(document))
    if not found:
        return
    zones = spans_of(document, rule.parameters["zone"]) if "zone" in rule.parameters else (extent_of(document),)
    seen: set[tuple[int, int]] = set()
    for start, end, term in found:
        if not any(one.start <= start and end <= one.end for one in zones):
            continue
        portion = portion_at(document, start)
        key = (term.number, portion.span.start if portion is not None else -1)
        if key in seen:
            continue
        lacking = _lacking(document, portion, term)
        if lacking is None:
            continue
        seen.add(key)
        case, calls_for, has = lacking
        yield Hit(
            Span(start, end),
            {
                "list": rule.parameters.get("list", "this rule"),
                "entry": str(term.number),
                "calls_for": calls_for,
                "has": has,
                "where": portion.label if portion is not None else "the header",
            },
            case=case,
            paragraph=portion.number if portion is not None else None,
            private=True,
        )
        if len(seen) >= rule.parameters.get("at_most", _MOST):
            return


def _lacking(document: Document, portion: Portion | None, term: Term) -> tuple[str, str, str] | None:
    """What the place lacks of what the term calls for: case, what is called for, what there is; None where nothing."""
    if term.level is not None:
        # A portion whose own level cannot be known may be as high as the banner.
        level = portion.level if portion is not None and portion.level is not None else document.level
        if level is None or level < term.level:
            return "level", term.level.words, "no marking" if level is None else level.words
    if term.control is not None and not _carries(document, portion, term.control):
        return "control", term.control, f"no {term.control}"
    if term.exemption is not None and not _is_exempted(document, portion, term.exemption):
        return "exemption", term.exemption, "no such exemption"
    if term.level is None and term.control is None and term.exemption is None:
        return "listed", "attention", "none"
    return None


def _carries(document: Document, portion: Portion | None, control: str) -> bool:
    """Whether the portion carries the control; the banner and captions speak for all if no portion mark bears it."""
    if portion is not None and portion.mark is not None and portion.mark.marking is not None:
        if control in controls_of(portion.mark.marking):
            return True
        if any(control in controls_of(marking) for marking, _ in document.distinct_marks):
            return False
    marking = document.banner.marking if document.banner is not None else None
    return any(one.word == control for one in document.captions) or (
        marking is not None and control in controls_of(marking)
    )


def _is_exempted(document: Document, portion: Portion | None, exemption: str) -> bool:
    """Whether a deletion under that exemption is marked where the term stands."""
    for one in document.redactions:
        if exemption not in one.codes:
            continue
        if one.span.overlaps(portion.span) if portion is not None else portion_at(document, one.span.start) is None:
            return True
    return False
