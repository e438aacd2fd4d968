"""Sidecars: the suppressions of one document in a file beside it, for records that are not edited.

`memo.txt.redactlint.toml` speaks of `memo.txt` alone:

    [[ignore]]
    rule = "BNR003"
    reason = "compiled from open sources"
    until = 2027-01-31
    paragraph = 2

Whatever is wrong with one is said of it and never raised: a suppression that cannot be read suppresses nothing.
"""

from __future__ import annotations

import datetime
import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence

from redactlint.findings import Finding
from redactlint.known.suppressions import Directive, Scopes
from redactlint.rulebook.rulefiles import line_of
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, Value, evolve, frozen

if TYPE_CHECKING:
    from typing import Any

    from redactlint.engine import Outcome

__all__ = ["KEYS", "Sidecar", "directives_of", "noted_once", "read", "scopes_in"]

# What an `[[ignore]]` table can say.
KEYS = ("rule", "reason", "until", "at", "paragraph")

# The largest sidecar that is read.
_MAX_BYTES = 1_000_000


@frozen
class Sidecar(Value):
    """What was read beside a document.  `problem` says why nothing could be read, if nothing could."""

    text: Text
    problem: str | None = None


def read(path: str) -> Sidecar:
    """Read the sidecar at `path`, reported under that name; total."""
    source, problem = _source(path)
    return Sidecar(Text(source, source, path), problem)


def _source(path: str) -> tuple[str, str | None]:
    try:
        if os.path.islink(path):
            inside = os.path.realpath(os.path.dirname(path) or ".").rstrip(os.sep) + os.sep
            if not os.path.realpath(path).startswith(inside):
                return "", "is a symbolic link that leads out of its folder, and is not followed"
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for without end
            return "", "is no regular file"
        with open(path, "rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        return "", f"cannot be read ({error.strerror or type(error).__name__}); mend it or remove it"
    if len(data) > _MAX_BYTES:
        return "", f"is larger than {_MAX_BYTES:,} bytes; leave the rules that concern this document"
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", "is not UTF-8; save it as such"


def directives_of(sidecar: Sidecar, resolve: Callable[[str], Iterable[str]]) -> tuple[Directive, ...]:
    """The suppressions of a sidecar in order of place, invalid ones with what is wrong; spans are those of its text.

    `resolve` gives the codes that a code, name or family stands for, and raises ValueError with a message if none.
    """
    source = sidecar.text.source
    if sidecar.problem is not None:
        return (Directive(Span(0, 0), wrong=f"file {sidecar.problem}"),)
    import tomllib

    try:
        raw = tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # a number may be too long, and brackets too deep
        where = re.search(r"at line (\d+)", str(error))
        at_end = "at end of document" in str(error)
        line = int(where[1]) if where else source.rstrip().count("\n") + 1 if at_end else 1
        why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else type(error).__name__
        return (Directive(_line(source, line), wrong=f"file is not TOML: {why}; mend the syntax"),)
    found = [
        Directive(_line_of(source, key), wrong=f"file has the key {key!r}; it holds [[ignore]] tables and nothing else")
        for key in raw
        if key != "ignore"
    ]
    tables = raw.get("ignore", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        wrong = "file has an `ignore` that is no list of tables; write [[ignore]]"
        found.append(Directive(_line_of(source, "ignore"), wrong=wrong))
    else:
        spans = _spans_of_tables(source, len(tables))
        found += [_directive(one, span, resolve) for one, span in zip(tables, spans, strict=True)]
    if not found:
        found = [Directive(Span(0, 0), wrong="file holds no [[ignore]] table; add one, or remove the file")]
    return tuple(sorted(found, key=lambda one: (one.span, one.wrong or "")))


def _directive(table: dict[str, Any], span: Span, resolve: Callable[[str], Iterable[str]]) -> Directive:
    """One table; like one in a document, it is invalid as a whole if anything about it is."""
    unknown = [key for key in table if key not in KEYS]
    if unknown:
        return Directive(span, wrong=f"has the key {unknown[0]!r}; known are {', '.join(KEYS)}")
    names = table.get("rule")
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not names or not all(isinstance(one, str) and one.strip() for one in names):
        return Directive(span, wrong='names no rule; give rule = "BNR003", or a list')
    codes: set[str] = set()
    try:
        for one in names:
            codes.update(resolve(one))
    except ValueError as error:
        return Directive(span, wrong=f"cannot be applied: {error}")
    reason = table.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        return Directive(span, wrong='gives no reason; add reason = "…"')
    until = table.get("until")
    try:
        day = None if until is None else _day(until)
    except (TypeError, ValueError):
        return Directive(span, wrong="gives an `until` that is no date; write until = 2027-01-31")
    at, paragraph = table.get("at"), table.get("paragraph")
    if at is not None and (not isinstance(at, str) or not at.strip()):
        return Directive(span, wrong='gives an `at` that is no text; write the marked characters: at = "(S)"')
    if isinstance(paragraph, int) and not isinstance(paragraph, bool):
        paragraph = str(paragraph)
    if paragraph is not None and (not isinstance(paragraph, str) or not paragraph.strip(" .")):
        return Directive(span, wrong="gives a `paragraph` that is no number of one; write paragraph = 2")
    return Directive(
        span,
        frozenset(codes),
        reason.strip(),
        day,
        at=None if at is None else " ".join(at.split()),
        paragraph=None if paragraph is None else paragraph.strip(" .").casefold(),
    )


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        raise TypeError(value)
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def _line(source: str, number: int) -> Span:
    """The span of a line, counted from 1."""
    start = 0
    for _ in range(number - 1):
        start = source.find("\n", start) + 1
    end = source.find("\n", start)
    return Span(start, len(source.rstrip()) if end < 0 else max(start, end))


def _line_of(source: str, key: str) -> Span:
    """The line that a key of the first level stands on; the first one if it is written in no common way."""
    return _line(source, line_of(source, key) or 1)


def _spans_of_tables(source: str, number: int) -> Sequence[Span]:
    """The span of each `[[ignore]]` table, from its head to the last line that says something."""
    heads = [one.start() for one in re.finditer(r"^[ \t]*\[\[[ \t]*[\"']?ignore[\"']?[ \t]*\]\]", source, re.MULTILINE)]
    if len(heads) != number:  # tables in a line, or a head within a text: then only the file can be named
        return [_line_of(source, "ignore")] * number
    return [
        Span(start, start + len(source[start:end].rstrip()))
        for start, end in zip(heads, [*heads[1:], len(source)], strict=False)  # no head, no span
    ]


def scopes_in(directive: Directive, text: Text, scopes: Scopes) -> list[Span | None]:
    """What a directive holds for in a text: the places of its marked characters, its paragraphs, or all (None)."""
    within = scopes.numbered(directive)
    if directive.at is None:
        return within
    words = r"\s+".join(re.escape(one) for one in directive.at.split())
    found = [Span(one.start(), one.end()) for one in re.finditer(words, text.content)]
    return [one for one in found if any(scope is None or scope.overlaps(one) for scope in within)]


def noted_once(outcomes: list[Outcome], path: str) -> list[Outcome]:
    """The outcomes of the texts of one file, with what is to be said of their sidecar `path` said once.

    A suppression is unused only if it is so in every one of the texts.
    """
    if len(outcomes) < 2:
        return outcomes

    def keys(outcome: Outcome) -> set[tuple[str, int, str]]:
        return {_key(one) for one in outcome.findings if one.place.path == path}

    judged = [keys(one) for one in outcomes if one.facts.kind is not None]
    everywhere = set.intersection(*judged) if judged else set()
    kept = []
    for number, outcome in enumerate(outcomes):
        findings = tuple(
            one for one in outcome.findings if one.place.path != path or (number == 0 and _key(one) in everywhere)
        )
        kept.append(evolve(outcome, findings=findings))
    return kept


def _key(finding: Finding) -> tuple[str, int, str]:
    return finding.rule, finding.place.line, finding.message
