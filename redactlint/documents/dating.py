"""The date of a document: the evidence for it, and the days that all the evidence leaves."""

from __future__ import annotations

from redactlint.law.dates import EVER, DateRange
from redactlint.text import Span
from redactlint.values import Value, frozen

__all__ = ["DocumentDates", "Evidence"]


@frozen
class Evidence(Value):
    """One thing that bounds the date of a document: the field it was read from, the bounds, the words that say it.

    `field` is one of "stated" (date line, date-time group, attributes trailer), "metadata", "file-name",
    "message-number", "reference" (years in REF lines and "DATED 18 JUN 03"), "order" (the years of the order cited),
    "declassification", "reason", "portion-mark", "banner", "caption", "form", "release", "run" (the day of the run).
    A rule never uses evidence of the field that it judges.
    """

    field: str
    range: DateRange
    source: str
    span: Span | None = None


# Stronger evidence first: where two contradict each other, the weaker is set aside.
_STRENGTH = (
    "metadata", "stated", "file-name", "message-number", "reference", "order", "reason", "declassification",
    "release", "portion-mark", "banner", "caption", "form", "run",
)  # fmt: skip
_RANK = {field: rank for rank, field in enumerate(_STRENGTH)}


@frozen
class DocumentDates(Value):
    """What is known of the date of a document."""

    evidence: tuple[Evidence, ...] = ()

    def range(self, without: frozenset[str] = frozenset()) -> DateRange:
        """The days on which the document can have been written, by all evidence but of the fields `without`."""
        earliest, latest = EVER.earliest, EVER.latest
        for one in sorted(self.evidence, key=_rank):
            if one.field not in without:
                days = one.range
                first = days.earliest if days.earliest > earliest else earliest
                last = days.latest if days.latest < latest else latest
                if first <= last:
                    earliest, latest = first, last
        return DateRange(earliest, latest)

    @property
    def source(self) -> str | None:
        """The words of the strongest evidence, or None."""
        return min(self.evidence, key=_rank).source if self.evidence else None

    def has(self, *fields: str) -> bool:
        """Whether there is evidence of one of the fields."""
        return any(one.field in fields for one in self.evidence)


def _rank(evidence: Evidence) -> int:
    return _RANK[evidence.field]
