"""One file, many documents: every report tells them apart, what speaks of the file speaks of all, one that fails fails alone."""

from __future__ import annotations

import datetime
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from redactlint.cli import main
from redactlint.engine import Engine, Options
from redactlint.known import baseline
from redactlint.readers.allowance import Limits
from redactlint.runs import running
from redactlint.runs.discovery import Source
from redactlint.runs.running import Plan, run
from redactlint.text import Text

TELEGRAM = """\
{banner} LUSAKA 000{number}

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The Minister went north.

2. ({mark}) The ferry was late.
EXAMPLE
"""
DAY = datetime.date(2010, 1, 1)


def telegram(number: int, mark: str = "C") -> str:
    return TELEGRAM.format(banner="C O N F I D E N T I A L", number=number, mark=mark)


def boxed(folder: Path, **members: str) -> str:
    path = folder / "box.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in members.items():
            archive.writestr(f"{name}.txt", words)
    return str(path)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return os.path.basename(boxed(tmp_path, **{"07LUSAKA512": telegram(512), "08LUSAKA513": telegram(513, "S")}))


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", "--as-of", "2010-01-01", *arguments])
    return code, capsys.readouterr().out


def test_the_name_of_a_member_dates_it(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = check(capsys, box, "--format", "json")
    assert [one["date"]["earliest"][:4] for one in json.loads(out)["documents"]] == ["2007", "2008"]


def test_json_gives_the_file_and_the_way_to_the_member(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, box, "--format", "json")
    report = json.loads(out)
    (finding,) = report["findings"]
    assert code == 1
    assert [(one["path"], one["where"]) for one in report["documents"]] == [
        ("box.zip", {"member": "07LUSAKA512.txt"}),
        ("box.zip", {"member": "08LUSAKA513.txt"}),
    ]
    assert (finding["path"], finding["where"], finding["line"]) == ("box.zip", {"member": "08LUSAKA513.txt"}, 13)


@pytest.mark.parametrize("name", ["text", "table", "markdown", "html", "junit", "github", "gitlab", "sarif", "csv"])
def test_every_report_names_the_member(name: str, box: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = check(capsys, box, "--format", name)
    assert "08LUSAKA513.txt" in out


@pytest.mark.parametrize(
    ("name", "place"),
    [("github", "file=box.zip,line=13"), ("gitlab", '"path": "box.zip"'), ("sarif", '"uri": "box.zip"')],
)
def test_reports_for_programs_point_to_a_file_that_exists(
    name: str, place: str, box: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place in check(capsys, box, "--format", name)[1]


def test_show_prints_each_member(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", box]) == 0
    assert "box.zip!07LUSAKA512.txt: telegram LUSAKA 000512" in capsys.readouterr().out
    assert main(["show", "--format", "json", box]) == 0
    rows = json.loads(capsys.readouterr().out)["documents"]
    assert [(one["path"], one["where"]["member"]) for one in rows] == [
        ("box.zip", "07LUSAKA512.txt"),
        ("box.zip", "08LUSAKA513.txt"),
    ]


def test_fix_leaves_containers_alone_and_says_so(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(box).read_bytes()
    assert main(["fix", "--write", box]) == 3
    assert "is a container" in capsys.readouterr().err
    assert Path(box).read_bytes() == before


def test_a_baseline_knows_each_member_by_itself(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "write", "known.json", box, "--as-of", "2010-01-01"]) == 0
    assert {one.path for one in baseline.read("known.json")} == {"box.zip!08LUSAKA513.txt"}
    assert check(capsys, box, "--baseline", "known.json")[0] == 0
    boxed(Path(), **{"07LUSAKA512": telegram(512, "S"), "08LUSAKA513": telegram(513, "S")})
    code, out = check(capsys, box, "--baseline", "known.json", "--format", "jsonl")
    assert code == 1
    fresh = [one for one in map(json.loads, out.splitlines()) if one["type"] == "finding" and one["suppressed"] is None]
    assert [one["where"]["member"] for one in fresh] == ["07LUSAKA512.txt"]
    boxed(Path(), **{"08LUSAKA513": telegram(513)})
    assert main(["baseline", "prune", "known.json", "--as-of", "2010-01-01"]) == 0
    assert baseline.read("known.json") == []


@pytest.mark.parametrize("path", ["box.zip", "*.zip!08*", "box.zip!08LUSAKA513.txt"])
def test_a_row_of_the_configuration_speaks_of_a_file_or_of_a_member(
    path: str, box: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("redactlint.toml").write_text(
        f'[[ignore]]\npath = "{path}"\nrule = "BNR002"\nreason = "settled in 2009"\n', "utf-8"
    )
    assert check(capsys, box)[0] == 0


def test_a_sidecar_speaks_of_every_document_of_its_file(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(f"{box}.redactlint.toml").write_text('[[ignore]]\nrule = "BNR002"\nreason = "settled in 2009"\n', "utf-8")
    code, out = check(capsys, box, "--format", "jsonl")
    assert code == 0
    assert "DOC005" not in out


def test_metadata_may_name_a_member_by_its_path_or_its_name(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("dates.csv").write_text("path,date\nbox.zip!07LUSAKA512.txt,2007-06-18\n08LUSAKA513.txt,2008-03-01\n", "utf-8")
    _, out = check(capsys, box, "--format", "json", "--metadata", "dates.csv")
    assert [one["date"]["earliest"] for one in json.loads(out)["documents"]] == ["2007-06-18", "2008-03-01"]


def test_columns_are_named_on_the_command_line_and_guesses_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(json.dumps({"a": f"07LUSAKA{n}", "b": telegram(n), "c": "2007-06-18"}) + "\n" for n in (512, 513))
    (tmp_path / "cables.jsonl").write_text(rows, "utf-8")
    path = str(tmp_path / "cables.jsonl")
    main(["check", path, "--format", "json", "--as-of", "2010-01-01", "--no-cache"])
    said = capsys.readouterr()
    assert "text in 'b': guessed; say otherwise with --text-column" in said.err
    columns = ["--text-column", "b", "--id-column", "a", "--date-column", "c"]
    main(["check", path, "--format", "json", "--as-of", "2010-01-01", "--no-cache", *columns])
    said = capsys.readouterr()
    assert said.err == ""
    first, _ = json.loads(said.out)["documents"]
    assert (first["where"], first["date"]["earliest"]) == ({"record": 1, "id": "07LUSAKA512"}, "2007-06-18")


PLAN = Plan(Options(as_of=DAY))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_file_is_divided_and_nothing_else_changes(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {
        f"07LUSAKA{100 + number}": telegram(100 + number, "S" if number % 7 == 0 else "C") for number in range(80)
    }
    source = Source(boxed(tmp_path, **members, odd="\0"))
    engine = PLAN.engine()
    whole = list(run(PLAN, engine, [source]))
    monkeypatch.setattr(running, "_WORTH_DIVIDING", 1)
    assert list(run(PLAN._replace(jobs=jobs), engine, [source])) == whole
    assert len(whole) == 81


def test_a_fault_on_one_member_loses_that_member_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Engine.check

    def faulty(self: Engine, text: Text, **rest: object) -> object:
        if text.path.endswith("two.txt"):
            raise KeyError("SECRET words")
        return real(self, text, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "check", faulty)
    source = Source(boxed(tmp_path, one=telegram(501), two=telegram(502), three=telegram(503)))
    outcomes = running.judge(PLAN, PLAN.engine(), source)
    assert [one.facts.kind for one in outcomes] == ["telegram", None, "telegram"]
    assert outcomes[1].crash is not None
    assert "SECRET" not in outcomes[1].findings[0].message


def test_what_is_wrong_with_the_file_is_said_after_what_was_read_of_it(tmp_path: Path) -> None:
    source = Source(boxed(tmp_path, one=telegram(501), two=telegram(502), three=telegram(503)))
    plan = PLAN._replace(limits=Limits(max_members=2))
    *read, last = running.judge(plan, plan.engine(), source)
    assert [one.facts.kind for one in read] == ["telegram", "telegram"]
    assert last.facts.path == source.path
    assert "more than the limit of 2 members" in last.findings[0].message


def test_a_name_in_an_archive_cannot_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("\x1b[31mred\u202e.txt", telegram(501, "S"))
    (tmp_path / "box.zip").write_bytes(held.getvalue())
    for name in ("text", "table", "markdown", "github", "csv", "junit"):
        main(["check", str(tmp_path / "box.zip"), "--format", name, "--no-cache"])
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
