"""The command line judges, reports, and ends with the code that says what happened; never with a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from short_telegrams import ONE_PARAGRAPH as CLEAN

from redactlint.cli import main
from redactlint.rulepack import data_folder
from redactlint.runs import running
from redactlint.verbs import check

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")
NOTE = "Milk and bread.\n"


def report(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["check", *words, "--format", "json"])
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, read


def test_a_clean_document_passes(write: Any, capsys: Any) -> None:
    assert main([write("07LUSAKA000512.txt", CLEAN)]) == 0
    assert "1 document" in capsys.readouterr().out


def test_a_finding_is_shown_with_place_severity_rule_message_law_and_the_mark_underlined(
    write: Any, capsys: Any
) -> None:
    assert main(["check", write("07LUSAKA000512.txt", TOO_LOW), "--as-of", "2010-01-01"]) == 1
    lines = capsys.readouterr().out.splitlines()
    start = lines.index("07LUSAKA000512.txt:11:4: error BNR002 banner-below-portions")
    assert "(S)" in lines[start + 1]
    assert lines[start + 2 : start + 4] == ["      (S)", "      ^^^"]
    assert any("32 CFR 2001.21(b)" in line for line in lines[start:])
    assert "\x1b" not in "\n".join(lines), "no colour where no terminal is"


def test_the_json_report_is_as_its_schema_says(write: Any, capsys: Any) -> None:
    paths = [
        write("07LUSAKA000512.txt", CLEAN),
        write("07LUSAKA000513.txt", TOO_LOW),
        write("note.txt", NOTE),
        write("broken.txt", b"UNCLAS\0"),
    ]
    code, read = report(*paths, "--as-of", "2010-01-01", capsys=capsys)
    assert code == 3
    jsonschema.validate(read, json.loads((data_folder("schemas") / "report.schema.json").read_text("utf-8")))
    assert {one["path"]: one["verdict"] for one in read["documents"]} == {
        "07LUSAKA000512.txt": "pass",
        "07LUSAKA000513.txt": "fail",
        "broken.txt": "unreadable",
        "note.txt": "not-recognised",
    }
    (finding,) = [one for one in read["findings"] if one["rule"] == "BNR002"]
    assert (finding["line"], finding["column"], finding["end_line"], finding["end_column"]) == (11, 4, 11, 7)
    assert finding["paragraph"] == "1"
    assert read["summary"]["verdicts"] == {"pass": 1, "fail": 1, "unreadable": 1, "not-recognised": 1}
    assert read["summary"]["exit_code"] == 3
    assert read["report_marking"] == "UNCLASSIFIED"
    document = next(one for one in read["documents"] if one["path"] == "07LUSAKA000513.txt")
    assert document["banner"] == {"text": "C O N F I D E N T I A L", "level": "C", "controls": []}
    assert (document["id"], document["highest_portion"], document["captions"]) == ("LUSAKA 000512", "S", ["SIPDIS"])


def test_an_empty_report_is_as_its_schema_says(folder: Path, capsys: Any) -> None:
    (folder / "empty").mkdir()
    code, read = report("empty", capsys=capsys)
    assert code == 3, "a run that looked at nothing is not green"
    jsonschema.validate(read, json.loads((data_folder("schemas") / "report.schema.json").read_text("utf-8")))


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_decides_what_fails(write: Any, fail_on: str, code: int) -> None:
    assert main([write("07LUSAKA000512.txt", TOO_LOW), "--fail-on", fail_on]) == code


def test_a_warning_does_not_fail_where_only_errors_do(write: Any) -> None:
    path = write("07LUSAKA000512.txt", CLEAN.replace("1. (C)", "1. (U)"))  # the banner is above every portion
    assert main([path]) == 1
    assert main([path, "--fail-on", "error"]) == 0
    assert main([path, "--fail-on", "error", "--strict"]) == 1


def test_what_cannot_be_read_outranks_findings_and_stops_nothing(write: Any, capsys: Any) -> None:
    write("07LUSAKA000512.txt", TOO_LOW)
    code, read = report("none.txt", "07LUSAKA000512.txt", capsys=capsys)
    assert code == 3
    assert {one["rule"] for one in read["findings"]} >= {"DOC001", "BNR002"}
    assert [one["message"] for one in read["findings"] if one["rule"] == "DOC001"] == ["the file does not exist; check the path"]


@pytest.mark.parametrize("form", ["text", "table"])
def test_what_a_folder_holds_and_was_not_looked_at_is_counted(write: Any, capsys: Any, form: str) -> None:
    write("set/07LUSAKA000512.txt", CLEAN)
    assert main(["check", "set", "--format", form]) == 0
    assert "left out" not in capsys.readouterr().out
    for name in (".git/config", ".notes", "drafts/a.txt", "drafts/b.txt", "old/c.bak"):
        write(f"set/{name}", "UNCLAS\n")
    write("set/.redactlintignore", "drafts/\n")
    assert main(["check", "set", "--exclude", "*.bak", "--format", form]) == 0
    assert "\nleft out: 2 excluded, 2 hidden (files or folders)\n" in capsys.readouterr().out


def test_nothing_recognised_is_not_green_unless_expected(write: Any, capsys: Any) -> None:
    path = write("note.txt", NOTE)
    assert main([path]) == 3
    assert "nothing was recognised" in capsys.readouterr().err
    assert main([path, "--allow-unrecognised"]) == 0


def test_a_file_that_could_not_be_read_is_not_excused_by_it(write: Any) -> None:
    assert main([write("x.txt", b"\0"), "--allow-unrecognised"]) == 3


def test_standard_input_is_read_and_named(capsys: Any, monkeypatch: Any, folder: Path) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TOO_LOW.encode())))
    code, read = report("-", "--stdin-filename", "07LUSAKA000512.txt", capsys=capsys)
    assert code == 1
    assert read["documents"][0]["path"] == "07LUSAKA000512.txt"
    assert read["documents"][0]["date"]["earliest"].startswith("2007")


@pytest.mark.parametrize(("ending", "options"), [("\n", []), ("\0", ["-0"])], ids=["lines", "NUL"])
def test_paths_come_from_a_file_or_standard_input(
    write: Any, capsys: Any, monkeypatch: Any, ending: str, options: list[str]
) -> None:
    names = [write("07LUSAKA000512.txt", CLEAN), write("a b.txt", TOO_LOW)]
    listed = "".join(name + ending for name in names)
    write("list", listed)
    _, from_file = report("--files-from", "list", *options, capsys=capsys)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.encode())))
    _, from_input = report("--files-from", "-", *options, capsys=capsys)
    assert [one["path"] for one in from_file["documents"]] == sorted(names)
    assert from_file == from_input


def test_several_reports_come_of_one_run(write: Any, capsys: Any, folder: Path) -> None:
    path = write("07LUSAKA000512.txt", TOO_LOW)
    assert main([path, "--format", "text", "--format", "json=out.json", "--format", "table=out.txt"]) == 1
    assert "BNR002" in capsys.readouterr().out
    assert json.loads((folder / "out.json").read_text("utf-8"))["summary"]["findings"]["error"] == 1
    table = (folder / "out.txt").read_text("utf-8")
    assert "banner-below-portions" in table
    assert sorted(one.name for one in folder.iterdir()) == [path, "out.json", "out.txt"], "nothing is left behind"


def test_a_report_that_fails_leaves_the_old_file(write: Any, folder: Path, monkeypatch: Any) -> None:
    write("out.json", "old")
    path = write("07LUSAKA000512.txt", CLEAN)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "judge", fail)
    assert main([path, "--format", "json=out.json"]) == 130
    assert (folder / "out.json").read_text("utf-8") == "old"
    assert len(list(folder.iterdir())) == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full disk to be had")
def test_a_full_disk_is_said_and_no_device_is_replaced(write: Any, capsys: Any, folder: Path) -> None:
    path = write("07LUSAKA000512.txt", CLEAN)
    assert main([path, "--format", "json=/dev/full"]) == 2
    assert "cannot write /dev/full (No space left on device)" in capsys.readouterr().err
    assert Path("/dev/full").is_char_device()
    write("real.json", "old")
    (folder / "link.json").symlink_to("real.json")
    assert main([path, "--format", "json=link.json"]) == 0
    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "real.json").read_text("utf-8"))["summary"]["documents"] == 1


def test_a_rule_on_suppressions_can_be_silenced_too(write: Any, capsys: Any) -> None:
    path = write("07LUSAKA000512.txt", "redactlint: ignore[BNR002] reason=told the post\n" + CLEAN)
    assert main([path]) == 1
    capsys.readouterr()
    write("redactlint.toml", '[severities]\nDOC005 = "none"\n[[ignore]]\npath = "*"\nrule = "PRT001"\nreason = "x"\n')
    assert main([path]) == 0
    assert "DOC005" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nothing to check"),
        (["x.txt", "--format", "jsn"], "did you mean json"),
        (["x.txt", "--format", "json="], "names no file"),
        (["x.txt", "--format", "json", "--format", "text"], "both go to standard output"),
        (["x.txt", "--select", "BNR99"], "no rule or family is called 'BNR99'"),
        (["x.txt", "--profile", "navy"], "no profile is called 'navy'"),
        (["x.txt", "--profile", "state", "--select", "CUI001"], "CUI001"),
        (["x.txt", "--config", "none.toml"], "none.toml: cannot be read"),
        (["x.txt", "--metadata", "none.csv"], "none.csv: cannot be read"),
        (["x.txt", "--rules", "nowhere"], "no rule folder 'nowhere'"),
        (["--files-from", "nowhere"], "--files-from nowhere cannot be read"),
        (["x.txt", "--as-of", "someday"], "is no date"),
        (["x.txt", "--jobs", "many"], "is no whole number"),
        (["x.txt", "--nonsense"], "--nonsense"),
        (["x.txt", "--format", "json=no/such/folder/x.json"], "cannot write"),
    ],
)
def test_a_wrong_command_line_is_said_in_one_line_with_code_2(
    folder: Path, capsys: Any, words: list[str], said: str
) -> None:
    (folder / "x.txt").write_text(CLEAN, "utf-8")
    assert main(["check", *words]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_a_broken_configuration_names_file_and_line(write: Any, capsys: Any) -> None:
    write("redactlint.toml", 'profile = "state"\nstrickt = true\n')
    assert main([write("07LUSAKA000512.txt", CLEAN)]) == 2
    assert capsys.readouterr().err == "redactlint: redactlint.toml:2: unknown key 'strickt'; did you mean strict?\n"


def test_the_configuration_counts_and_the_command_line_outranks_it(write: Any, capsys: Any) -> None:
    write("redactlint.toml", 'fail_on = "never"\nignore = ["BNR002"]\n')
    path = write("07LUSAKA000512.txt", TOO_LOW)
    assert main([path]) == 0
    assert "BNR002" not in capsys.readouterr().out
    assert main([path, "--no-config"]) == 1
    write("redactlint.toml", 'fail_on = "never"\n')
    assert main([path, "--fail-on", "error"]) == 1


def test_an_ignore_table_suppresses_by_path_and_says_when_it_does_nothing(
    write: Any, capsys: Any, folder: Path
) -> None:
    table = '[[ignore]]\npath = "old/"\nrule = "{}"\nreason = "reviewed"\n'
    write("redactlint.toml", table.format("BNR002"))
    path = write("old/07LUSAKA000512.txt", TOO_LOW)
    code, read = report(path, capsys=capsys)
    assert code == 0
    (finding,) = [one for one in read["findings"] if one["rule"] == "BNR002"]
    assert finding["suppressed"] == {"kind": "config", "reason": "reviewed", "expires": None}
    assert read["summary"]["suppressed"] == 1
    write("redactlint.toml", table.format("BNR005"))
    code, read = report(path, capsys=capsys)
    (unused,) = [one for one in read["findings"] if one["rule"] == "DOC005"]
    assert (unused["path"], unused["line"]) == ("redactlint.toml", 1)


def test_profile_archive_takes_no_word_from_what_lies_beside_the_documents(write: Any, capsys: Any) -> None:
    write("redactlint.toml", 'ignore = ["BNR002"]\nfail_on = "never"\n')
    write(".redactlintignore", "*.txt\n")
    write("in/07LUSAKA000512.txt", TOO_LOW)
    assert main(["in", "--profile", "archive"]) == 1
    assert main(["in", "--profile", "archive", "--config", "redactlint.toml"]) == 0, "named, it counts"


def test_a_document_is_dated_by_a_metadata_file_by_path_or_by_id(write: Any, capsys: Any) -> None:
    path = write("memo.txt", CLEAN)
    for key in ("memo.txt", "LUSAKA 000512"):
        write("dates.csv", f"{key},2007-06-17\n")
        _, read = report(path, "--metadata", "dates.csv", capsys=capsys)
        date = read["documents"][0]["date"]
        assert (date["earliest"], date["latest"]) == ("2007-06-17", "2007-06-17")


def test_metadata_that_name_no_document_are_told(write: Any, capsys: Any) -> None:
    document = write("set/07LUSAKA000512.txt", CLEAN)
    note = "redactlint: the metadata name none of these documents; give paths as reports show them, or ids\n"
    for key, said in (
        ("07LUSAKA000512.txt", note),
        ("elsewhere/07LUSAKA000512.txt", note),
        (f"./{document}", ""),
        ("LUSAKA 000512", ""),
    ):
        write("dates.csv", f"path,date\n{key},2007-06-18\n")
        assert main(["check", "set", "--metadata", "dates.csv"]) == 0
        assert capsys.readouterr().err == said


def test_document_date_today_dates_new_documents_to_the_day_of_the_run(write: Any, capsys: Any) -> None:
    write("redactlint.toml", 'document_date = "today"\n')
    _, read = report(write("memo.txt", CLEAN), "--as-of", "2010-03-01", capsys=capsys)
    assert read["documents"][0]["date"]["earliest"] == "2010-03-01"


def test_excerpts_quote_the_line_and_raise_the_report_s_own_marking(write: Any, capsys: Any) -> None:
    path = write("07LUSAKA000512.txt", TOO_LOW)
    assert main([path]) == 1
    quiet = capsys.readouterr().out
    assert "left for the north" not in quiet
    assert "This report is UNCLASSIFIED" in quiet
    assert main([path, "--excerpts"]) == 1
    loud = capsys.readouterr().out
    assert "1. (S) The minister left for the north." in loud
    assert "This report is SECRET" in loud
    _, read = report(path, "--excerpts", capsys=capsys)
    assert read["report_marking"] == "SECRET"
    jsonschema.validate(read, json.loads((data_folder("schemas") / "report.schema.json").read_text("utf-8")))


def test_what_a_document_or_file_name_holds_cannot_steer_the_terminal(write: Any, capsys: Any) -> None:
    hostile = TOO_LOW.replace("000512", "000512 \x1b[2J\u202e")
    path = write("07\x1b]0;x\x07.txt", hostile)
    main([path, "--excerpts"])
    main([path, "--format", "table"])
    main(["show", path])
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "\u202e" not in printed.out


def test_a_fault_of_the_tool_is_said_and_stops_nothing(write: Any, capsys: Any, monkeypatch: Any) -> None:
    from redactlint.documents import reading

    real = reading.read

    def faulty(text: Any, *rest: Any) -> Any:
        if "FAULT" in text.content:
            raise KeyError(text.content)
        return real(text, *rest)

    monkeypatch.setattr(reading, "read", faulty)
    monkeypatch.delenv("REDACTLINT_TRACEBACK", raising=False)
    write("07LUSAKA000512.txt", CLEAN)
    write("08LUSAKA000001.txt", CLEAN + "FAULT")
    assert main(["."]) == 70
    printed = capsys.readouterr()
    assert "fault in redactlint itself (KeyError at test_check.py" in printed.err
    assert "2 documents" in printed.out
    assert "FAULT" not in printed.out + printed.err, "an exception's text may quote the document"


def test_a_size_limit_holds_and_a_long_line_is_judged(write: Any, capsys: Any) -> None:
    path = write("07LUSAKA000512.txt", CLEAN + "word " * 400_000)
    assert main([path]) in (0, 1)
    assert main([path, "--max-bytes", "1000000"]) == 3


def test_the_same_bytes_come_of_any_number_of_processes(write: Any, capsys: Any, folder: Path) -> None:
    for number in range(12):
        write(f"in/07LUSAKA{number:06}.txt", TOO_LOW if number % 3 else CLEAN)
    write("in/broken.txt", b"\0")
    codes = [
        main(["in", "--jobs", jobs, "--format", f"json={jobs}.json", "--as-of", "2026-01-01"]) for jobs in ("1", "3")
    ]
    assert codes == [3, 3]
    assert (folder / "1.json").read_bytes() == (folder / "3.json").read_bytes()


def test_the_module_runs_and_says_its_version(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "redactlint", "--version"], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout) == (0, "redactlint 0.1.0\n")


def test_help_teaches_the_verbs_and_the_exit_codes(capsys: Any) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    for word in ("check", "show", "marking", "explain", "rules", "exit codes:", "70", "130"):
        assert word in printed
    for verb in ("check", "show", "explain", "rules"):
        assert main([verb, "--help"]) == 0
        assert "exit codes:" in capsys.readouterr().out
    assert main([]) == 2


def test_paths_alone_are_read_as_the_parser_reads_them() -> None:
    """A command line without options is read without argparse: every option must have the same value either way."""
    for words in (["a.txt"], ["a.txt", "folder", ""]):
        assert vars(check.plain(words)) == vars(check.parser().parse_args(words))


def test_a_mistyped_verb_is_told_from_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc", "."]) == 3
    assert "no file is called 'chekc'; did you mean the verb check?" in capsys.readouterr().err
