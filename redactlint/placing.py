"""Placing: from a graded hit to a finding with its line and column, its fingerprint, and what of it may be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Document, Portion
from redactlint.errors import RulePackError
from redactlint.findings import Finding, Hit, Place
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.rulepack import Rule
from redactlint.text import Span, SpanIndex, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b
    from typing import Any

    from redactlint.markings.register import Register

__all__ = ["Quoter", "fingerprint", "hasher", "joined", "markings_of", "message_of", "place_of", "stated"]

# How much of a line an excerpt quotes, and how much of it a fingerprint reads.
_LONGEST_EXCERPT = 160
_LONGEST_LINE = 2000
# How often the tokens of a document are looked through one by one.
_ASKED_SELDOM = 6


def place_of(text: Text, span: Span, where: Mapping[str, Any] | None = None) -> Place:
    """The place of `span` in its file; `where` takes the place of what the reader says of its start."""
    line, column = text.position(span.start)
    end_line, end_column = text.position(span.end)
    if where is None and text.place is not None:
        where = text.place(span.start)
    member = text.member
    if member is None:
        return Place(text.path, line, column, end_line, end_column, where)
    where = member.where if not where else {**member.where, **where}
    return Place(text.path, line, column, end_line, end_column, where, member.container)


def stated(rule: Rule, hit: Hit, severity: str, text: Text, quoter: Quoter, seen: dict[str, int]) -> Finding:
    """The finding that a graded hit becomes; `seen` counts fingerprints within the file."""
    if hit.concealed is None:
        excerpt, underlined = quoter.quote(hit.span, private=hit.private)
    else:
        excerpt, underlined = quoter.reveal(hit.concealed)
    places: dict[str, int] = {}
    spans = (hit.span, *(span for span, _ in hit.related)) if hit.related else ()
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=severity,
        message=message_of(rule, hit.arguments),
        place=place_of(text, hit.span, hit.where),
        span=hit.span,
        citation=rule.cites,
        fingerprint=fingerprint(text, hit.span, rule.code, seen),
        paragraph=hit.paragraph,
        related=tuple((place_of(text, span), word) for span, word in hit.related),
        fix=hit.fix,
        excerpt=excerpt,
        underlined=underlined,
        places=tuple([fingerprint(text, span, rule.code, places) for span in spans]),
    )


def message_of(rule: Rule, arguments: Mapping[str, str]) -> str:
    """The rule's message filled in; raises RulePackError where it asks for what its check does not give."""
    try:
        return rule.message.format(**arguments)
    except (KeyError, IndexError, ValueError) as error:
        raise RulePackError(
            f"the message of {rule.code} asks for {error}, which its check {rule.check!r} does not give",
            f"it gives {', '.join(sorted(arguments)) or 'nothing'}",
            path=rule.path,
        ) from error


@cache
def _words() -> re.Pattern[str]:
    return compiled.pattern(r"\w+")


@cache
def hasher() -> type[blake2b]:
    """`hashlib.blake2b`, without loading the whole of OpenSSL, which a report without SHA-256 does not need."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b


def fingerprint(text: Text, span: Span, code: str, seen: dict[str, int]) -> str:
    """A digest of the rule and the words of its lines, that survives moved lines, blanks and punctuation.

    `seen` counts the findings of one document that would be the same; the n-th gets n mixed in.
    """
    blake2b = hasher()
    content = text.content
    first = max(span.start - _LONGEST_LINE, 0)
    start = max(content.rfind("\n", first, span.start) + 1, first)
    end = content.find("\n", span.end, span.end + _LONGEST_LINE)
    end = min(len(content), span.end + _LONGEST_LINE) if end < 0 else end
    end = min(end, start + 2 * _LONGEST_LINE)
    words = " ".join(_words().findall(content[start:end].casefold()))
    digest = blake2b(f"{code}\0{words}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    if seen[digest] == 1:
        return digest
    return blake2b(f"{digest}\0{seen[digest]}".encode(), digest_size=12).hexdigest()


class Quoter:
    """What findings on one document may quote: marks, dates and header tokens always, its text only on request.

    `marking` is the marking of the highest text quoted so far, or None while nothing but tokens was quoted.
    """

    def __init__(self, document: Document, register: Register, *, excerpts: bool) -> None:
        self._document, self._register, self._excerpts = document, register, excerpts
        self._tokens: tuple[Span, ...] | None = None
        self._index: SpanIndex | None = None
        self._asked = 0
        self._portions: tuple[list[Portion], SpanIndex] | None = None
        self.marking: Marking | None = None

    def quote(self, span: Span, *, private: bool = False) -> tuple[str | None, tuple[int, int] | None]:
        """What may be quoted of `span`, and which characters of the quotation are the span.

        The span itself if it is a token and not `private`; with excerpts, its line; else None.
        """
        text = self._document.text
        if not self._excerpts:
            is_token = not private and len(span) > 0 and self._is_token(span)
            words = text.words(span)[:_LONGEST_EXCERPT] if is_token else None
            return (words, (0, len(words))) if words else (None, None)
        first = max(span.start - _LONGEST_EXCERPT // 2, 0)
        start = max(text.content.rfind("\n", first, span.start) + 1, first)
        stop = start + _LONGEST_EXCERPT
        end = text.content.find("\n", span.start, stop)
        end = min(len(text.content), stop) if end < 0 else end
        line = text.content[start:end]
        blanks = len(line) - len(line.lstrip())
        words = line[blanks:].rstrip().replace("\t", " ")
        if not words:
            return None, None
        if not self._is_token(Span(start + blanks, start + blanks + len(words))):
            here = self._marking_at(Span(start, end))
            self.marking = joined([here] if self.marking is None else [self.marking, here], self._register)
        first = max(span.start - start - blanks, 0)
        return words, (first, max(first, min(span.end - start - blanks, len(words))))

    def _is_token(self, span: Span) -> bool:
        """Whether one token contains all of `span`.  The tokens of most documents are asked for too seldom to sort."""
        if self._tokens is None:
            self._tokens = _tokens_of(self._document)
        self._asked += 1
        if self._asked <= _ASKED_SELDOM:
            start, end = span.start, span.end
            return any(one.start <= start and end <= max(one.end, one.start + 1) for one in self._tokens)
        if self._index is None:
            self._index = SpanIndex(self._tokens)
        return self._index.covers(span)

    def reveal(self, concealed: str) -> tuple[str | None, tuple[int, int] | None]:
        """What may be quoted of text that the file conceals, as `quote`: it, with excerpts, else None."""
        words = " ".join(concealed.split())[:_LONGEST_EXCERPT]
        if not self._excerpts or not words:
            return None, None
        # Nobody can tell by a mark near by how secret it is: somebody hid it.  It is as secret as the document.
        here = joined(markings_of(self._document), self._register) or Marking(Level.U)
        self.marking = joined([here] if self.marking is None else [self.marking, here], self._register)
        return words, (0, len(words))

    def _marking_at(self, span: Span) -> Marking:
        """The marking of the text there: of every portion that it touches, else of the whole document."""
        if self._portions is None:
            ordered = sorted(self._document.portions, key=lambda one: one.span.start)
            self._portions = ordered, SpanIndex(one.span for one in ordered)
        portions, index = self._portions
        touched = [portions[place] for place in index.overlapping(span)]
        marks = [one.mark.marking for one in touched if one.mark is not None and one.mark.marking is not None]
        if not touched or len(marks) < len(touched):
            marks = markings_of(self._document)
        return joined(marks, self._register) or Marking(Level.U)


def markings_of(document: Document) -> list[Marking]:
    """The markings of banner and portions, which whatever quotes the whole document must carry."""
    found = [] if document.banner is None or document.banner.marking is None else [document.banner.marking]
    found += [one.mark.marking for one in document.portions if one.mark is not None and one.mark.marking is not None]
    return found


def joined(markings: Iterable[Marking], register: Register) -> Marking | None:
    """The lowest marking that covers all of them, or None for none."""
    whole = None
    for one in markings:
        if whole is None or whole == one:
            whole = one
            continue
        from redactlint.markings import algebra

        whole = algebra.join(whole, one, register)
    return whole


def _tokens_of(document: Document) -> tuple[Span, ...]:
    """The spans of a document that say nothing of its substance: marks, dates, codes, captions, header numbers."""
    tokens: list[Span] = []
    for banner in document.banners:
        tokens += [one for one in (banner.line, banner.span, banner.section_span, banner.message_span) if one]
    if document.banner is not None:
        tokens += [one for one in (document.banner.line, document.banner.span) if one]
    tokens += [one.span for one in document.captions]
    if document.order is not None:
        tokens += [document.order.line, document.order.span]
    tokens += [one.span for one in document.instructions]
    for reason in document.reasons:
        tokens += [reason.span, *reason.letter_spans]
    for portion in document.portions:
        tokens += [one for one in (portion.number_span, portion.mark.span if portion.mark else None) if one]
    tokens += [item.mark.span for item in document.items if item.mark is not None]
    tokens += [span for _, span in document.numbers]
    tokens += [line.span for line in (document.classified_by, document.derived_from) if line is not None]
    tokens += [line.span for line in document.lines if line.name not in _TELLING_LINES]
    tokens += [one.span for one in document.redactions if one.kind in ("label", "margin")]
    if document.release is not None and document.release.span is not None:
        tokens.append(document.release.span)
    return tuple(tokens)


# Labelled lines that tell what the document is about.
_TELLING_LINES = frozenset({"SUBJECT", "FROM", "TO", "CC", "MEMORANDUM FOR", "ATTACHMENTS"})
