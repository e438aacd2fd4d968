"""Years: the first and the last day of an entry of the register, both included."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Years", "years_of_row"]

Years = tuple[datetime.date, datetime.date]


def years_of_row(row: Mapping[str, Any]) -> Years:
    """The years of an entry, `from` and `to`; where one is missing that end is open."""
    first = datetime.date.fromisoformat(row["from"]) if "from" in row else datetime.date.min
    last = datetime.date.fromisoformat(row["to"]) if "to" in row else datetime.date.max
    return first, last
