"""The baseline: findings that are known and do not fail, each by its path, rule and normalised text.

It holds no line numbers and no times, so that a finding that moves is still known, and two branches of one baseline
merge by lines: entries are sorted, one a line, with how often each occurs.  Paths are relative to the file's folder.
A finding that speaks of several places has an entry for each, so that one place more is new, and one less is not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from redactlint.engine import Outcome
from redactlint.errors import ConfigError
from redactlint.findings import Finding
from redactlint.paths import relative

__all__ = [
    "DEFAULT_FILE", "NEVER_COVERED", "SCHEMA_VERSION", "Baseline", "Collector", "Entry", "Unmet", "as_json", "file_of",
    "is_baseline", "namer", "read", "totals",
]  # fmt: skip

DEFAULT_FILE = "redactlint-baseline.json"
SCHEMA_VERSION = "1.0"

# A file that could not be read may hold anything: that is never known.
NEVER_COVERED = frozenset({"DOC001"})

_KIND = "redactlint-baseline"
_BEGINNING = 400


@attrs.frozen(order=True)
class Entry:
    """A known place: the document, the rule, the digest of the normalised text, and how often it occurs there."""

    path: str
    rule: str
    fingerprint: str
    count: int = 1


@attrs.frozen
class Unmet:
    """What a document no longer holds: the rules, how many places, and the line of the first in the baseline."""

    path: str
    rules: tuple[str, ...]
    number: int
    line: int


class Baseline:
    """The entries of one file, applied to outcomes as they come."""

    def __init__(self, path: str, entries: Iterable[Entry], protected: frozenset[str] = frozenset()) -> None:
        """`protected` are the codes of rules that nothing may pass over."""
        self.path, self.entries = path, tuple(entries)
        self._protected = protected | NEVER_COVERED
        self._name = namer(path)
        self._note = {"kind": "baseline", "reason": f"known by {path.replace(os.sep, '/')}", "expires": None}
        self._left: dict[str, dict[tuple[str, str], int]] = {}
        for one in self.entries:
            self._left.setdefault(one.path, {})[one.rule, one.fingerprint] = one.count
        self._judged: set[str] = set()

    def cover(self, outcome: Outcome) -> Outcome:
        """The outcome with its known findings marked as suppressed, each as often as it is known."""
        if outcome.facts.kind is None or not self._left:
            return outcome
        name = self._name(outcome.facts.path)
        left = self._left.get(name)
        if left is None:
            return outcome
        self._judged.add(name)
        findings = tuple(self._covered(one, left) for one in outcome.findings)
        return attrs.evolve(outcome, findings=findings)

    def _covered(self, finding: Finding, left: dict[tuple[str, str], int]) -> Finding:
        if finding.suppressed is not None or finding.rule in self._protected:
            return finding
        is_known = True
        for key in _keys_of(finding):
            if left.get(key, 0) > 0:
                left[key] -= 1
            else:
                is_known = False
        return attrs.evolve(finding, suppressed=self._note) if is_known else finding

    def unmet(self, reported: frozenset[str]) -> list[Unmet]:
        """What the documents that were judged no longer hold, of the rules that the run reports."""
        found = []
        lines: list[str] | None = None
        for path in sorted(self._judged):
            left = {key: count for key, count in self._left[path].items() if count > 0 and key[0] in reported}
            if left:
                lines = _lines_of(self.path) if lines is None else lines
                rules = tuple(sorted({rule for rule, _ in left}))
                found.append(Unmet(path, rules, sum(left.values()), _line(lines, path, next(iter(sorted(left))))))
        return sorted(found, key=lambda one: (one.line, one.path))

    def pruned(self, reported: frozenset[str], is_gone: Callable[[str], bool]) -> list[Entry]:
        """The entries without what no longer occurs, and without the documents that `is_gone` says are no more."""
        kept = []
        for one in self.entries:
            if one.path in self._judged and one.rule in reported:
                count = one.count - self._left[one.path][one.rule, one.fingerprint]
                kept += [attrs.evolve(one, count=count)] if count > 0 else []
            elif one.path in self._judged or not is_gone(one.path):
                kept.append(one)
        return kept

    def document(self, name: str) -> str:
        """The path of a document of an entry, from the working directory."""
        is_whole = name == "-" or "://" in name
        return name if is_whole else os.path.normpath(os.path.join(os.path.dirname(self.path), name))


class Collector:
    """Gathers the entries of a new baseline, to be written to `path`; `findings` are those that they cover."""

    def __init__(self, path: str, protected: frozenset[str] = frozenset()) -> None:
        self._name, self._protected = namer(path), protected | NEVER_COVERED
        self._counts: dict[tuple[str, str, str], int] = {}
        self.left_out: dict[str, int] = {}
        self.findings = 0

    def add(self, outcome: Outcome) -> None:
        """Take in the findings of one document that nothing else suppresses."""
        findings = [one for one in outcome.findings if one.suppressed is None]
        if not findings:
            return
        name = self._name(outcome.facts.path)
        for one in findings:
            if one.rule in self._protected:
                self.left_out[one.rule] = self.left_out.get(one.rule, 0) + 1
            else:
                self.findings += 1
                for rule, place in _keys_of(one):
                    self._counts[name, rule, place] = self._counts.get((name, rule, place), 0) + 1

    def entries(self) -> list[Entry]:
        """What was gathered, in order."""
        return [Entry(*key, count) for key, count in sorted(self._counts.items())]


def _keys_of(finding: Finding) -> list[tuple[str, str]]:
    return [(finding.rule, one) for one in finding.places or (finding.fingerprint,)]


def namer(path: str) -> Callable[[str], str]:
    """How the baseline `path` names documents: relative to its folder, with `/`."""
    folder = os.path.dirname(os.path.abspath(path))

    def name(document: str) -> str:
        if document == "-" or "://" in document:
            return document
        return relative(document, folder)

    return name


def file_of(document: str) -> str:
    """The file that holds a document: what stands before the sign of a member or a record, if that is a file."""
    if not os.path.lexists(document):
        for place, sign in enumerate(document):
            if sign in "!#" and os.path.isfile(document[:place]):
                return document[:place]
    return document


def as_json(entries: Iterable[Entry]) -> str:
    """The file that holds `entries`: sorted, one a line, ASCII."""
    rows = ",\n".join(
        json.dumps({"path": one.path, "rule": one.rule, "fingerprint": one.fingerprint, "count": one.count})
        for one in sorted(entries)
    )
    head = f'{{\n"kind": "{_KIND}",\n"schema_version": "{SCHEMA_VERSION}",\n"entries": ['
    return f"{head}\n{rows}\n]\n}}\n" if rows else f"{head}]\n}}\n"


def is_baseline(path: str) -> bool:
    """Whether the file begins as a baseline does, be it of another version or broken further down."""
    try:
        with open(path, "rb") as stream:
            return f'"{_KIND}"'.encode() in stream.read(_BEGINNING)
    except OSError:
        return False


def read(path: str) -> list[Entry]:
    """The entries of a baseline, in order, an entry that stands twice once; raises ConfigError with file and line."""
    anew = f"write it anew: redactlint baseline write {path} PATH…"
    try:
        with open(path, "rb") as stream:
            source = stream.read().decode("utf-8")
        raw = json.loads(source)
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror or error})", anew, path=path) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError("is no baseline (not JSON)", f"mend the merge, or {anew}", path=path, line=line) from error
    if not isinstance(raw, dict) or raw.get("kind") != _KIND or not isinstance(raw.get("entries"), list):
        raise ConfigError("is no baseline", anew, path=path)
    if raw.get("schema_version") != SCHEMA_VERSION:
        wrong = f"is a baseline of version {raw.get('schema_version')!r}, and this redactlint reads {SCHEMA_VERSION}"
        raise ConfigError(wrong, anew, path=path)
    counts: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(raw["entries"], 1):
        entry = _entry(row)
        if entry is None:
            raise ConfigError(f"entry {number} is none (it needs path, rule, fingerprint and count)", anew, path=path)
        key = (entry.path, entry.rule, entry.fingerprint)
        counts[key] = max(entry.count, counts.get(key, 0))  # a merge may leave both sides of one entry
    return [Entry(*key, count) for key, count in sorted(counts.items())]


def _entry(row: Any) -> Entry | None:
    if not isinstance(row, dict) or row.keys() != {"path", "rule", "fingerprint", "count"}:
        return None
    path, rule, fingerprint, count = row["path"], row["rule"], row["fingerprint"], row["count"]
    if not (path and isinstance(path, str) and isinstance(rule, str) and isinstance(fingerprint, str)):
        return None
    return Entry(path, rule, fingerprint, count) if type(count) is int and count > 0 else None


def _lines_of(path: str) -> list[str]:
    with open(path, encoding="utf-8") as stream:
        return stream.read().splitlines()


def _line(lines: list[str], path: str, key: tuple[str, str]) -> int:
    wanted = (json.dumps(path), json.dumps(key[0]), json.dumps(key[1]))
    return next((number for number, line in enumerate(lines, 1) if all(one in line for one in wanted)), 1)


def totals(entries: Iterable[Entry]) -> Mapping[str, tuple[int, int]]:
    """By rule: how many places are known, and in how many documents."""
    by_rule: dict[str, list[Entry]] = {}
    for one in entries:
        by_rule.setdefault(one.rule, []).append(one)
    return {
        rule: (sum(one.count for one in known), len({one.path for one in known}))
        for rule, known in sorted(by_rule.items())
    }
