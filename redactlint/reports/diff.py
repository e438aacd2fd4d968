"""Diffs: what a mend changes in a file, as a patch of whole lines, in time linear in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redactlint.reports.safe import safe

__all__ = ["unified"]

_CONTEXT = 3


def unified(path: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines of a unified diff, without their ends.

    `before` are the lines of the file, each with its line feed; `after` is as long, and holds what each of them became:
    the same, another, or several.  A control character, the carriage return before a line feed and tabs aside, is
    written as an escape, so that no document steers a terminal.
    """
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not changed:
        return
    name = safe(path)
    yield f"--- {name}"
    yield f"+++ {name}"
    grown = 0
    for first, last in _hunks(changed, len(before)):
        body = list(_body(before, after, first, last))
        ours = last - first
        theirs = sum(line[0] in " +" for line in body)
        yield f"@@ -{_range(first, ours)} +{_range(first + grown, theirs)} @@"
        grown += theirs - ours
        for line in body:
            yield from _shown(line)


def _hunks(changed: Sequence[int], total: int) -> Iterator[tuple[int, int]]:
    """The stretches of lines to show: those changed and the context around them, joined where they meet."""
    first, last = max(0, changed[0] - _CONTEXT), changed[0] + 1
    for place in changed[1:]:
        if place - last > 2 * _CONTEXT:
            yield first, min(total, last + _CONTEXT)
            first = place - _CONTEXT
        last = place + 1
    yield first, min(total, last + _CONTEXT)


def _body(before: Sequence[str], after: Sequence[str], first: int, last: int) -> Iterator[str]:
    taken: list[str] = []
    put: list[str] = []
    for old, new in zip(before[first:last], after[first:last], strict=True):
        if old != new:
            taken.append(f"-{old}")
            put += [f"+{line}" for line in _split(new)]
            if put[-1] == f"+{old}":  # lines were added before one that stays
                taken.pop()
                put[-1] = f" {old}"
            elif put[0] == f"+{old}" and len(taken) == 1:
                taken.pop()
                put[0] = f" {old}"
            else:
                continue
        else:
            put.append(f" {old}")
        yield from taken
        yield from put
        taken, put = [], []
    yield from taken
    yield from put


def _split(words: str) -> list[str]:
    *whole, last = words.split("\n")
    return [f"{one}\n" for one in whole] + ([last] if last else [])


def _range(first: int, count: int) -> str:
    start = first + 1 if count else first
    return str(start) if count == 1 else f"{start},{count}"


def _shown(line: str) -> Iterator[str]:
    """One line of the patch, and the note that patches make of a last line without an end."""
    ends = line.endswith("\n")
    body = line.removesuffix("\n")
    returns = "\r" if body.endswith("\r") else ""
    words = "\t".join(safe(one) for one in body.removesuffix("\r").split("\t"))
    yield words + returns
    if not ends:
        yield "\\ No newline at end of file"
