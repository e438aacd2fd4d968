"""Cell formats: what a spreadsheet shows of a value, by the number format of its cell (ECMA-376 Part 1, 18.8.30-31)."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache

__all__ = ["BUILT_IN", "displayed"]

# The formats that files name by number alone; what is missing here is shown plainly.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "m/d/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.0E+0", 49: "@",
}  # fmt: skip
_FIRST_DAY = datetime.datetime(1899, 12, 30)
_FIRST_DAY_1904 = datetime.datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466
# A cell shows no more decimals, whatever its format asks for.
_MOST_DECIMALS = 30


@cache
def _literal() -> re.Pattern[str]:
    return re.compile(r'"[^"]*"|\\.|_.|\*.')


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)


@lru_cache(1024)
def _sections(form: str) -> tuple[str, ...]:
    """The sections of a format: for positive numbers, negative ones, zero, text."""
    found, start, quoted = [], 0, False
    for index, sign in enumerate(form):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted and form[index - 1 : index] != "\\":
            found.append(form[start:index])
            start = index + 1
    return (*found, form[start:])


@lru_cache(1024)
def _bare(section: str) -> str:
    """A section without its literals, colours and conditions."""
    return _bracketed().sub("", _literal().sub("", section))


@lru_cache(1024)
def _is_date(section: str) -> bool:
    return re.search(r"[dmyhs]", _bare(section), re.IGNORECASE) is not None and "General" not in section


def displayed(value: float | str, form: str, *, is_1904: bool = False) -> str:
    """What a cell of that number format shows of a number or a text; nothing where the format hides it."""
    sections = _sections(form)
    if isinstance(value, str):
        if len(sections) < 4:
            return value
        return value if "@" in _bare(sections[3]) or "General" in sections[3] else _words_of(sections[3])
    index = 0 if value > 0 or len(sections) == 1 else 2 if value == 0 and len(sections) > 2 else 1 if value < 0 else 0
    section = sections[min(index, len(sections) - 1)]
    if index and len(sections) > 1 and section is sections[1]:
        value = abs(value)
    bare = _bare(section)
    if not bare.strip():
        # The section holds words of its own, or nothing at all.
        return _words_of(section)
    if _is_date(section):
        return _date(value, bare, is_1904=is_1904)
    return _number(value, bare)


def _words_of(section: str) -> str:
    """The words that a section prints itself."""
    return "".join(re.findall(r'"([^"]*)"', section)).strip()


def _number(value: float, bare: str) -> str:
    digits = re.search(r"[#0?][#0?,]*(?:\.([#0?]+))?", bare)
    if "General" in bare or "@" in bare or digits is None or "E" in bare.upper() or "/" in bare:
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    share = value * 100 if "%" in bare else value
    text = f"{share:{',' if ',' in digits[0] else ''}.{min(len(digits[1] or ''), _MOST_DECIMALS)}f}"
    return text + "%" if "%" in bare else text


def _date(value: float, bare: str, *, is_1904: bool) -> str:
    if not 0 <= value < _LAST_SERIAL:
        return f"{value:.10g}"
    try:
        moment = (_FIRST_DAY_1904 if is_1904 else _FIRST_DAY) + datetime.timedelta(days=value)
    except OverflowError:  # the year 10000
        return f"{value:.10g}"
    plain = bare.lower()
    parts = []
    if any(sign in plain for sign in "dy") or "mmm" in plain:
        if "mmm" in plain:
            named = f"{moment:%B} {moment.year}"
            parts.append(f"{moment.day} {named}" if "d" in plain else named)
        elif plain.startswith("y"):
            parts.append(f"{moment:%Y-%m-%d}")
        elif plain.startswith("d"):
            parts.append(f"{moment.day}/{moment.month}/{moment.year}")
        else:
            parts.append(f"{moment.month}/{moment.day}/{moment.year}")
    if "h" in plain or "s" in plain:
        parts.append(f"{moment:%H:%M:%S}" if "s" in plain else f"{moment:%H:%M}")
    return " ".join(parts)
