"""Reading the audit store: the history of a set, what is new, gone and back, rates by month, and answers to SQL."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from redactlint.auditing.tables import Cell, Column, Table
from redactlint.errors import UsageError
from redactlint.store.layout import VIEWS, open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DEFAULT", "REPORTS", "StoreReader"]

REPORTS = {
    "runs": "every run: when, over how much, by which rules, with which result",
    "history": "what each run brought: findings that are new, gone, back, and as before",
    "changes": "the findings of the last run that are new or back, and those that are gone",
    "rates": "by month: documents judged, how many of them fail, findings in a thousand",
}
DEFAULT = ("runs", "history", "rates")

# Findings that are not suppressed, of finished runs over the same paths, by what they are and where.
_KNOWN = """
    known AS (
        SELECT DISTINCT f.run, f.path, f.place, f.rule, f.fingerprint
        FROM findings f JOIN series s USING (run) WHERE f.suppressed IS NULL AND f.severity <> 'info'),
    steps AS (SELECT run, lag(run) OVER (ORDER BY run) AS before FROM series)"""
_SERIES = """
    WITH latest AS (SELECT asked, profile FROM runs WHERE state = 'finished' ORDER BY run DESC LIMIT 1),
    series AS (SELECT run FROM runs JOIN latest USING (asked, profile) WHERE state = 'finished')"""
_KEY = "path, place, rule, fingerprint"


class StoreReader:
    """An audit store, open for questions in a `with` block."""

    def __init__(self, path: str) -> None:
        self._path, self._stack = path, ExitStack()

    def __enter__(self) -> StoreReader:
        """Open it; raises UsageError where it cannot be read."""
        self._connection = self._stack.enter_context(open_store(self._path, writing=False))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # -- reports ------------------------------------------------------------------------------------------------

    def tables(self, names: Sequence[str], top: int | None = None) -> list[Table]:
        """The reports of those names; `top` bounds their rows."""
        made = [getattr(self, f"_{name}")() for name in names]
        return [one if top is None else one._replace(rows=one.rows[:top]) for one in made]

    def _runs(self) -> Table:
        rows = self._ask(
            "SELECT run, strftime(started, '%Y-%m-%d %H:%M'), state, documents,"
            + "".join(
                f" (SELECT count(*) FROM findings f WHERE f.run = r.run AND severity = '{one}' AND suppressed IS NULL),"
                for one in ("error", "warning")
            )
            + " profile, CAST(as_of AS VARCHAR), version, rules[:12], configuration[:12], result[:16]"
            " FROM runs r ORDER BY run"
        )
        heads = (
            ("run", "run", "figure"), ("started", "started", "word"), ("state", "state", "word"),
            ("documents", "documents", "figure"), ("errors", "errors", "figure"), ("warnings", "warnings", "figure"),
            ("profile", "profile", "word"), ("as_of", "as of", "word"), ("version", "version", "word"),
            ("rules", "rules", "word"), ("configuration", "configuration", "word"), ("result", "result", "word"),
        )  # fmt: skip
        notes = ("the same rules, configuration and result, the same verdicts on the same bytes",)
        return _table("runs", "Runs in the store", heads, rows, notes)

    def _history(self) -> Table:
        rows = self._ask(
            f"""{_SERIES}, {_KNOWN},
            marked AS (
                SELECT s.run, {_KEY},
                    EXISTS (SELECT 1 FROM known b WHERE b.run = s.before AND (b.path, b.place, b.rule, b.fingerprint)
                        = (k.path, k.place, k.rule, k.fingerprint)) AS stood,
                    EXISTS (SELECT 1 FROM known b WHERE b.run < s.run AND (b.path, b.place, b.rule, b.fingerprint)
                        = (k.path, k.place, k.rule, k.fingerprint)) AS was_known
                FROM steps s JOIN known k ON k.run = s.run)
            SELECT s.run, strftime(r.started, '%Y-%m-%d %H:%M'), r.documents,
                (SELECT count(*) FROM marked m WHERE m.run = s.run AND NOT was_known),
                (SELECT count(*) FROM marked m WHERE m.run = s.run AND was_known AND NOT stood),
                (SELECT count(*) FROM (SELECT {_KEY} FROM known WHERE run = s.before
                    EXCEPT SELECT {_KEY} FROM known WHERE run = s.run)),
                (SELECT count(*) FROM marked m WHERE m.run = s.run AND stood)
            FROM steps s JOIN runs r USING (run) ORDER BY s.run"""
        )
        heads = (
            ("run", "run", "figure"), ("started", "started", "word"), ("documents", "documents", "figure"),
            ("new", "new", "figure"), ("back", "back", "figure"), ("gone", "gone", "figure"),
            ("as_before", "as before", "figure"),
        )  # fmt: skip
        notes = ("errors and warnings, none suppressed, of finished runs over the paths of the last, by its profile",)
        return _table("history", "What each run brought", heads, rows, notes)

    def _changes(self) -> Table:
        rows = self._ask(
            f"""{_SERIES}, {_KNOWN},
            last AS (SELECT run, before FROM steps ORDER BY run DESC LIMIT 1),
            now AS (SELECT {_KEY} FROM known WHERE run = (SELECT run FROM last)),
            before AS (SELECT {_KEY} FROM known WHERE run = (SELECT before FROM last)),
            ever AS (SELECT DISTINCT {_KEY} FROM known WHERE run < (SELECT run FROM last)),
            said AS (
                SELECT 'new' AS what, * FROM (SELECT * FROM now EXCEPT SELECT * FROM ever)
                UNION ALL SELECT 'back', *
                    FROM ((SELECT * FROM now INTERSECT SELECT * FROM ever) EXCEPT SELECT * FROM before)
                UNION ALL SELECT 'gone', * FROM (SELECT * FROM before EXCEPT SELECT * FROM now))
            SELECT what, s.path, s.place, min(f.line), s.rule, any_value(f.name), any_value(f.severity),
                any_value(CASE WHEN what = 'gone' AND d.path IS NULL THEN 'the document too' END)
            FROM said s
            JOIN findings f ON (f.path, f.place, f.rule, f.fingerprint) = (s.path, s.place, s.rule, s.fingerprint)
                AND f.run = (CASE WHEN what = 'gone' THEN (SELECT before FROM last) ELSE (SELECT run FROM last) END)
            LEFT JOIN documents d ON d.run = (SELECT run FROM last) AND d.path = s.path AND d.place = s.place
            GROUP BY what, s.path, s.place, s.rule, s.fingerprint
            ORDER BY list_position(['new', 'back', 'gone'], what), s.path, s.place, min(f.line), s.rule,
                s.fingerprint"""
        )
        heads = (
            ("what", "what", "word"), ("path", "path", "path"), ("place", "where", "word"), ("line", "line", "figure"),
            ("rule", "rule", "word"), ("name", "name", "word"), ("severity", "severity", "word"),
            ("remark", "remark", "text"),
        )  # fmt: skip
        return _table("changes", "What the last run changed", heads, rows, ("the line is that of the run it stood in",))

    def _rates(self) -> Table:
        rows = self._ask(
            """
            WITH finished AS (SELECT run, strftime(started, '%Y-%m') AS month FROM runs WHERE state = 'finished')
            SELECT month, count(DISTINCT run), count(*), count(*) FILTER (verdict = 'fail'),
                count(*) FILTER (verdict = 'fail') / count(*),
                (SELECT count(*) FROM findings f JOIN finished g USING (run) WHERE g.month = m.month
                    AND f.severity = 'error' AND f.suppressed IS NULL),
                (SELECT count(*) FROM findings f JOIN finished g USING (run) WHERE g.month = m.month
                    AND f.severity = 'warning' AND f.suppressed IS NULL)
            FROM documents JOIN finished m USING (run) GROUP BY month ORDER BY month"""
        )
        heads = (
            ("month", "month", "word"), ("runs", "runs", "figure"), ("documents", "documents", "figure"),
            ("fail", "fail", "figure"), ("rate", "rate", "rate"), ("errors", "errors", "figure"),
            ("warnings", "warnings", "figure"),
        )  # fmt: skip
        notes = (
            "a document counts in every run that judged it, and fails by the --fail-on of that run; "
            "findings that are suppressed do not count",
        )
        return _table("rates", "Rates by month", heads, rows, notes)

    # -- questions of one's own ---------------------------------------------------------------------------------

    def answer(self, question: str) -> Table:
        """The answer to a query in SQL on the views documents, portions, redactions, findings and runs.

        It can read nothing but the store, and change nothing.  Raises UsageError with what the database says of it.
        """
        import duckdb

        self._execute("SET enable_external_access = false")
        self._execute("SET lock_configuration = true")
        try:
            found = self._connection.execute(question)
            heads = [(str(one[0]), str(one[0]), _kind_of(str(one[1]))) for one in found.description or ()]
            rows = [tuple(_cell(one) for one in row) for row in found.fetchall()]
        except duckdb.Error as error:
            words = str(error).strip().split("\n", 1)[0]
            raise UsageError(f"the store cannot answer: {words}", f"its views are {', '.join(VIEWS)}") from None
        return _table("answer", "Answer", heads, rows, ())

    def export(self, folder: str) -> list[str]:
        """Write every view as a Parquet file into `folder`; the files written.  Raises UsageError."""
        import duckdb

        written = []
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            for name in ("runs", "documents", "portions", "redactions", "findings"):
                path = os.path.join(folder, f"{name}.parquet")
                whole = f"{path}.part"
                rows = f"SELECT * FROM {name} ORDER BY ALL"
                self._connection.execute(f"COPY ({rows}) TO {_quoted(whole)} (FORMAT parquet)")
                os.replace(whole, path)
                written.append(path)
        except (OSError, duckdb.Error) as error:
            words = (error.strerror if isinstance(error, OSError) else None) or str(error).strip().split("\n", 1)[0]
            raise UsageError(f"{folder} cannot be written ({words})", "name a folder that can") from None
        return written

    def last_run(self) -> dict[str, Any] | None:
        """The last finished run, or None where there is none."""
        found = self._execute("SELECT * FROM runs WHERE state = 'finished' ORDER BY run DESC LIMIT 1")
        row = found.fetchone()
        return None if row is None else dict(zip([one[0] for one in found.description], row, strict=True))

    def counts(self, run: int) -> tuple[dict[str, int], dict[str, int], int]:
        """Of a run: the findings by severity, the documents by verdict, and how many findings are suppressed."""
        severities = dict(self._counted("findings", "severity", f"run = {run:d} AND suppressed IS NULL"))
        verdicts = dict(self._counted("documents", "verdict", f"run = {run:d}"))
        ((suppressed,),) = self._ask(f"SELECT count(suppressed) FROM findings WHERE run = {run:d}")
        return severities, verdicts, int(suppressed or 0)

    def _counted(self, view: str, column: str, condition: str) -> list[tuple[str, int]]:
        rows = self._ask(f"SELECT {column}, count(*) FROM {view} WHERE {condition} GROUP BY 1 ORDER BY 1")
        return [(str(name), int(number or 0)) for name, number in rows]

    def _ask(self, question: str) -> list[tuple[Cell, ...]]:
        return [tuple(_cell(one) for one in row) for row in self._execute(question).fetchall()]

    def _execute(self, question: str) -> Any:
        import duckdb

        try:
            return self._connection.execute(question)
        except duckdb.Error as error:
            words = str(error).strip().split("\n", 1)[0]
            raise UsageError(f"the audit store {self._path} cannot be read ({words})", "restore it") from None


def _table(
    name: str,
    title: str,
    heads: Sequence[tuple[str, str, str]],
    rows: Sequence[tuple[Cell, ...]],
    notes: tuple[str, ...],
) -> Table:
    return Table(name, title, tuple(Column(*one) for one in heads), tuple(rows), notes)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _kind_of(described: str) -> str:
    return "figure" if any(one in described.upper() for one in _FIGURES) else "text"


_FIGURES = ("INT", "NUMBER", "DOUBLE", "DECIMAL", "FLOAT")


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
