"""Portions of a text set in paragraphs: which paragraphs owe a mark, which inherit one, and which are no portions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from redactlint import compiled
from redactlint.documents.marks import mark_at
from redactlint.documents.model import Item, Line, Mark, Portion
from redactlint.documents.paragraphs import Paragraph
from redactlint.markings.portions import is_entire_text
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import Value, frozen

__all__ = ["Portioned", "read_portions", "read_subject"]

# A paragraph set further in than the one before it by as much is quoted in it.
_QUOTED_INDENT = 4
# A numbered line no longer than this is an item of a list or a heading.
_SHORT_ITEM = 25


@frozen
class Portioned(Value):
    """The portions in order of place, the lists that have some marks, and the notice that stands for all marks."""

    portions: tuple[Portion, ...] = ()
    items: tuple[Item, ...] = ()
    entire_text: Portion | None = None


def read_portions(content: str, paragraphs: Sequence[Paragraph], end: int, *, only_majority: bool = False) -> Portioned:
    """The portions among `paragraphs`; `end` is where the last one ends.

    Bullets, lettered items, inner lists and quotations under a marked paragraph inherit its mark and are listed only
    if they carry one themselves (32 CFR 2001.21(c)(3)).  Headings, signatures, trailers and notices owe none.
    `only_majority` leaves unmarked paragraphs out unless most paragraphs are marked: for texts of no known form.
    """
    reader = _Reader(content, paragraphs)
    choices = reader.read()
    if only_majority:
        unmarked = sum(one.mark is None for one in choices)
        if 2 * unmarked > len(choices) - unmarked:
            choices = [one for one in choices if one.mark is not None]
    portions: list[Portion] = []
    entire: Portion | None = None
    for index, one in enumerate(choices):
        following = choices[index + 1].start if index + 1 < len(choices) else max(end, one.paragraph.span.end)
        portion = _portion(content, one, following, entire)
        if entire is None and portion.is_entire_text:
            entire = portion
        portions.append(portion)
    return Portioned(tuple(portions), tuple(_items(content, paragraphs, reader.main)), entire)


@frozen
class _Choice(Value):
    """A paragraph, or the part of one that a later mark begins, that was chosen as a portion."""

    kind: str
    start: int
    paragraph: Paragraph
    mark: Mark | None
    place: str = "start"
    is_segment: bool = False


def _portion(content: str, one: _Choice, following: int, entire: Portion | None) -> Portion:
    paragraph, mark = one.paragraph, one.mark
    is_labelled = not one.is_segment and paragraph.lead in ("number", "letter")
    inherited = mark is None and entire is not None
    return Portion(
        kind=one.kind,
        span=Span(one.start, following),
        text_start=_after_blanks(content, mark.span.end) if one.is_segment and mark else paragraph.text_start,
        number=paragraph.label if is_labelled else None,
        raw_number=paragraph.label if is_labelled else None,
        number_span=paragraph.label_span if is_labelled else None,
        mark=mark,
        level=mark.level if mark is not None else entire.level if entire is not None else None,
        inherited=inherited,
        place=one.place,
        is_redacted=not one.is_segment and _is_redacted(content, paragraph),
        is_entire_text=mark is not None and is_entire_text(mark.parsed),
        text_end=paragraph.span.end,
    )


class _Reader:
    """One pass over the paragraphs of a text."""

    def __init__(self, content: str, paragraphs: Sequence[Paragraph]) -> None:
        self._content = content
        self._paragraphs = paragraphs
        known = [one for one in paragraphs if one.mark is not None and one.mark.marking is not None]
        self._has_marks = bool(known)
        self._takes_debris = len(known) >= 2
        self.main = _main_style(content, paragraphs, has_marks=self._has_marks)
        self._number = 0
        self._governing: Paragraph | None = None
        self._is_closed = False
        self._is_introduced = False
        self._following: Paragraph | None = None
        self._is_after_stop = False

    def read(self) -> list[_Choice]:
        choices: list[_Choice] = []
        for index, one in enumerate(self._paragraphs):
            segments = one.segments
            self._following = self._paragraphs[index + 1] if index + 1 < len(self._paragraphs) else None
            self._is_after_stop = index > 0 and self._content[self._paragraphs[index - 1].span.end - 1] in '.?!)"”'
            if one.mark is not None and self._counts(one, one.mark):
                choices.append(self._marked(one, one.mark))
            elif self._is_due(one):
                self._follow(one)
                # Text before the first mark of a paragraph is taken for its heading: nothing is said of it.
                first, segments = (segments[0], segments[1:]) if segments else (None, segments)
                place = "start" if first is None else "heading"
                choices.append(_Choice("paragraph", one.span.start, one, first, place))
            choices += [_Choice("subparagraph", each.span.start, one, each, is_segment=True) for each in segments]
        return choices

    def _counts(self, one: Paragraph, mark: Mark) -> bool:
        """A mark that cannot be told is taken for one after a number, or where others stand that can."""
        return mark.marking is not None or one.lead == "number" or self._takes_debris

    def _marked(self, one: Paragraph, mark: Mark) -> _Choice:
        style = _style(self._content, one)
        is_inner = style != "" and style != self.main and (self._governing is not None or self.main is not None)
        self._is_introduced = not is_inner and self._ends_open(one)
        if not is_inner:
            self._governing = one
            self._is_closed = False
            self._follow(one)
        return _Choice("subparagraph" if is_inner else "paragraph", one.span.start, one, mark, one.place)

    def _follow(self, one: Paragraph) -> None:
        if _style(self._content, one) == self.main:
            self._number = _value(one)

    def _is_due(self, one: Paragraph) -> bool:
        """Whether a paragraph without a mark owes one."""
        style = _style(self._content, one)
        if style not in ("", self.main):
            self._is_introduced = False
            return False
        words = self._content[one.span.start : one.span.end]
        if _is_redacted(self._content, one):
            return one.lead == "number" or self._has_marks
        if _closing().match(words):
            self._is_closed = self._is_closed or not words[:5].upper().startswith("DEAR")
            return False
        if style:
            is_sentence = self._has_marks and words[-1] == "." and len(words.split()) >= 4
            is_item = self._is_closed or (len(words) <= _SHORT_ITEM and not is_sentence)
            return not is_item and self._is_successor(one) and not _is_notice(words)
        if self._is_closed or (self.main is not None and self._has_marks):
            return False
        if not (is_prose(words) or self._is_short_sentence(one, words)) or _is_notice(words):
            return False
        return not self._is_quoted(one, words)

    def _is_short_sentence(self, one: Paragraph, words: str) -> bool:
        """Whether it is one short sentence between two marked paragraphs."""
        after = self._following
        if self._governing is None or after is None or not _is_known(after.mark) or after.lead or after.place == "end":
            return False
        tokens = words.split()
        return (
            self._is_after_stop
            and 5 <= len(tokens) <= 12
            and words[:1].isupper()
            and words[-1] == "."
            and "\n" not in words
            and one.indent == self._governing.indent
            and 2 * sum(token[0].islower() for token in tokens) >= len(tokens)
            and "blank" not in words
        )

    def _is_successor(self, one: Paragraph) -> bool:
        """Whether the label counts paragraphs of the document, and not items of a list inside one."""
        value = _value(one)
        return value == self._number + 1 and not (value == 1 and self._is_introduced)

    def _ends_open(self, one: Paragraph) -> bool:
        return self._content[one.span.start : one.span.end].rstrip(" *_").endswith(":")

    def _is_quoted(self, one: Paragraph, words: str) -> bool:
        """Whether it is a quotation that the marked paragraph before it introduces."""
        if self._governing is None:
            return False
        if one.indent >= self._governing.indent + _QUOTED_INDENT:
            self._is_introduced = False
            return True
        return self._is_introduced or (words[0] in '"“' and words.rstrip()[-1] in '"”')


def _style(content: str, one: Paragraph) -> str:
    """How a paragraph is labelled: "" (not at all), "1.", "(1)", "A.", or "item"."""
    if one.label is None or one.label_span is None:
        return ""
    in_brackets = content[one.label_span.start - 1 : one.label_span.start] == "("
    if one.lead == "number":
        return "(1)" if in_brackets else "1."
    return "A." if one.lead == "letter" and one.label.isupper() and not in_brackets else "item"


def _value(one: Paragraph) -> int:
    label = one.label or ""
    return int(label) if label.isdecimal() else ord(label[0]) - ord("A") + 1 if len(label) == 1 else 0


def _main_style(content: str, paragraphs: Sequence[Paragraph], *, has_marks: bool) -> str | None:
    """The style of label that counts the paragraphs of the document, or None where they are not counted."""
    styled = [(_style(content, one), one) for one in paragraphs if one.label is not None]
    for style, one in styled:
        if style != "item" and (one.mark is not None or not has_marks) and _value(one) == 1:
            return style if has_marks or style != "A." else None
    return next((style for style, one in styled if style == "1." and one.mark is not None), None)


def _after_blanks(content: str, at: int) -> int:
    while at < len(content) and content[at] in " \t\n":
        at += 1
    return at


def is_prose(words: str) -> bool:
    """Whether a block is sentences, and not a heading, an address, a signature or the rows of a table."""
    folded = " ".join(words.split())
    if len(folded) < 50 or "____" in folded:
        return False
    tokens = folded.split(" ")
    if len(tokens) < 8:
        return False
    if "   " in words or "\t" in words or "|" in words:
        lines = [line for line in words.split("\n") if line.strip()]
        columns = sum(1 for line in lines if _columns().search(line.strip()))
        if columns >= 2 and 2 * columns >= len(lines):
            return False
    if folded.rstrip('*_"”’)')[-1:] not in (".", "?", "!", ":", ";"):
        lower = sum(token[0].islower() for token in tokens)
        return len(folded) >= 120 and 5 * lower >= 2 * len(tokens)
    sample = folded[:300]
    return sum(map(str.isalpha, sample)) >= 0.6 * len(sample)


@cache
def _columns() -> re.Pattern[str]:
    return compiled.pattern(r"\S[ \t]{3,}\S|\t|\|")


@cache
def _closing() -> re.Pattern[str]:
    return compiled.pattern(
        r"[ \t*_#]*(?:Dear\b[^\n]{1,60}[,:]|(?:Very )?(?:Sincerely|Respectfully)\b|Best regards|/s/"
        r"|(?:ENCLOSURES?|ATTACHMENTS?|ENCLS?|ATCHS?|ATTS?|TABS?|APPENDI(?:X|CES)|ANNEX(?:ES)?|C\.?C|BCC|COPIES(?: TO)?"
        r"|DISTRIBUTION|DIST|DRAFTED(?: BY)?|DRAFTER|APPROVED(?: BY)?|CLEARED(?: BY)?|CLEARANCES?|COORDINATION"
        r"|CONCURRENCES?|PREPARED BY|SOURCES?|SOURCE LIST|LIST OF SOURCES|WARNING(?: NOTICE)?|POC|POINT OF CONTACT"
        r"|BACKUP|ORIG(?:INATOR)?)\b[ \t]{0,4}"
        r"(?:\d{0,2}[ \t]{0,2}[:=–—]|-[ \t]|\n|\d{1,2}\b|[A-Z]\b[ \t]*[:–—-]|\([A-Za-z0-9 ]{1,20}\)[ \t]*[:\n]))",
        re.IGNORECASE,
    )


# Words of a notice: a line on how the document is kept, downgraded or used, which is no portion.
_NOTICES = (
    "protect accordingly", "unauthorized disclosure", "unauthorised disclosure", "espionage laws", "handle as ",
    "handle via ", "warning notice", "when separated", "downgrade at", "downgraded at", "downgrade to",
    "downgraded to", "downgraded when", "downgraded upon", "automatic declassif", "automatically declassif",
    "automatic downgrad", "automatically downgrad", "excluded from automatic", "excluded from the general",
    "general declassification",
    "declassified on", "declassified after", "declassified upon", "declassified when", "not portion marked",
    "not portion-marked", "no portion of this document", "no portion of this memorandum",
    "derivative classification", "freedom of information act", "do not disseminate", "do not reproduce",
    "as defined in the atomic energy act", "criminal sanctions", "dod directive 5210", "dod instruction 5210",
    "classified working paper", "may be distributed within", "authorization of the attorney general",
    "reproduced or disseminated", "approved for release to the government", "not be shown to the source",
    "do not forward", "reproduction prohibited", "reproduction is prohibited", "compilation", "the aggregate",
)  # fmt: skip


def _is_notice(words: str) -> bool:
    folded = " ".join(words[:400].lower().split())
    return any(one in folded for one in _NOTICES)


@cache
def _deletion() -> re.Pattern[str]:
    return compiled.pattern(
        r"\bX{4,}\b|█+|■+|REDACTED"
        r"|\[[^\[\]\n]{0,80}(?:redact|delet|not declassified|withheld|excis|omitted)[^\[\]\n]{0,80}\]",
        re.IGNORECASE,
    )


_DELETION_CUES = ("XXXX", "xxxx", "█", "■", "[", "EDACTED", "edacted")


def _is_redacted(content: str, one: Paragraph) -> bool:
    """Whether nothing is left to read but a deletion."""
    words = content[one.text_start : one.span.end]
    if not any(cue in words for cue in _DELETION_CUES):
        return False
    rest, count = _deletion().subn("", words)
    return count > 0 and not any(character.isalnum() for character in rest)


def _items(content: str, paragraphs: Sequence[Paragraph], main: str | None) -> list[Item]:
    """The items of every list of which some items are marked: neighbours with one kind of label, equally far in."""
    groups: list[tuple[str, list[Paragraph]]] = []
    # The lists that the paragraph before may still belong to, the innermost last: an item goes on with one around it.
    around: list[tuple[str, list[Paragraph]]] = []
    for one in paragraphs:
        style = _style(content, one)
        kind = "" if style in ("", main) or one.lead == "footnote" else style if style != "item" else one.lead
        if not kind:
            around = []
            continue
        for depth in range(len(around) - 1, -1, -1):
            last = around[depth][1][-1]
            is_neighbour = depth == len(around) - 1
            is_alike = around[depth][0] == kind and abs(last.indent - one.indent) <= 1
            if is_alike and (is_neighbour or _follows(last, one)):
                around[depth][1].append(one)
                del around[depth + 1 :]
                break
        else:
            groups.append((kind, [one]))
            around.append(groups[-1])
    return [
        Item(each.span, each.mark, number)
        for number, (kind, group) in enumerate(groups)
        if kind and len(group) > 1 and any(_is_known(each.mark) for each in group)
        for each in group
    ]


def _follows(last: Paragraph, one: Paragraph) -> bool:
    """Whether the label of an item is the next in its list."""
    if last.label is None or one.label is None or not (len(last.label) == len(one.label) == 1):
        return last.label is one.label is None or _value(one) == _value(last) + 1 > 1
    return ord(one.label) == ord(last.label) + 1


def _is_known(mark: Mark | None) -> bool:
    return mark is not None and mark.marking is not None


def read_subject(content: str, subject: Line | None, register: Register, dialect: str) -> tuple[Portion, ...]:
    """The subject line as a portion, where it has a mark at its head or its end; else nothing."""
    if subject is None:
        return ()
    start, end = subject.value.start, subject.value.end
    mark = mark_at(content, start, end, register, dialect, numbered=False)
    if mark is None and content.startswith("(", subject.span.start):
        # "(U) SUBJECT: The harbor": the mark of the line stands before its label.
        mark = mark_at(content, subject.span.start, end, register, dialect, numbered=False)
        if mark is not None and mark.marking is not None:
            return (Portion("subject", subject.span, start, mark=mark, level=mark.level, text_end=end),)
    if mark is not None and mark.marking is not None:
        text_start = mark.span.end
        while text_start < end and content[text_start] in " \t\n*_:":
            text_start += 1
        return (Portion("subject", subject.span, text_start, mark=mark, level=mark.level, text_end=end),)
    opens = content.rfind("(", start + 1, end)
    if opens < 0 or content[end - 1] != ")" or not content[opens:end].isupper():
        return ()
    mark = mark_at(content, opens, end, register, dialect, numbered=False)
    if mark is None or mark.marking is None or mark.span.end != end:
        return ()
    return (Portion("subject", subject.span, start, mark=mark, level=mark.level, place="end", text_end=end),)
