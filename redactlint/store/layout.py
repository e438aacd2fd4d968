"""The audit store: one DuckDB file, its tables and views, and how it is opened.

Nothing is ever changed or removed: a run that ends, is taken up again, or judges a file anew after it changed is told
by further rows, and the views leave out what they take the place of.  The text of a document is in none of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from redactlint.errors import UsageError

__all__ = ["COLUMNS", "TABLES", "VERSION", "VIEWS", "open_store"]

VERSION = 1

# The tables that hold rows of documents: column and type, in order.
COLUMNS: dict[str, dict[str, str]] = {
    "documents": {
        "run": "INTEGER", "document": "INTEGER", "path": "VARCHAR", "place": "VARCHAR", "sha256": "VARCHAR",
        "kind": "VARCHAR", "id": "VARCHAR", "earliest": "DATE", "latest": "DATE", "date_source": "VARCHAR",
        "banner": "VARCHAR", "level": "VARCHAR", "controls": "VARCHAR[]", "captions": "VARCHAR[]",
        "highest_portion": "VARCHAR", "portions": "INTEGER", "order_cited": "VARCHAR", "declassify_on": "DATE[]",
        "post": "VARCHAR", "verdict": "VARCHAR", "findings": "INTEGER", "outcome": "VARCHAR",
    },
    "portions": {
        "run": "INTEGER", "document": "INTEGER", "portion": "INTEGER", "kind": "VARCHAR", "number": "VARCHAR",
        "mark": "VARCHAR", "level": "VARCHAR", "inherited": "BOOLEAN", "line": "INTEGER",
    },
    "redactions": {
        "run": "INTEGER", "document": "INTEGER", "redaction": "INTEGER", "kind": "VARCHAR", "line": "INTEGER",
        "place": "VARCHAR", "paragraph": "VARCHAR", "mark": "VARCHAR", "codes": "VARCHAR[]", "length": "INTEGER",
    },
    "findings": {
        "run": "INTEGER", "document": "INTEGER", "path": "VARCHAR", "place": "VARCHAR", "rule": "VARCHAR",
        "name": "VARCHAR", "severity": "VARCHAR", "line": "INTEGER", "column": "INTEGER", "paragraph": "VARCHAR",
        "message": "VARCHAR", "fingerprint": "VARCHAR", "suppressed": "VARCHAR",
    },
}  # fmt: skip

# The tables that tell of runs: begun, taken up again, ended; and rows that a later row takes the place of.
TABLES: dict[str, str] = {
    "store": "version INTEGER NOT NULL",
    "begun": "run INTEGER NOT NULL, moment TIMESTAMP, version VARCHAR, rules VARCHAR, configuration VARCHAR,"
    " profile VARCHAR, strict BOOLEAN, fail_on VARCHAR, as_of DATE, asked VARCHAR",
    "resumed": "run INTEGER NOT NULL, moment TIMESTAMP",
    "ended": "run INTEGER NOT NULL, moment TIMESTAMP, exit_code INTEGER, result VARCHAR",
    "replaced": "run INTEGER NOT NULL, document INTEGER NOT NULL",
}

# What people query: the rows of runs without those that were replaced.
VIEWS: dict[str, str] = {
    "runs": """
        SELECT b.run, b.moment AS started, e.moment AS finished,
            CASE WHEN e.run IS NULL THEN 'unfinished' ELSE 'finished' END AS state,
            b.version, b.rules, b.configuration, b.profile, b.strict, b.fail_on, b.as_of, b.asked,
            (SELECT count(*) FROM documents d WHERE d.run = b.run) AS documents, e.exit_code, e.result
        FROM begun b LEFT JOIN ended e USING (run)""",
    **{
        name: f"SELECT *{' EXCLUDE (outcome)' if 'outcome' in columns else ''} FROM stored_{name}"
        " ANTI JOIN replaced USING (run, document)"
        for name, columns in COLUMNS.items()
    },
}


@contextmanager
def open_store(path: str, *, writing: bool) -> Iterator[Any]:
    """The connection to the store at `path`, which is made where it is to be written and is not there.

    While it is open nobody else may read what the process makes: the database keeps files beside the store (its log,
    what finds no room in memory).  Raises UsageError: the extra is missing, the file cannot be opened, is used by
    another run, is no audit store, is damaged, or is of another version.
    """
    before = os.umask(0o077)
    try:
        connection = _opened(path, _duckdb(), writing=writing)
        try:
            yield connection
        finally:
            connection.close()
    finally:
        os.umask(before)


def _opened(path: str, duckdb: Any, *, writing: bool) -> Any:
    is_new = not os.path.exists(path)
    if is_new and not writing:
        raise UsageError(f"there is no audit store {path}", "write one with: redactlint check --store FILE PATH…")
    settings = {"memory_limit": "256MB", "threads": "1", "autoinstall_known_extensions": "false"}
    try:
        connection: Any = duckdb.connect(path, read_only=not writing, config=settings)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise UsageError(
                f"the audit store {path} is in use by another run", "wait until that has ended, or name another file"
            ) from None
        if is_new:
            _remove_if_empty(path)
        if "no space left" in str(error).lower():
            wrong = f"the audit store {path} cannot be written (No space left on device)"
            raise UsageError(wrong, "make room for it") from None
        raise UsageError(f"{path} cannot be opened as an audit store", "name another file, or restore it") from None
    except duckdb.Error:
        raise UsageError(f"{path} is damaged, or no audit store", "name another file, or restore it") from None
    # Another run may have made it a moment ago: only now is it ours alone.
    is_new = is_new and not connection.execute("SELECT * FROM duckdb_tables()").fetchall()
    try:
        if is_new:
            _make(connection)
        else:
            _check(connection, path, duckdb)
    except BaseException:
        connection.close()
        for half_made in (path, f"{path}.wal") if is_new else ():
            with suppress(OSError):
                os.unlink(half_made)
        raise
    return connection


def _remove_if_empty(path: str) -> None:
    """Leave no piece of a store that could not be made; what another run wrote meanwhile is not empty."""
    with suppress(OSError):
        if os.path.getsize(path) == 0:
            os.unlink(path)


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "--store needs the extra store (duckdb is missing)", "pip install 'redactlint[store]'"
        ) from None
    return duckdb


def _make(connection: Any) -> None:
    connection.execute("BEGIN")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
    for name, typed in COLUMNS.items():
        columns = ", ".join(f'"{one}" {kind}' for one, kind in typed.items())
        connection.execute(f"CREATE TABLE stored_{name} ({columns})")
    for name in ("documents", "portions", "redactions", "findings", "runs"):
        connection.execute(f"CREATE VIEW {name} AS {VIEWS[name]}")
    connection.execute("INSERT INTO store VALUES (?)", [VERSION])
    connection.execute("COMMIT")


def _check(connection: Any, path: str, duckdb: Any) -> None:
    try:
        found = connection.execute("SELECT version FROM store").fetchone()
    except duckdb.Error:
        raise UsageError(f"{path} is a database, but no audit store", "name another file") from None
    if found is None or found[0] != VERSION:
        version = "of no version" if found is None else f"of version {found[0]}"
        raise UsageError(
            f"the audit store {path} is {version}, and this redactlint reads version {VERSION}",
            "use the redactlint that wrote it, or name another file",
        )
