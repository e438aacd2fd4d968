"""Packs of others stand beside the shipped rules, never in their place; what is wrong in them is said with its line."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from short_telegrams import telegram

from redactlint import config
from redactlint.cli import main
from redactlint.errors import RulePackError
from redactlint.rulebook import rulecache
from redactlint.rulebook.rulechecks import known_checks
from redactlint.rulebook.termlists import COLUMNS, read_list
from redactlint.rulebook.validation import validate
from redactlint.rulepack import load

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "your-own-rules.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```(?:toml|csv)\n# (\S+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)

TELEGRAM = telegram(
    "1. (C) The minister opened the new bridge.",
    "2. (U) The local press covered {what}.",
)
RULE = """\
code = "ACME001"
name = "bridge-named"
summary = "A bridge is named."
rationale = "Invented."
check = "general.pattern_forbidden"
message = "a bridge is named in {where}"

[[citation]]
source = "an invented handbook"
confidence = "D"

[[severity]]
level = "warning"

[parameters]
pattern = 'bridge'
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a telegram, where rules of one's own can be put into our-rules/."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "our-rules").mkdir()
    (tmp_path / "07LUSAKA000512.txt").write_text(TELEGRAM.format(what="the opening"), "utf-8")
    return tmp_path


def put(office: Path, rule: str = RULE, name: str = "ACME001.toml") -> None:
    (office / "our-rules" / name).write_text(rule, "utf-8")


def configure(office: Path, content: str = "") -> None:
    (office / "redactlint.toml").write_text(f'extend = ["our-rules/"]\nas_of = 2012-01-01\n{content}', "utf-8")


def found(capsys: Any, *arguments: str) -> list[dict[str, Any]]:
    main(["check", "07LUSAKA000512.txt", "--format", "json", *arguments])
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return rows


# -- the guide and the example pack


def test_the_example_pack_does_what_its_examples_say(capsys: Any) -> None:
    assert main(["rules", "test", str(ROOT / "examples" / "our-rules")]) == 0
    assert "no failures" in capsys.readouterr().out


def test_every_snippet_of_the_guide_works(office: Path, capsys: Any) -> None:
    for name, content in SNIPPETS:
        if name.startswith("our-rules/"):
            (office / name).write_text(content, "utf-8")
    assert main(["rules", "test", "our-rules/"]) == 0
    assert capsys.readouterr().out == "2 rules, 2 examples: no failures\n"
    for content in (one for name, one in SNIPPETS if name == "redactlint.toml"):
        (office / "redactlint.toml").write_text(content, "utf-8")
        assert main(["check", "07LUSAKA000512.txt", "--fail-on", "never"]) == 0
        assert not capsys.readouterr().err


def test_the_guide_names_every_check_parameter_and_column() -> None:
    table = GUIDE.split("| check |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    rows = {row.split("|")[1].strip(" `"): set(re.findall(r"`(\w+)`", row.split("|")[3])) for row in table}
    general = {one for one in known_checks() if one.startswith(("general.", "terms.", "relations."))}
    assert set(rows) == general
    schema = json.loads((ROOT / "schemas" / "rule.schema.json").read_text("utf-8"))["$defs"]
    for part in ("patternForbidden", "patternRequired", "lineRule", "vocabularyRule", "relationRule", "termRule"):
        check = schema[part]["if"]["properties"]["check"]
        for name in check.get("enum", [check.get("const")]):
            assert rows[name] == set(schema[part]["then"]["properties"]["parameters"]["properties"]), name
    for word in (*COLUMNS, *schema["zone"]["anyOf"][0]["enum"], *schema["field"]["anyOf"][0]["enum"]):
        assert f"`{word}`" in GUIDE, word


def test_the_schema_lists_the_zones_and_fields_that_there_are() -> None:
    from redactlint.checks.general import WORDS
    from redactlint.checks.relations import FIELDS, RELATIONS
    from redactlint.checks.zones import ZONES

    schema = json.loads((ROOT / "schemas" / "rule.schema.json").read_text("utf-8"))["$defs"]
    assert set(schema["zone"]["anyOf"][0]["enum"]) == set(ZONES)
    assert set(schema["field"]["anyOf"][0]["enum"]) == set(FIELDS)
    parameters = schema["relationRule"]["then"]["properties"]["parameters"]["properties"]
    assert set(parameters["relation"]["enum"]) == set(RELATIONS)
    vocabulary = schema["vocabularyRule"]["then"]["properties"]["parameters"]["properties"]
    assert set(vocabulary["of"]["enum"]) == set(WORDS)


# -- loading


def test_an_extended_rule_is_obeyed_listed_with_its_origin_and_explained(office: Path, capsys: Any) -> None:
    put(office)
    configure(office)
    assert "ACME001" in {one["rule"] for one in found(capsys)}
    assert main(["rules", "--format", "json"]) == 0
    origins = {one["code"]: one["origin"] for one in json.loads(capsys.readouterr().out)["rules"]}
    assert (origins["ACME001"], origins["BNR001"]) == ("our-rules", None)
    assert main(["explain", "bridge-named"]) == 0
    assert "From our-rules/ACME001.toml" in capsys.readouterr().out


def test_a_changed_rule_or_list_is_read_anew(office: Path, capsys: Any) -> None:
    put(
        office,
        RULE.replace("general.pattern_forbidden", "terms.calling").replace("pattern = 'bridge'", 'list = "a.txt"'),
    )
    terms = office / "our-rules" / "a.txt"
    configure(office)
    digests = set()
    for content, expected in (("bridge\n", True), ("barn\n", False), ("the new bridge\n", True)):
        terms.write_text(content, "utf-8")
        assert ("ACME001" in {one["rule"] for one in found(capsys)}) is expected
        digests.add(load(["our-rules"]).digest)
    assert len(digests) == 3


def test_a_term_list_is_never_kept_in_the_cache(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulecache, "_COARSEST_CLOCK", 0)  # new files are kept too
    put(
        office,
        RULE.replace("general.pattern_forbidden", "terms.calling").replace("pattern = 'bridge'", 'list = "a.txt"'),
    )
    (office / "our-rules" / "a.txt").write_text("orange lantern\n", "utf-8")
    load(["our-rules"])
    kept = [path.read_bytes() for path in (office / "cache").rglob("*") if path.is_file()]
    assert any(b"ACME001" in one for one in kept)
    assert not any(b"orange" in one for one in kept)


def test_a_listed_term_is_quoted_only_with_excerpts(office: Path, capsys: Any) -> None:
    put(
        office,
        RULE.replace("general.pattern_forbidden", "terms.calling")
        .replace("pattern = 'bridge'", 'list = "a.txt"')
        .replace("a bridge is named in {where}", "line {entry} of {list} stands in {where}"),
    )
    (office / "our-rules" / "a.txt").write_text("# secret\nambassador\nopening\n", "utf-8")
    configure(office)
    main(["check", "07LUSAKA000512.txt", "--select", "ACME"])
    said = capsys.readouterr().out
    assert "line 2 of a.txt stands in the header" in said
    assert "line 3 of a.txt stands in paragraph 2" in said
    assert "ambassador" not in said.lower()
    assert "opening" not in said
    main(["check", "07LUSAKA000512.txt", "--select", "ACME", "--excerpts"])
    said = capsys.readouterr().out
    assert "Ambassador" in said
    assert "opening" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((("ACME001", "BNR099"),), "1: the code BNR099 takes the prefix BNR of the shipped rules"),
        ((("bridge-named", "banner-missing"),), "2: the name banner-missing is taken by the shipped rule BNR001"),
    ],
)
def test_codes_and_names_of_the_shipped_rules_are_taken(office: Path, changes: Any, words: str) -> None:
    rule = RULE
    for one in changes:
        rule = rule.replace(*one)
    put(office, rule)
    with pytest.raises(RulePackError) as caught:
        load(["our-rules"])
    assert words in str(caught.value)


def test_a_code_is_given_once_among_all_packs(office: Path) -> None:
    put(office)
    (office / "more").mkdir()
    (office / "more" / "ACME001.toml").write_text(RULE, "utf-8")
    with pytest.raises(RulePackError, match=r"code ACME001 is taken by the rule in our-rules.ACME001\.toml"):
        load(["our-rules", "more"])
    assert "ACME001" in load(["our-rules", "./our-rules/"]).rules


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("pattern =", "patern ="), 16, "unknown key 'patern' (did you mean pattern?)"),
        (("pattern_forbidden", "pattern_forbiden"), 5, "did you mean general.pattern_forbidden?"),
        (("'bridge'", "'bri(dge'"), 16, "does not compile: missing ) at character 8"),
        (("'bridge'", "'((a{1000}){1000}){1000}'"), 16, "counted repeats"),
        (("'bridge'", "'bridge'\nzone = \"bodyy\""), 17, "did you mean body?"),
        (("{where}", "{were}"), 6, "the message asks for {were}; did you mean where?"),
        (('check = "general.pattern_forbidden"', 'check = "general.line_required"'), 16, "'pattern'"),
    ],
)
def test_a_broken_rule_is_said_with_its_line_and_what_to_do(
    office: Path, change: tuple[str, str], line: int, words: str
) -> None:
    put(office, RULE.replace(*change))
    with pytest.raises(RulePackError) as caught:
        validate([Path("our-rules")])
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{Path('our-rules', 'ACME001.toml')}:{line}: ")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (
            'field = "declassify-on"\nrelation = "within-years"\nyears = 5\nto = "document-date"',
            'judges = ["declassification"]',
        ),
        ('field = "declassify-on"\nrelation = "within-years"\nto = "release-date"', "within-years"),
        ('field = "declassify-on"\nrelation = "at-least"\nto = "banner-level"', "does not fit field"),
        ('field = "banner-level"\nrelation = "equal"\nto = "line:TAGS"', "does not fit to"),
    ],
)
def test_a_relation_that_makes_no_sense_is_refused(office: Path, parameters: str, words: str) -> None:
    rule = RULE.replace("general.pattern_forbidden", "relations.related").replace("pattern = 'bridge'", parameters)
    put(office, rule.replace("in {where}", ""))
    with pytest.raises(RulePackError, match=re.escape(words)):
        validate([Path("our-rules")])


@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        ("a.csv", "term,levle\nx,S\n", 1, "did you mean level?"),
        ("a.csv", "term,level\nbridge,S\nbarn,SECRET\n", 3, "'SECRET' is no level"),
        ("a.csv", "term,pattern\nbridge,\n,\nbarn,b.rn\n", 4, "or both"),
        ("a.csv", "level\nS\n", 1, "no column is called term"),
        ("a.csv", "term,level\na,b,c\n", 2, "more cells than columns"),
        ("a.txt", "# nothing\n", None, "holds no term"),
        ("../a.txt", "bridge\n", None, "lies outside"),
        ("a.doc", "bridge\n", None, "neither .txt nor .csv"),
        ("b.txt", None, None, "cannot be read"),
    ],
)
def test_a_broken_list_is_said_with_its_line(
    office: Path, name: str, content: str | None, line: int | None, words: str
) -> None:
    if content is not None:
        (office / "our-rules" / name).write_text(content, "utf-8")
    with pytest.raises(RulePackError, match=re.escape(words)) as caught:
        read_list(name, "our-rules/ACME001.toml", "our-rules")
    assert caught.value.line == line


def test_a_list_numbers_its_entries_by_their_lines(office: Path) -> None:
    with open("our-rules/a.csv", "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [("term", "except"), ("one\ntwo", ""), ("# no", ""), ("bridge", "bridge inn|old bridge")]
        )
    rows = read_list("a.csv", "our-rules/ACME001.toml", "our-rules")
    assert [(one["term"], one["number"]) for one in rows] == [("one\ntwo", 2), ("bridge", 5)]
    assert rows[1]["except"] == ["bridge inn", "old bridge"]


# -- single rules changed, and protected


def test_severity_and_parameters_of_a_shipped_rule_can_be_changed(office: Path, capsys: Any) -> None:
    put(office)
    (office / "07LUSAKA000512.txt").write_text(
        TELEGRAM.format(what="it").replace("DECL: 06/17/2017", "DECL: 01/20/2033"), "utf-8"
    )
    configure(office)
    assert "DCL004" not in {one["rule"] for one in found(capsys)}
    configure(office, '[rules.DCL004]\nseverity = "info"\nparameters = {tolerance_days = 0}\n')
    assert ("DCL004", "info") in {(one["rule"], one["severity"]) for one in found(capsys)}
    configure(office, '[rules.bridge-named]\nseverity = "error"\nparameters = {pattern = "Classified"}\n')
    (mine,) = [one for one in found(capsys) if one["rule"] == "ACME001"]
    assert (mine["severity"], mine["line"]) == ("error", 9)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("[rules.BNR003]\nseverty = 'error'\n", 3, "did you mean severity?"),
        ("[rules.BNR003]\nseverity = 'grave'\n", 3, "one of error"),
        ("[rules.BNR998]\nseverity = 'error'\n", 3, "no rule or family"),
        ("[rules.DCL004.parameters]\ntolerance_day = 1\n", 4, "did you mean tolerance_days?"),
        ("[rules.DCL004.parameters]\ntolerance_days = '1'\n", 4, "it must be a whole number"),
    ],
)
def test_a_wrong_change_is_said_with_its_line(office: Path, capsys: Any, content: str, line: int, words: str) -> None:
    put(office)
    configure(office, content)
    assert main(["check", "07LUSAKA000512.txt"]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert f"redactlint.toml:{line}: " in said


@pytest.mark.parametrize("protect", ["config", "rule"])
def test_what_may_not_be_suppressed_is_not(office: Path, capsys: Any, protect: str) -> None:
    note = "redactlint: ignore[ACME001] reason=known to all\n"
    (office / "07LUSAKA000512.txt").write_text(note + TELEGRAM.format(what="it"), "utf-8")
    row = '[[ignore]]\npath = "*"\nrule = "ACME001"\nreason = "known"\n'
    put(office)
    configure(office, row)
    assert {one["rule"]: one["suppressed"] is not None for one in found(capsys)}["ACME001"] is True
    configure(office, row + ("[rules.ACME001]\nsuppressible = false\n" if protect == "config" else ""))
    if protect == "rule":
        put(office, RULE.replace("[[citation]]", "suppressible = false\n\n[[citation]]", 1))
    rows = found(capsys)
    (mine,) = [one for one in rows if one["rule"] == "ACME001"]
    assert mine["suppressed"] is None
    invalid = [one for one in rows if one["rule"] == "DOC006"]
    assert {one["path"] for one in invalid} == {"07LUSAKA000512.txt", "redactlint.toml"}
    assert all("ACME001" in one["message"] for one in invalid)


def test_a_pack_of_others_works_with_many_processes(office: Path, capsys: Any) -> None:
    put(office)
    configure(office)
    for number in range(6):
        shutil.copy("07LUSAKA000512.txt", f"07LUSAKA00060{number}.txt")
    main(["check", ".", "--exclude", "our-rules", "--exclude", "cache", "--format", "json", "--jobs", "2"])
    rows = json.loads(capsys.readouterr().out)["findings"]
    assert sum(one["rule"] == "ACME001" for one in rows) == 7


def test_the_configuration_knows_what_it_can_change_in_a_rule() -> None:
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text("utf-8"))
    assert set(schema["properties"]["rules"]["additionalProperties"]["properties"]) == set(config.RULE_KEYS)


# -- time


def test_a_pattern_that_runs_for_ever_is_given_up_and_said(
    office: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("redactlint.rulebook.patterns.PATIENCE", 0.05)
    put(office, RULE.replace("'bridge'", "'(a+)+$'"))
    configure(office)
    for number in range(4):
        words = TELEGRAM.format(what="a" * 5000 + "b")
        (office / f"07LUSAKA00070{number}.txt").write_text(words, "utf-8")
    paths = [f"07LUSAKA00070{number}.txt" for number in range(4)]
    assert main(["check", *paths, "--format", "json", "--fail-on", "error"]) == 1
    report = json.loads(capsys.readouterr().out)
    said = [one["message"] for one in report["findings"] if one["rule"] == "DOC001"]
    assert len(said) == 4
    assert "was not judged by ACME001, since the pattern of ACME001 took longer than 0.05 s" in said[0]
    assert "tried no more" in said[3]
    assert all("ACME001" in {row["rule"] for row in one["not_judged"]} for one in report["documents"])
    assert all(one["verdict"] == "fail" for one in report["documents"])
