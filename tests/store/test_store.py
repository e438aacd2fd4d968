"""The audit store keeps every run, tells what changed between them, and is never left in a state that cannot be read."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from short_telegrams import telegram

from redactlint.cli import main
from redactlint.rulepack import data_folder
from redactlint.store import layout, writing

CLEAN = telegram(
    "1. (C) The minister left for the zanzibarine north.",
    "2. (SBU) He is expected back on XXXXXXXXXXXX Friday.",
)
TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")
UNMARKED = CLEAN.replace("2. (SBU)", "2.")
AS_OF = ("--no-config", "--as-of", "2026-01-01")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "set").mkdir()
    return tmp_path


@pytest.fixture
def put(folder: Path) -> Callable[..., None]:
    def write(**documents: str | None) -> None:
        for name, text in documents.items():
            path = folder / "set" / f"07LUSAKA{name}.txt"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")

    return write


def check(*words: str) -> int:
    with redirect_stdout(io.StringIO()):
        return main(["check", "set", "--store", "audit.db", *AS_OF, *words])


def told(*words: str) -> dict[str, list[dict[str, Any]]]:
    """The reports of the store by name, each with its rows."""
    stream = io.StringIO()
    with redirect_stdout(stream):
        assert main(["audit", "--store", "audit.db", "--no-config", "--format", "json", *words]) == 0
    page = json.loads(stream.getvalue())
    jsonschema.validate(page, json.loads((data_folder("schemas") / "audit.schema.json").read_text("utf-8")))
    return {one["name"]: one["rows"] for one in page["reports"]}


def sql(query: str) -> list[dict[str, Any]]:
    return told("--sql", query)["answer"]


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_a_run_is_kept_with_documents_portions_redactions_and_findings(put: Callable[..., None]) -> None:
    put(a=CLEAN, b=TOO_LOW)
    assert check() == 1
    assert sql("SELECT path, id, level, highest_portion, portions, verdict, post FROM documents ORDER BY path") == [
        {"path": f"set{os.sep}07LUSAKA{name}.txt", "id": "LUSAKA 000512", "level": "C", "highest_portion": highest,
         "portions": 2, "verdict": verdict, "post": "LUSAKA"}
        for name, highest, verdict in (("a", "C", "pass"), ("b", "S", "fail"))
    ]  # fmt: skip
    marks = sql("SELECT document, number, mark, level, line FROM portions ORDER BY ALL")
    assert [(one["number"], one["mark"], one["level"], one["line"]) for one in marks] == [
        ("1", "C", "C", 11), ("2", "SBU", "U", 13), ("1", "S", "S", 11), ("2", "SBU", "U", 13),
    ]  # fmt: skip
    assert [one["kind"] for one in sql("SELECT kind FROM redactions")] == ["third-party"] * 2
    (finding,) = sql("SELECT path, rule, severity, line FROM findings WHERE severity = 'error'")
    assert finding == {"path": f"set{os.sep}07LUSAKAb.txt", "rule": "BNR002", "severity": "error", "line": 11}


def test_no_text_of_a_document_is_in_the_store(put: Callable[..., None], folder: Path) -> None:
    put(a=CLEAN, b=TOO_LOW)
    check("--excerpts")
    kept = (folder / "audit.db").read_bytes()
    with duckdb.connect(str(folder / "audit.db"), read_only=True) as connection:
        rows = [connection.execute(f"SELECT * FROM stored_{one}").fetchall() for one in ("documents", "findings")]
    assert rows[0]
    for word in ("zanzibarine", "MINISTER VISITS", "Jane"):
        assert word.encode() not in kept
        assert word not in repr(rows)
    if os.name == "posix":
        assert (folder / "audit.db").stat().st_mode & 0o077 == 0
    assert [one.name for one in folder.iterdir() if one.name.startswith(".redactlint")] == []


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_what_the_database_keeps_beside_the_store_is_for_its_owner_alone(folder: Path) -> None:
    before = os.umask(0o022)
    try:
        with layout.open_store("audit.db", writing=True) as connection:
            connection.execute("INSERT INTO resumed VALUES (1, NULL)")
            modes = {one.name: one.stat().st_mode & 0o077 for one in folder.iterdir() if one.is_file()}
    finally:
        after = os.umask(before)
    assert modes == {"audit.db": 0, "audit.db.wal": 0}
    assert after == 0o022


def test_a_store_that_another_run_has_just_made_is_not_made_again(
    put: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(a=CLEAN)
    check()
    with monkeypatch.context() as patch:
        patch.setattr(layout.os.path, "exists", lambda path: False)
        with layout.open_store("audit.db", writing=True):
            pass
    check()
    assert [one["run"] for one in sql("SELECT run FROM runs ORDER BY run")] == [1, 2]


def test_the_same_files_and_rules_give_the_same_result(put: Callable[..., None], folder: Path) -> None:
    put(a=CLEAN, b=TOO_LOW)
    check()
    shutil.move(folder / "set" / "07LUSAKAa.txt", folder / "set" / "07LUSAKAz.txt")
    check()
    put(b=CLEAN)
    check()
    first, moved, mended = [one["result"] for one in sql("SELECT result FROM runs ORDER BY run")]
    assert first == moved != mended


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_name_of_any_bytes_is_kept(put: Callable[..., None], folder: Path) -> None:
    put(a=CLEAN)
    os.rename(b"set/07LUSAKAa.txt", b"set/07LUSAKA\xff.txt")
    assert check() == 0
    assert sql("SELECT path FROM documents") == [{"path": "set/07LUSAKA\\xff.txt"}]


# -- what changed ----------------------------------------------------------------------------------------------------


def test_the_history_tells_what_is_new_gone_and_back(put: Callable[..., None]) -> None:
    for documents in ({"a": TOO_LOW, "b": CLEAN}, {"a": CLEAN, "b": UNMARKED}, {"a": TOO_LOW, "b": None}):
        put(**documents)
        check()
    reports = told("--report", "history", "--report", "changes", "--report", "rates", "--report", "runs")
    figures = [tuple(one[key] for key in ("new", "back", "gone", "as_before")) for one in reports["history"]]
    assert figures == [(1, 0, 0, 0), (1, 0, 1, 0), (0, 1, 1, 0)]
    assert [(one["what"], one["rule"], one["line"], one["remark"]) for one in reports["changes"]] == [
        ("back", "BNR002", 11, None),
        ("gone", "PRT001", 13, "the document too"),
    ]
    (month,) = reports["rates"]
    assert (month["runs"], month["documents"], month["fail"], month["errors"]) == (3, 5, 3, 3)
    assert month["rate"] == pytest.approx(3 / 5, abs=1e-6)
    assert [(one["run"], one["state"], one["documents"]) for one in reports["runs"]] == [
        (1, "finished", 2), (2, "finished", 2), (3, "finished", 1),
    ]  # fmt: skip


def test_a_run_over_other_paths_is_another_history(put: Callable[..., None], folder: Path) -> None:
    put(a=TOO_LOW)
    check()
    (folder / "other.txt").write_text(CLEAN, "utf-8")
    with redirect_stdout(io.StringIO()):
        assert main(["check", "other.txt", "--store", "audit.db", *AS_OF]) == 0
    (only,) = told("--report", "history")["history"]
    assert (only["run"], only["gone"]) == (2, 0)


# -- what is broken off ----------------------------------------------------------------------------------------------


def test_a_run_that_was_killed_is_taken_up_where_it_was(
    put: Callable[..., None], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(**{f"{number:02}": TOO_LOW if number % 3 == 0 else CLEAN for number in range(12)})
    program = (
        "import os, sys\n"
        "from redactlint.store import writing\n"
        "from redactlint.cli import main\n"
        "writing._BATCH = 4\n"
        "flush, done = writing.StoreWriter._flush, []\n"
        "def counted(self):\n"
        "    flush(self)\n"
        "    done.append(1)\n"
        "    if len(done) == 2:\n"
        "        os._exit(9)\n"
        "writing.StoreWriter._flush = counted\n"
        "main(['check', 'set', '--store', 'audit.db', '--no-config', '--as-of', '2026-01-01'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert ended.returncode == 9
    assert [(one["state"], one["documents"]) for one in sql("SELECT state, documents FROM runs")] == [("unfinished", 8)]
    put(**{"01": TOO_LOW, "02": None})  # one was changed, one taken away meanwhile
    judged: list[str] = []
    outcomes_of = writing.StoreWriter.unjudged

    def unjudged(self: Any, sources: Any, limit: int) -> Any:
        left = outcomes_of(self, sources, limit)
        judged.extend(Path(one.path).stem[-2:] for one in left)
        return left

    monkeypatch.setattr(writing.StoreWriter, "unjudged", unjudged)
    assert check("--format", "json=resumed.json") == 1
    assert "run 1 was broken off; 5 of 11 files are done" in capsys.readouterr().err
    assert judged == ["01", "07", "08", "09", "10", "11"]
    shutil.copy(folder / "audit.db", folder / "resumed.db")
    (folder / "audit.db").unlink()
    assert check("--format", "json=afresh.json") == 1
    assert json.loads(Path("resumed.json").read_text()) == json.loads(Path("afresh.json").read_text())
    columns = "path, verdict, highest_portion, findings, portions"
    afresh = sql(f"SELECT {columns} FROM documents ORDER BY ALL")
    findings = sql("SELECT path, rule, line, severity FROM findings ORDER BY ALL")
    shutil.move(folder / "resumed.db", folder / "audit.db")
    assert sql(f"SELECT {columns} FROM documents ORDER BY ALL") == afresh
    assert sql("SELECT path, rule, line, severity FROM findings ORDER BY ALL") == findings
    assert [(one["run"], one["state"]) for one in sql("SELECT run, state FROM runs")] == [(1, "finished")]


def test_a_run_that_is_interrupted_keeps_what_is_done(
    put: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(a=CLEAN, b=TOO_LOW, c=CLEAN)
    add = writing.StoreWriter.add

    def interrupted(self: Any, outcome: Any, judged: Any) -> None:
        if outcome.facts.path.endswith("c.txt"):
            raise KeyboardInterrupt
        add(self, outcome, judged)

    monkeypatch.setattr(writing.StoreWriter, "add", interrupted)
    assert check() == 130
    assert [(one["state"], one["documents"]) for one in sql("SELECT state, documents FROM runs")] == [("unfinished", 2)]


def test_a_run_that_judges_the_whole_set_begins_again(
    put: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(a=CLEAN, b=TOO_LOW, c=CLEAN)
    add = writing.StoreWriter.add

    def interrupted(self: Any, outcome: Any, judged: Any) -> None:
        if outcome.facts.path.endswith("c.txt"):
            raise KeyboardInterrupt
        add(self, outcome, judged)

    with monkeypatch.context() as patch:
        patch.setattr(writing.StoreWriter, "add", interrupted)
        assert check("--set") == 130
    assert check("--set") == 1
    assert "are done" not in capsys.readouterr().err, "all are compared with all"
    assert [(one["state"], one["documents"]) for one in sql("SELECT state, documents FROM runs")] == [("finished", 3)]
    assert sql("SELECT count(*) AS number FROM documents") == [{"number": 3}]


def test_findings_on_the_run_itself_are_kept_too(put: Callable[..., None], folder: Path) -> None:
    put(a=CLEAN)
    (folder / "own.toml").write_text('[[ignore]]\npath = "*"\nrule = "BNR002"\nreason = "told"\n', "utf-8")
    with redirect_stdout(io.StringIO()):
        main(["check", "set", "--store", "audit.db", "--config", "own.toml", "--as-of", "2026-01-01"])
    assert {"path": "own.toml", "rule": "DOC005"} in sql("SELECT path, rule FROM findings")


def test_a_run_over_a_set_ends_without_a_word_of_the_database(put: Callable[..., None]) -> None:
    put(a=CLEAN, b=CLEAN)
    command = [sys.executable, "-m", "redactlint", "check", "set", "--set", "--store", "audit.db", *AS_OF]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# -- what cannot be used ---------------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main([*words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_a_store_of_another_version_is_refused(put: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    put(a=CLEAN)
    check()
    with duckdb.connect("audit.db") as connection:
        connection.execute("UPDATE store SET version = 9")
    said = refused(capsys, "check", "set", "--store", "audit.db", *AS_OF)
    assert "is of version 9, and this redactlint reads version 1" in said


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be looked at" * 100, None])
def test_what_is_no_store_is_refused(
    content: bytes | None, put: Callable[..., None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(a=CLEAN)
    if content is None:
        check()
        content = (folder / "audit.db").read_bytes()[:20_000]  # half written
    (folder / "audit.db").write_bytes(content)
    assert "audit.db" in refused(capsys, "check", "set", "--store", "audit.db", *AS_OF)
    assert (folder / "audit.db").read_bytes() == content, "it is left as it was"


def test_two_runs_on_one_store_do_not_mix(put: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    put(a=CLEAN)
    check()
    program = (
        "import duckdb, sys\nconnection = duckdb.connect('audit.db')\nprint('held', flush=True)\nsys.stdin.readline()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert "is in use by another run" in refused(capsys, "check", "set", "--store", "audit.db", *AS_OF)
        assert "is in use by another run" in refused(capsys, "audit", "--store", "audit.db", "--no-config")
    finally:
        holder.communicate(b"\n", timeout=60)
    assert check() == 0
    assert len(sql("SELECT run FROM runs")) == 2


def test_a_store_that_is_not_there_is_not_made_by_asking(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no audit store" in refused(capsys, "audit", "--store", "audit.db", "--no-config")
    assert not (folder / "audit.db").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("set",), "reads what is in the store"),
        (("--sql", "SELEKT 1"), "the store cannot answer"),
        (("--sql", "DROP VIEW runs"), "the store cannot answer"),
        (("--sql", "SELECT * FROM read_csv('/etc/passwd')"), "the store cannot answer"),
        (("--sql", "COPY (SELECT 1) TO 'x.csv'"), "the store cannot answer"),
        (("--report", "schedule"), "an audit store gives no report 'schedule'"),
    ],
)
def test_a_question_that_cannot_be_answered_gets_one_line(
    words: tuple[str, ...], expected: str, put: Callable[..., None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(a=CLEAN)
    check()
    assert expected in refused(capsys, "audit", "--store", "audit.db", "--no-config", *words)
    assert not (folder / "x.csv").exists()


# -- the way out -----------------------------------------------------------------------------------------------------


def test_a_report_of_the_store_needs_the_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--report", "history", "--no-config", str(folder)]) == 2
    assert "the report history is told by an audit store; add --store FILE" in capsys.readouterr().err


def test_every_view_can_be_had_as_parquet(put: Callable[..., None], folder: Path) -> None:
    put(a=CLEAN, b=TOO_LOW)
    check()
    told("--parquet", "out")
    assert sorted(one.name for one in (folder / "out").iterdir()) == [
        "documents.parquet", "findings.parquet", "portions.parquet", "redactions.parquet", "runs.parquet",
    ]  # fmt: skip
    with duckdb.connect() as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM 'out/portions.parquet'").fetchall()
    assert count == 4
