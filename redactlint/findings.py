"""Findings: what a check sees (Hit), and what the engine makes of it (Finding)."""

from __future__ import annotations

from collections.abc import Mapping

from redactlint.law.dates import DateSet
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING, Value, field, frozen

if TYPE_CHECKING:
    from typing import Any

__all__ = ["SEVERITIES", "Edit", "Finding", "Fix", "Hit", "Place"]

# From the gravest down; the position is the rank.
SEVERITIES = ("error", "warning", "info")


@frozen
class Edit(Value):
    """Replace the characters of `span` by `replacement`."""

    span: Span
    replacement: str


@frozen
class Fix(Value):
    """A mend.  `safe` says that no meaning can change by it, `together` that its edits are made all or not at all."""

    description: str
    edits: tuple[Edit, ...]
    safe: bool = True
    together: bool = True


@frozen
class Hit(Value):
    """What a check found, before law and profile grade it.

    `span` is the exact thing (the mark, the date, the letter).  `arguments` fill the rule's message.  `dates` are the
    days on which this is a defect (None: on every day); the engine weighs them against the date range of the document.
    `case` names the variant, for severity rows that speak of it.  `related` are other places that belong to it, each
    with a word on its part.  `paragraph` is the paragraph number as it should read.  What a `private` hit covers is not
    quoted without excerpts, be it a mere token of the header.  `where` is the place in a container where the text has
    none itself (a box on a page, an attachment), `concealed` what the file holds there and does not show: it is quoted
    only with excerpts, and never in a message.
    """

    span: Span
    arguments: Mapping[str, str] = field(factory=dict)
    dates: DateSet | None = None
    case: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    paragraph: str | None = None
    fix: Fix | None = None
    private: bool = False
    where: Mapping[str, Any] | None = None
    concealed: str | None = None


@frozen
class Place(Value):
    """Where in a file: lines and columns from 1, the end exclusive; `where` is the reader's page, member or cell.

    `path` names the document, `container` the file where the document shares it with others.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    where: Mapping[str, Any] | None = None
    container: str | None = None

    @property
    def file(self) -> str:
        """The file that holds the document, as the user named it."""
        return self.path if self.container is None else self.container

    @property
    def within(self) -> dict[str, Any]:
        """What `where` says and `path` does not: the page, paragraph or cell, but no member, record or id."""
        hidden = _IN_PATHS if self.container is not None else ()
        return {key: value for key, value in (self.where or {}).items() if key not in hidden}

    @property
    def inside(self) -> str:
        """The same in words ("page 1, paragraph 3"), empty where `path` and line say all."""
        words = [f"{key} {value}{_OF_WHAT.get(key, '')}" for key, value in self.within.items()]
        return ", ".join(words)


# What the path of a document that shares its file with others ends with.
_IN_PATHS = ("member", "record", "id")
# A record that is one line of its file has lines of its own.
_OF_WHAT = {"line": " of its text"}


@frozen
class Finding(Value):
    """A finding, complete by itself.

    `excerpt` is the marking or header token that the span covers (never more of the text than that, unless excerpts
    are asked for), and `underlined` are the characters of it that the span covers.  `suppressed` is None, or what
    suppressed it: kind, reason, expires.  `places` are the fingerprints of all its places, where it has related ones.
    """

    rule: str
    name: str
    severity: str
    message: str
    place: Place
    span: Span
    citation: str
    fingerprint: str
    paragraph: str | None = None
    related: tuple[tuple[Place, str], ...] = ()
    fix: Fix | None = None
    excerpt: str | None = None
    underlined: tuple[int, int] | None = None
    suppressed: Mapping[str, str | None] | None = None
    places: tuple[str, ...] = ()
