"""Document and its parts: what a careful reader sees on the page, each part with its place.

Every value is frozen.  A `Span` is a range of offsets into `Document.text`.  Parsers build documents; checks, reports
and Facts read them; nobody changes them.
"""

from __future__ import annotations

import datetime

from redactlint.documents.dating import DocumentDates, Evidence
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking, Parsed
from redactlint.text import Span, Text
from redactlint.values import Value, derived, frozen

__all__ = [
    "Banner",
    "Caption",
    "Document",
    "DocumentDates",
    "Evidence",
    "Instruction",
    "Item",
    "Line",
    "Mark",
    "OrderCitation",
    "Portion",
    "QuotedTelegram",
    "Reason",
    "Redaction",
    "Release",
]


@frozen
class Mark(Value):
    """A marking as printed: the whole of it with its brackets (`span`), and how it reads (`parsed`)."""

    span: Span
    parsed: Parsed

    @property
    def marking(self) -> Marking | None:
        """The marking, or None where what is printed cannot be told."""
        return self.parsed.marking

    @property
    def level(self) -> Level | None:
        """The level, or None where what is printed cannot be told."""
        return self.parsed.marking.level if self.parsed.marking is not None else None


@frozen
class Banner(Value):
    """An overall marking: of the document, a section, a page, or a telegram that it repeats.

    `role` is "overall" (the operative marking; one a document), "repeat" (the same marking printed again in the header
    or at the foot), "section" (the heading of a later section), "page" (top or foot of an interior page), or
    "transmittal".  `span` covers the marking alone, without section and message number.  `section` is (number, total)
    of "SECTION 01 OF 03".  `message_id` is the message reference number printed with it.  `line` is the whole line.
    """

    span: Span
    parsed: Parsed
    role: str = "overall"
    section: tuple[int, int] | None = None
    section_span: Span | None = None
    message_id: str | None = None
    message_span: Span | None = None
    line: Span | None = None

    @property
    def marking(self) -> Marking | None:
        """The marking, or None where what is printed cannot be told."""
        return self.parsed.marking

    @property
    def level(self) -> Level | None:
        """The level, or None where what is printed cannot be told."""
        return self.parsed.marking.level if self.parsed.marking is not None else None


@frozen
class Caption(Value):
    """A caption of the header ("SIPDIS", "SENSITIVE", "NOFORN", "EXDIS"): its canonical word and its place."""

    word: str
    span: Span


@frozen
class Line(Value):
    """A labelled line of the header or of an authority block: its label and its value.

    `name` is the label's canonical word ("TAGS", "SUBJECT", "REF", "CLASSIFIED BY", "DERIVED FROM", "DECLASSIFY ON",
    "REASON", "DATE", "FROM", "TO", "MEMORANDUM FOR").  `span` covers label and value, `value` the value alone, and
    `words` is the value with white space folded.  `is_cut` says that the text breaks off inside it ("...").
    """

    name: str
    span: Span
    value: Span
    words: str
    is_cut: bool = False


@frozen
class OrderCitation(Value):
    """The order that the E.O. line (or the authority block) cites.

    `raw` is the number as printed ("12598"); `number` is the order meant, if it is one that exists or that one slip of
    the keyboard makes of one that exists, else None.  `span` covers the number, `line` the whole E.O. line with its
    value, `value` what follows the number.  `is_declassified_note` marks an E.O. line retyped as DECLASSIFIED.
    """

    span: Span
    raw: str
    number: str | None
    line: Span
    value: Span | None = None
    is_declassified_note: bool = False


@frozen
class Instruction(Value):
    """A declassification instruction.

    `kind` is "date", "event", "duration", "code", "review" (a date on which to review, E.O. 12065), "na", "invalid",
    "redacted" or "cut".  `span` covers the value as printed and `text` is it folded.  `date` is the date, beside a code
    too; `code` the canonical code ("X1", "25X1", "25X1-HUMAN", "50X1-HUM", "OADR", "MR", "GDS", "XGDS-2", "RDS-3").
    `downgrade` is ("C", date or None) of a "DNG:" value.  `form` tells how a date is written: "MM/DD/YYYY",
    "MM/DD/YY", "YYYY/MM/DD", "YYYYMMDD", "DD/MM/YYYY" (it only parses that way round), "MONTH D, YYYY", "D MON YYYY",
    "D MON YY".
    `source_marked` says that the line reads "Source marked …"; `source_date` is the date of the source where given.
    `place` is "order-line" or "block".  `date_span` and `code_span` are the places of the date and the code alone.
    """

    kind: str
    span: Span
    text: str
    date: datetime.date | None = None
    code: str | None = None
    downgrade: tuple[str, datetime.date | None] | None = None
    form: str | None = None
    source_marked: bool = False
    source_date: datetime.date | None = None
    place: str = "order-line"
    date_span: Span | None = None
    code_span: Span | None = None


@frozen
class Reason(Value):
    """One citation of reasons: a section and its letters ("1.4 (b) and (d)").

    `section` is canonical ("1.4", "1.3", "1-301") or None where none is given.  `letters` are lower case (for E.O.
    12356 the numbers, "5"), each with its place in `letter_spans`.  `slip` says that it is mistyped in a way that
    leaves no doubt ("1/4 (B)"); `malformed` that the meaning must be guessed ("1(B) AND (D)", letters alone).
    """

    span: Span
    section: str | None
    section_span: Span | None
    letters: tuple[str, ...]
    letter_spans: tuple[Span, ...]
    slip: bool = False
    malformed: bool = False


@frozen
class Portion(Value):
    """A portion: what a mark is owed for, or was given to.

    `kind` is "paragraph", "subparagraph" (a marked bullet, lettered item or inner list item), "quoted" (inside a
    repeated telegram that has a banner of its own), "subject", or what a container sets apart: "footnote", "table",
    "caption", "text box".  `number` is the paragraph number as it should read
    and `raw_number` as printed.  `span` runs to the start of the next portion; `text_start` is the offset of its first
    word after number and mark.  `mark` is its own mark, or None; `level` the level it counts at: its mark's, or the
    one it inherits (`inherited`), or None where that is unknown.  `place` says where the mark stands: "start",
    "heading" (after a heading), "end".  `is_redacted`: nothing is left to read but a deletion.
    `is_entire_text`: its mark is an ENTIRE TEXT notice.
    """

    kind: str
    span: Span
    text_start: int
    number: str | None = None
    raw_number: str | None = None
    number_span: Span | None = None
    mark: Mark | None = None
    level: Level | None = None
    inherited: bool = False
    place: str = "start"
    is_redacted: bool = False
    is_entire_text: bool = False
    text_end: int | None = None

    @property
    def label(self) -> str:
        """How a reviewer names it: "paragraph 3", "the subject line"."""
        if self.kind == "subject":
            return "the subject line"
        if self.number is None:
            return "an unnumbered paragraph" if self.kind == "paragraph" else f"a {self.kind}"
        return f"paragraph {self.number}" if self.kind != "subparagraph" else f"item {self.number}"


@frozen
class Item(Value):
    """An item of a list inside a portion: its label and text (`span`), its mark or None; `group` numbers the list."""

    span: Span
    mark: Mark | None
    group: int


@frozen
class QuotedTelegram(Value):
    """A telegram repeated inside another, with a banner of its own."""

    span: Span
    banner: Banner


@frozen
class Redaction(Value):
    """A deletion that shows: `kind` is "third-party" (XXXX), "excision" (bracketed words), "label", "margin", "blank",
    or "box" (a box that a container shows).

    `codes` are canonical exemption codes that stand at it, each with its place in `code_spans`; `extent` is what the
    document says was deleted.
    """

    span: Span
    kind: str
    codes: tuple[str, ...] = ()
    extent: str | None = None
    code_spans: tuple[Span, ...] = ()


@frozen
class Release(Value):
    """The released layer of a copy: the decision ("full", "part", None), codes, case and document number, date.

    `details` are pairs of a name and a value: "stamps", the kinds of stamp that the copy bears, and what they say.
    `code_spans` are the places of `codes`.
    """

    decision: str | None = None
    codes: tuple[str, ...] = ()
    case: str | None = None
    document: str | None = None
    date: datetime.date | None = None
    span: Span | None = None
    details: tuple[tuple[str, str], ...] = ()
    code_spans: tuple[Span, ...] = ()


# The features that are there where a field of the document is not None, and where one is not empty.
_THERE = (
    ("banner", "banner"), ("order", "order"), ("classified-by", "classified_by"), ("derived-from", "derived_from"),
    ("subject", "subject"), ("release", "release"), ("extract", "extract"), ("entire-text", "entire_text"),
)  # fmt: skip
_SOME = (
    ("portions", "portions"), ("instructions", "instructions"), ("reasons", "reasons"), ("captions", "captions"),
    ("quoted", "quoted"), ("items", "items"), ("redactions", "redactions"), ("numbers", "numbers"), ("lines", "lines"),
    ("deviations", "deviant_marks"),
)  # fmt: skip


@frozen(slots=False)
class Document(Value):
    """One document as it was written, and the released layer over it.

    `kind` is "telegram", "memorandum", "email", "release", "frus", "plain", or "unrecognised".  `banner` is the
    operative overall marking; `banners` holds every overall marking, it included.  `instructions` are in order of
    place, the operative one first.  `extract` is the place that says or shows that the text is partial: `extract_kind`
    is "stated", "cut" or "sanitized".  `others` are further documents found in the same file, each judged by itself.
    `extent` is what of the text is this document's own, where the file holds several; None: all of it.
    """

    text: Text
    kind: str
    id: str | None = None
    dates: DocumentDates = DocumentDates()
    banner: Banner | None = None
    banners: tuple[Banner, ...] = ()
    captions: tuple[Caption, ...] = ()
    order: OrderCitation | None = None
    instructions: tuple[Instruction, ...] = ()
    reasons: tuple[Reason, ...] = ()
    classified_by: Line | None = None
    derived_from: Line | None = None
    subject: Line | None = None
    lines: tuple[Line, ...] = ()
    portions: tuple[Portion, ...] = ()
    items: tuple[Item, ...] = ()
    quoted: tuple[QuotedTelegram, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    release: Release | None = None
    extract: Span | None = None
    extract_kind: str | None = None
    header: Span | None = None
    body: Span | None = None
    numbers: tuple[tuple[str, Span], ...] = ()
    compilation: Span | None = None
    entire_text: Portion | None = None
    others: tuple[Document, ...] = ()
    extent: Span | None = None

    @derived
    def portion_levels(self) -> tuple[tuple[Level, Portion], ...]:
        """Every level that a mark of the document itself gives (quoted telegrams aside), with its portion."""
        return tuple(
            (one.mark.level, one)
            for one in self.portions
            if one.kind != "quoted" and one.mark is not None and one.mark.level is not None
        )

    @derived
    def distinct_marks(self) -> tuple[tuple[Marking, Portion], ...]:
        """Each different marking of the document's own marks (quoted telegrams aside), with the first portion of it."""
        found: dict[int, tuple[Marking, Portion]] = {}
        for one in self.portions:
            # Equal marks are read once, so that identity is enough to tell them apart; a double does no harm.
            if one.mark is not None and id(one.mark.parsed) not in found and one.kind != "quoted":
                marking = one.mark.parsed.marking
                if marking is not None:
                    found[id(one.mark.parsed)] = (marking, one)
        return tuple(found.values())

    @derived
    def deviant_marks(self) -> tuple[tuple[Mark | Banner, Portion | None], ...]:
        """Every banner and every mark of the document's own portions that departs from its canonical form."""
        found: list[tuple[Mark | Banner, Portion | None]] = []
        for banner in self.banners:
            if banner.parsed.deviations:
                found.append((banner, None))
        for one in self.portions:
            if one.mark is not None and one.mark.parsed.deviations and one.kind != "quoted":
                found.append((one.mark, one))
        return tuple(found)

    @derived
    def highest_portion(self) -> Level | None:
        """The highest level that a mark gives, or None where nothing is marked."""
        return max((level for level, _ in self.portion_levels), default=None)

    @derived
    def level(self) -> Level | None:
        """The level of the banner, or None."""
        return self.banner.level if self.banner is not None else None

    @derived
    def is_classified(self) -> bool:
        """Whether the banner or a portion is C, S or TS ("cls" in the catalogue of rules)."""
        return any(one is not None and one.is_classified for one in (self.level, self.highest_portion))

    @derived
    def features(self) -> frozenset[str]:
        """What the document has; a rule whose `requires` is not a subset is not run on it.

        "classified", "classified-as-a-whole" (the banner is C, S or TS, or there is none and a portion is; what the
        banner says decides which lines the document owes), "unclassified" (the banner is U), "banner", "banners" (more
        than one), "portions", "marks" (a portion with a mark), "order", "instructions", "reasons", "classified-by",
        "derived-from", "captions", "subject", "quoted", "sections", "items", "redactions", "release", "damage",
        "extract", "numbers", "entire-text", "lines", "deviations" (a banner or a mark departs from its canonical form),
        "concealed" (the file holds what its pages do not show).
        """
        present = [name for name, field in _THERE if getattr(self, field) is not None]
        present += [name for name, field in _SOME if getattr(self, field)]
        level = self.level
        if level is not None and not level.is_classified:
            present.append("unclassified")
        if self.is_classified:
            present.append("classified")
            if level is None or level.is_classified:
                present.append("classified-as-a-whole")
        banners = self.banners
        if len(banners) > 1:
            present.append("banners")
        for banner in banners:
            if banner.section is not None:
                present.append("sections")
                break
        for portion in self.portions:
            if portion.mark is not None:
                present.append("marks")
                break
        damage = self.text.damage
        if damage:
            present.append("damage")
            if not self.text.source.isascii() and any(one.kind == "look-alike" for one in damage):
                present.append("look-alikes")
        layers = self.text.layers
        if layers is not None and layers.concealed:
            present.append("concealed")
        return frozenset(present)

    def line(self, name: str) -> Line | None:
        """The first labelled line of that canonical name."""
        return next((one for one in self.lines if one.name == name), None)
