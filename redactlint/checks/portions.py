"""Portion marks: paragraphs without one, marks in the wrong place, lists marked in part, ENTIRE TEXT notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from redactlint import compiled
from redactlint.documents.model import Document, Item, Portion
from redactlint.findings import Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = [
    "entire_text_notice",
    "is_closing_label",
    "misplaced",
    "owes_mark",
    "partly_marked_lists",
    "subject_unmarked",
    "unmarked",
]


# Portions that a container sets apart from the running text; readers list them without a mark only where one is owed.
_SET_APART = ("footnote", "table", "caption", "text box")


def owes_mark(portion: Portion) -> bool:
    """Whether `portion` is a paragraph with text of its own to read, no mark, and nothing from which to inherit one."""
    is_due = portion.kind == "paragraph" or portion.kind in _SET_APART
    return is_due and portion.mark is None and not portion.inherited and not portion.is_redacted


def is_closing_label(document: Document, portion: Portion) -> bool:
    """Whether the mark of `portion` is the only one of an e-mail and closes it: a label of the whole."""
    if document.kind != "email" or portion.place != "end" or portion.kind == "subject":
        return False
    return sum(one.mark is not None for one in document.portions) == 1


def unmarked(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Runs of paragraphs that owe a mark and bear none.

    Cases: "classified" and "unclassified"; with `require_portion_marks = "always"` also "classified-always" and
    "always", for documents of every age and level.  Silent where none is owed: under an ENTIRE TEXT notice, in a
    document of an administrative marking that knew no portion marks (parameter `administrative`), in an unclassified
    one in which no paragraph is marked, and under a bare word that is also a private writer's (`private_words`).
    """
    if document.entire_text is not None or not any(owes_mark(one) for one in document.portions):
        return
    case = _duty(document, rule, always=setting.parameters.get("require_portion_marks") == "always")
    if case is None:
        return
    for run in _unmarked_runs(document.portions):
        first = run[0]
        yield Hit(
            _label_span(document, first),
            {"portions": _run_label(run), "count": str(len(run)), "have": "has" if len(run) == 1 else "have"},
            case=case,
            related=tuple((_label_span(document, one), "without a mark too") for one in run[1:]),
            paragraph=first.number,
        )


def misplaced(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Marks that do not stand before their text.  Cases: "heading", "subject", "end"."""
    for portion in document.portions:
        mark = portion.mark
        if mark is None or portion.place == "start" or portion.is_entire_text or is_closing_label(document, portion):
            continue
        where = rule.parameters["where"][portion.place]
        yield Hit(
            mark.span,
            {"mark": document.text.words(mark.span), "portion": portion.label, "where": where},
            case="subject" if portion.kind == "subject" else portion.place,
            paragraph=portion.number,
        )


def partly_marked_lists(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Lists of which some items are marked and others, still to be read, are not: one hit a list."""
    groups: dict[int, list[Item]] = {}
    for item in document.items:
        groups.setdefault(item.group, []).append(item)
    for items in groups.values():
        marked = [one for one in items if one.mark is not None]
        if not marked or len(marked) == len(items):
            continue
        bare = [one for one in items if one.mark is None and not _is_deleted(document, one.span)]
        if not bare:
            continue
        marks = tuple((one.mark.span, "marked") for one in marked if one.mark is not None)
        yield Hit(
            _first_word(document, bare[0].span.start),
            {"unmarked": str(len(bare)), "items": str(len(items)), "have": "has" if len(bare) == 1 else "have"},
            related=marks[:1],
            paragraph=_paragraph_at(document, bare[0].span.start),
        )


def entire_text_notice(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The notice that one mark covers the entire text."""
    notice = document.entire_text
    if notice is not None:
        span = notice.mark.span if notice.mark is not None else _label_span(document, notice)
        yield Hit(span, {"mark": document.text.words(span)}, paragraph=notice.number)


def subject_unmarked(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The subject line of a classified document without a mark of its own (none is asked for under ENTIRE TEXT)."""
    subject = document.subject
    if subject is None or not subject.words or document.entire_text is not None:
        return
    if document.level is not None and not document.level.is_classified:
        return  # a banner below its portions is BNR002's: what a classified document owes is not asked beside it
    for one in document.portions:
        if one.kind == "subject" and (one.mark is not None or one.is_redacted):
            return
    if _is_private_word(document, rule) or _is_deleted(document, subject.value):
        return
    label = document.text.content[subject.span.start : subject.value.start].rstrip()
    yield Hit(Span(subject.span.start, subject.span.start + len(label)))


def _duty(document: Document, rule: Rule, *, always: bool) -> str | None:
    """The case in which the paragraphs of `document` owe marks, or None."""
    if document.is_classified:
        if always:
            return "classified-always"
        return None if _is_private_word(document, rule) else "classified"
    if always:
        return "always"
    administrative = document.banner.marking if document.banner is not None else None
    if administrative is not None and any(administrative.has(one) for one in rule.parameters["administrative"]):
        return None
    others = (one for one in document.portions if one.kind in ("paragraph", "subparagraph") and one.mark is not None)
    return "unclassified" if any(not is_closing_label(document, one) for one in others) else None


def _is_private_word(document: Document, rule: Rule) -> bool:
    """Whether nothing but one bare word, which private writers use as well, makes the document classified."""
    if document.kind == "telegram" or document.banner is None:
        return False
    if document.banner.parsed.canonical not in rule.parameters["private_words"]:
        return False
    return not document.features & {"marks", "order", "instructions", "reasons", "classified-by", "derived-from"}


def _unmarked_runs(portions: Iterable[Portion]) -> list[list[Portion]]:
    """The paragraphs that owe a mark, in runs that only a redacted paragraph may interrupt."""
    runs: list[list[Portion]] = []
    is_open = False
    for portion in portions:
        if portion.kind in ("subject", "quoted"):
            continue
        if owes_mark(portion):
            if not is_open:
                runs.append([])
            runs[-1].append(portion)
            is_open = True
        elif portion.mark is not None or portion.inherited:
            is_open = False
    return runs


def _run_label(run: list[Portion]) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first.label
    if first.number is not None and last.number is not None:
        return f"paragraphs {first.number} {'and' if len(run) == 2 else 'to'} {last.number}"
    return f"{len(run)} consecutive paragraphs"


def _label_span(document: Document, portion: Portion) -> Span:
    """The number of the paragraph, or its first word where it has none."""
    return portion.number_span if portion.number_span is not None else _first_word(document, portion.text_start)


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    return compiled.pattern(r"\s*(\S+)")


def _first_word(document: Document, start: int) -> Span:
    found = _word().match(document.text.content, start)
    return Span(found.start(1), found.end(1)) if found is not None else Span(start, start)


def _is_deleted(document: Document, span: Span) -> bool:
    """Whether a deletion shows inside `span`, so that what stood there cannot be known."""
    return any(one.span.overlaps(span) for one in document.redactions)


def _paragraph_at(document: Document, offset: int) -> str | None:
    """The number of the numbered portion in which `offset` lies."""
    number = None
    for portion in document.portions:
        if portion.span.start > offset:
            break
        number = portion.number if portion.kind == "paragraph" and portion.number is not None else number
    return number
