"""Writing a run into the audit store: what is known of each document, in batches, each of them whole or not at all.

A run that was broken off is taken up again by the next one that asks for the same: the same paths, rules, configuration
and day.  What was judged then, and has not changed since, is taken from the store and not judged again.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from redactlint.errors import ReadError, UsageError
from redactlint.facts import iso
from redactlint.provenance import ResultDigest
from redactlint.reports.json_report import document_row, finding_row
from redactlint.reports.report import RunFacts, Totals
from redactlint.runs.discovery import STDIN, Source, read_bytes
from redactlint.runs.outcomes import outcome_of, row_of
from redactlint.store.layout import COLUMNS, open_store
from redactlint.values import evolve

if TYPE_CHECKING:
    from redactlint.engine import Outcome
    from redactlint.findings import Finding

__all__ = ["StoreWriter"]

# How many documents go into one batch.
_BATCH = 1_000


class _Kept(NamedTuple):
    """What a run that was broken off kept of a file: its digest, the numbers of its documents, their outcomes."""

    sha256: str
    documents: tuple[int, ...]
    outcomes: tuple[Outcome, ...]


class StoreWriter:
    """A run being written, in a `with` block; used as a report is: begin, add, add_of_run, end."""

    def __init__(self, path: str, asked: Sequence[str], now: Callable[[], datetime.datetime]) -> None:
        """The store at `path`, for a run over the paths `asked`."""
        self._path, self._asked, self._now = path, json.dumps(list(asked)), now
        self._stack = contextlib.ExitStack()
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
        self._kept: dict[str, _Kept] = {}
        self._taken: set[int] = set()
        self._result = ResultDigest()
        self.run = 0

    # -- the run ------------------------------------------------------------------------------------------------

    def begin(self, run: RunFacts) -> None:
        """Take up the run that was broken off, if it asked for the same; else begin another."""
        self._facts = run
        settled = [
            run.version, run.rules_digest, run.configuration, run.profile, run.strict, run.fail_on, run.as_of,
            self._asked,
        ]  # fmt: skip
        found = self._ask(
            "SELECT run FROM begun ANTI JOIN ended USING (run) WHERE version = ? AND rules = ? AND configuration = ?"
            " AND profile = ? AND strict = ? AND fail_on = ? AND as_of = ? AND asked = ? ORDER BY run DESC LIMIT 1",
            settled,
        )
        if found:
            self.run = found[0][0]
            self._execute("INSERT INTO resumed VALUES (?, ?)", [self.run, self._now()])
            self._kept = self._read_kept()
            last = "SELECT coalesce(max(document), 0) FROM stored_documents WHERE run = ?"
            self._number = self._ask(last, [self.run])[0][0]
        else:
            self.run = self._ask("SELECT coalesce(max(run), 0) + 1 FROM begun", [])[0][0]
            self._execute("INSERT INTO begun VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [self.run, self._now(), *settled])
            self._number = 0

    @property
    def resumes(self) -> int:
        """How many files were done when the run that is taken up was broken off."""
        return len(self._kept)

    def unjudged(self, sources: Sequence[Source], limit: int) -> list[Source]:
        """The sources that the run did not get to, and those that changed since; what is kept of the rest holds."""
        left = []
        for source in sources:
            kept = self._kept.get(source.shown)
            if kept is None or not _is_as_it_was(source, kept, limit):
                left.append(source)
        for source in left:
            self._replace(self._kept.pop(source.shown, None))
        named = {source.shown for source in sources}
        for name in [one for one in self._kept if one not in named]:
            self._replace(self._kept.pop(name))  # it is there no more
        return left

    def with_kept(self, sources: Sequence[Source], judged: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes of all sources in order: those that are kept, and those `judged` now, which are in order too."""
        following = next(judged, None)
        for source in sources:
            kept = self._kept.get(source.shown)
            if kept is not None:
                self._taken.update(kept.documents)
                yield from kept.outcomes
            while following is not None and kept is None and following.facts.file == source.shown:
                yield following
                following = next(judged, None)
        while following is not None:
            yield following
            following = next(judged, None)

    def add(self, outcome: Outcome, judged: Outcome) -> None:
        """Keep what came of one document; `judged` is the same without what a baseline covers."""
        document = document_row(outcome, self._facts.fail_on)
        findings = [finding_row(one) for one in outcome.findings]
        self._result.add(document, findings)
        if outcome.facts.file in self._kept:
            return
        self._number += 1
        self._add_document(judged, document)
        for row in findings:
            self._rows["findings"].append(self._finding(row, self._number))
        if len(self._rows["documents"]) >= _BATCH:
            self._flush()

    def add_of_run(self, finding: Finding) -> None:
        """Keep a finding on the run."""
        self._rows["findings"].append(self._finding(finding_row(finding), None))

    def end(self, totals: Totals) -> None:
        """Write what is left, and that the run has ended."""
        self._flush()
        self._execute(
            "INSERT INTO ended VALUES (?, ?, ?, ?)", [self.run, self._now(), totals.exit_code, self._result.hexdigest()]
        )

    def start_over(self) -> None:
        """Take nothing from the run that is taken up: what the set rules ask for is not kept."""
        for one in self._kept.values():
            self._replace(one)
        self._kept = {}

    def __enter__(self) -> StoreWriter:
        """Open the store; raises UsageError where it cannot be used."""
        self._connection = self._stack.enter_context(open_store(self._path, writing=True))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let go of the store; a run that is broken off leaves in it what is done."""
        try:
            if kind is not None and not issubclass(kind, UsageError):
                with contextlib.suppress(UsageError):
                    self._flush()
        finally:
            self._stack.close()

    # -- rows ---------------------------------------------------------------------------------------------------

    def _add_document(self, outcome: Outcome, row: dict[str, Any]) -> None:
        facts, number = outcome.facts, self._number
        taken = facts.inventory
        kept = None  # what quotes documents is not kept to be told again
        if not self._facts.excerpts:
            kept = row_of(evolve(outcome, facts=evolve(facts, inventory=None), page=None))
        banner, days = row["banner"] or {}, row["date"] or {}
        self._rows["documents"].append({
            "run": self.run, "document": number, "path": _told(row["path"]), "place": _words(row["where"]),
            "sha256": row["sha256"], "kind": row["kind"], "id": row["id"], "earliest": days.get("earliest"),
            "latest": days.get("latest"), "date_source": days.get("source"), "banner": banner.get("text"),
            "level": banner.get("level"), "controls": banner.get("controls", []), "captions": row["captions"],
            "highest_portion": row["highest_portion"], "portions": row["portions"], "order_cited": facts.order,
            "declassify_on": [iso(one) for one in facts.declassify_on], "post": None if taken is None else taken.post,
            "verdict": row["verdict"], "findings": row["findings"],
            "outcome": None if kept is None else json.dumps(kept),
        })  # fmt: skip
        if taken is None:
            return
        for place, portion in enumerate(taken.portions, 1):
            self._rows["portions"].append(
                {"run": self.run, "document": number, "portion": place, **portion._asdict()}
            )
        for place, deletion in enumerate(taken.deletions, 1):
            self._rows["redactions"].append({
                "run": self.run, "document": number, "redaction": place, "kind": deletion.kind, "line": deletion.line,
                "place": deletion.where or "", "paragraph": deletion.portion, "mark": deletion.mark,
                "codes": list(deletion.codes), "length": deletion.length,
            })  # fmt: skip

    def _finding(self, row: dict[str, Any], document: int | None) -> dict[str, Any]:
        told = {name: row.get(name) for name in COLUMNS["findings"]} | {"path": _told(row["path"])}
        suppressed = None if row["suppressed"] is None else row["suppressed"]["kind"]
        return {**told, "run": self.run, "document": document, "place": _words(row["where"]), "suppressed": suppressed}

    def _flush(self) -> None:
        """Write the rows that wait, all of them or none."""
        self._execute("BEGIN", [])
        for name, rows in self._rows.items():
            if rows:
                self._insert(name, rows)
        self._execute("COMMIT", [])
        for rows in self._rows.values():
            rows.clear()

    def _insert(self, name: str, rows: list[dict[str, Any]]) -> None:
        # DuckDB takes many rows at once from a file only; it lies beside the store, for its owner alone.
        folder = os.path.dirname(os.path.abspath(self._path))
        handle, path = tempfile.mkstemp(prefix=".redactlint-", suffix=".jsonl", dir=folder)
        try:
            with open(handle, "w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(row) + "\n" for row in rows)
            typed = ", ".join(f"'{one}': '{kind}'" for one, kind in COLUMNS[name].items())
            self._execute(
                f"INSERT INTO stored_{name} SELECT * FROM read_json(?, format = 'newline_delimited',"
                f" columns = {{{typed}}}, maximum_object_size = 100000000)",
                [path],
            )
        finally:
            os.unlink(path)

    def _replace(self, kept: _Kept | None) -> None:
        if kept is not None:
            self._execute("INSERT INTO replaced SELECT ?, unnest(?)", [self.run, list(kept.documents)])

    def _read_kept(self) -> dict[str, _Kept]:
        """What the run has of each file of which all documents can be told again.

        The last file is judged again: the run may have been broken off in the middle of its documents.
        """
        rows: dict[str, list[tuple[int, str | None, str | None]]] = {}
        for path, *row in self._ask(
            "SELECT path, document, sha256, outcome FROM stored_documents ANTI JOIN replaced USING (run, document)"
            " WHERE run = ? ORDER BY document",
            [self.run],
        ):
            rows.setdefault(path, []).append((row[0], row[1], row[2]))
        found = {}
        last = next(reversed(rows), None)
        for path, ones in rows.items():
            digests = {digest for _, digest, _ in ones}
            outcomes = tuple(outcome_of(json.loads(row)) for _, _, row in ones if row is not None)
            kept = _Kept(digests.pop() or "", tuple(number for number, _, _ in ones), outcomes)
            if path == last or digests or not kept.sha256 or len(outcomes) < len(ones):
                self._replace(kept)
            else:
                found[path] = kept
        return found

    # -- the database -------------------------------------------------------------------------------------------

    def _ask(self, words: str, given: Sequence[Any]) -> list[Any]:
        return list(self._execute(words, given).fetchall())

    def _execute(self, words: str, given: Sequence[Any]) -> Any:
        import duckdb

        try:
            return self._connection.execute(words, list(given))
        except duckdb.Error as error:
            first = str(error).strip().split("\n", 1)[0]
            raise UsageError(f"the audit store {self._path} cannot be written ({first})", "make room for it") from error


def _is_as_it_was(source: Source, kept: _Kept, limit: int) -> bool:
    if source.path == STDIN or source.sidecar is not None:
        return False  # more than the bytes of the file decides
    try:
        return hashlib.sha256(read_bytes(source, limit)).hexdigest() == kept.sha256
    except ReadError:
        return False


def _words(where: Any) -> str:
    return "" if not where else _told(", ".join(f"{key} {one}" for key, one in where.items()))


def _told(name: str) -> str:
    """A name of whatever bytes in characters that a database can hold: what is no UTF-8 as its number."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
