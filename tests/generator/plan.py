"""What a generated document is made of, and what is known of it: plans, truths, and places in the finished text.

A plan is a frozen value.  Writing it gives text in which places are anchored by pairs of private characters; the
anchors survive wrapping and every later damage to the text, and `settle` takes them out and tells where they stood.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

import attrs

__all__ = [
    "Anchors",
    "Authority",
    "Block",
    "Bullet",
    "Instruction",
    "Mark",
    "Place",
    "PortionTruth",
    "Telegram",
    "Truth",
    "Written",
]


@attrs.frozen
class Mark:
    """A portion mark: canonical without brackets (None: not compared), as printed, and the level that it gives."""

    canonical: str | None
    printed: str
    level: str

    @classmethod
    def of(cls, canonical: str, printed: str | None = None) -> Mark:
        """The mark `canonical`, printed in its own form unless another is given."""
        level = re.split(r"[/-]", canonical)[0]
        return cls(canonical, printed or f"({canonical})", level if level in {"R", "C", "S", "TS"} else "U")


@attrs.frozen
class Bullet:
    """An item of a list inside a paragraph: its label, its own mark or None, the seed of its words."""

    label: str
    seed: int
    mark: Mark | None = None


@attrs.frozen
class Block:
    """One block of the body.

    `kind`: "paragraph"; "heading"; "line" (a line that is no portion); "continuation" (an unnumbered block that belongs
    to the paragraph before it).  `place` says where the mark stands: "start", "heading", "end".  `interruption` is what
    a page break or the mail system left in the middle: "", "sipdis", "section-line", "inline-section-line",
    "section-heading", "page".  `redaction` is "", "inline" or "whole".
    """

    kind: str
    seed: int = 0
    sentences: int = 2
    mark: Mark | None = None
    place: str = "start"
    lead: str = ""
    closing: str = ""
    separator: str = ". "
    bullets: tuple[Bullet, ...] = ()
    interruption: str = ""
    redaction: str = ""
    words: str = ""
    entire_text: str = ""


@attrs.frozen
class Instruction:
    """What stands after the number on the E.O. line: the printed value and what `show` must make of it."""

    printed: str
    kind: str
    value: str | None = None
    code: str | None = None
    lead: str = ""
    tail: str = ""


@attrs.frozen
class Authority:
    """The sentence that says who classified, and why; letters are anchored one by one."""

    label: str
    who: str
    name: str
    joint: str = ", "
    lead: str = "reasons "
    section: str | None = "1.4"
    section_printed: str = "1.4 "
    letters: tuple[str, ...] = ("b", "d")
    letters_printed: str = "({}) and ({})"
    end: str = "."
    run_on: bool = False
    derived_from: str | None = None


@attrs.frozen
class Telegram:
    """The plan of one telegram; see `telegrams.py` for what may stand in each field."""

    era: str
    level: str
    date: datetime.date
    post: str
    number: int
    dated_by: str
    blocks: tuple[Block, ...]
    order: str | None = None
    order_printed: str = "E.O. {}: "
    instruction: Instruction | None = None
    authority: Authority | None = None
    captions: tuple[str, ...] = ()
    captions_joined: bool = False
    banner: str | None = ""
    sections: int = 1
    tags: tuple[str, ...] = ("PREL",)
    tags_form: str = "plain"
    subject: str | None = "HARBOR TALKS RESUME"
    subject_label: str = "SUBJECT: "
    subject_mark: Mark | None = None
    references: tuple[str, ...] = ()
    address: str = ""
    layout: str = "long"
    upper: bool = False
    routing: bool = False
    stamp: str = ""
    pilcrow: str = "none"
    number_form: str = ""
    line_end: str = ""
    doubled_header: bool = False
    run_on_order: bool = False
    wrapper: str = ""
    extract: bool = False
    quoted_level: str | None = None
    signature: str = "SOLHEIM"
    trailer: str = ""
    group: str = ""
    width: int = 62
    section_levels: Mapping[int, str] = attrs.field(factory=dict)
    section_totals: Mapping[int, int] = attrs.field(factory=dict)
    page_level: str | None = None

    @property
    def is_classified(self) -> bool:
        """Whether the overall level is C, S or TS."""
        return self.level in {"C", "S", "TS"}

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The positions among `blocks` of the numbered paragraphs."""
        return tuple(place for place, block in enumerate(self.blocks) if block.kind == "paragraph")

    def with_block(self, at: int, **changes: object) -> Telegram:
        """The plan with the block at that position changed."""
        changed = attrs.evolve(self.blocks[at], **changes)
        return attrs.evolve(self, blocks=(*self.blocks[:at], changed, *self.blocks[at + 1 :]))


@attrs.frozen
class Place:
    """A place in the finished text: offsets, and the line that it begins on, from 1."""

    start: int
    end: int
    line: int


@attrs.frozen
class PortionTruth:
    """What `show` must say of one portion; an empty `words` or no `raw_number` is not compared."""

    number: str | None
    mark: str | None
    level: str | None
    line: int
    kind: str = "paragraph"
    compares_mark: bool = True
    raw_number: str | None = None
    words: str = ""


@attrs.frozen
class Truth:
    """What `show` must say of the document; None in a field: nothing there."""

    kind: str
    id: str | None
    level: str | None
    banner_line: int | None
    captions: tuple[str, ...]
    order: str | None
    declassify_on: Instruction | None
    reasons: tuple[tuple[str | None, tuple[str, ...]], ...]
    classifier: str | None
    subject: str | None
    portions: tuple[PortionTruth, ...]


@attrs.frozen
class Written:
    """A finished document: its text, the name of its file, what is true of it, and named places."""

    text: str
    file_name: str
    truth: Truth
    places: Mapping[str, Place]


class Anchors:
    """Hands out pairs of private characters for named places, and finds them again."""

    _FIRST = 0xE100

    def __init__(self) -> None:
        self._names: list[str] = []

    def around(self, name: str, words: str) -> str:
        """`words` between the anchors of `name`."""
        first = self._FIRST + 2 * len(self._names)
        self._names.append(name)
        return f"{chr(first)}{words}{chr(first + 1)}"

    @classmethod
    def bare(cls, text: str) -> str:
        """`text` without anchors."""
        return "".join(one for one in text if not "\ue100" <= one <= "\uf8ff")

    def settle(self, text: str) -> tuple[str, dict[str, Place]]:
        """The text without anchors, and where each stood (the first, where a name was used twice)."""
        kept: list[str] = []
        found: dict[int, int] = {}
        length = 0
        for piece in re.split(r"([\ue100-\uf8ff])", text):
            if len(piece) == 1 and "\ue100" <= piece <= "\uf8ff":
                found.setdefault(ord(piece), length)
            else:
                kept.append(piece)
                length += len(piece)
        clean = "".join(kept)
        places: dict[str, Place] = {}
        for index, name in enumerate(self._names):
            start, end = found.get(self._FIRST + 2 * index), found.get(self._FIRST + 2 * index + 1)
            if start is not None and end is not None and name not in places:
                lead = len(clean[start:end]) - len(clean[start:end].lstrip())
                places[name] = Place(start + lead, end, _line(clean, start + lead))
        return clean, places


def _line(text: str, offset: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:offset])) + 1


def joined(words: Iterable[str]) -> str:
    """Non-empty words with one blank between."""
    return " ".join(word for word in words if word)
